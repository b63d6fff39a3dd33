package io.outagelab.shell;

import io.outagelab.hosting.Cast;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Liveness;
import org.eclipse.microprofile.health.Readiness;
import org.eclipse.microprofile.health.Startup;

/**
 * What the health endpoints say of the cast: it is alive unless its thread has ended, ready when
 * its machines run, started when it is clear which.
 */
@Singleton
public final class LabHealth {
  private final Hosted hosted;

  /** The health of this process's cast. */
  @Inject
  public LabHealth(Hosted hosted) {
    this.hosted = hosted;
  }

  /** Only a new process could help a cast whose thread has ended; wrong settings it would not. */
  @Produces
  @Singleton
  @Liveness
  HealthCheck liveness() {
    return () -> says(hosted.cast().stream().noneMatch(Cast::isDead));
  }

  @Produces
  @Singleton
  @Readiness
  HealthCheck readiness() {
    return () -> says(hosted.refusal().isEmpty() && hosted.cast().stream().anyMatch(Cast::isReady));
  }

  @Produces
  @Singleton
  @Startup
  HealthCheck startup() {
    return () -> says(hosted.isStarted());
  }

  private HealthCheckResponse says(boolean isUp) {
    HealthCheckResponseBuilder response = HealthCheckResponse.named("lab").status(isUp);
    hosted
        .cast()
        .map(Cast::settings)
        .ifPresent(
            settings ->
                response
                    .withData("world", settings.world().name())
                    .withData("container", settings.container().name()));
    hosted.refusal().ifPresent(wrong -> response.withData("problem", wrong));
    return response.build();
  }
}
