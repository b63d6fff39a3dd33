package io.outagelab.shell;

import io.outagelab.core.LabConfigurationException;
import io.outagelab.hosting.Cast;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * The cast of this process, or what is wrong with its settings. With wrong settings the process
 * stays up, not ready, and says why wherever it is asked: a process that ends and is started again
 * tells nobody.
 */
@Singleton
public final class Hosted {
  private static final Logger LOGGER = Logger.getLogger(Hosted.class);

  /** After everybody who wants to hear of events has asked for them. */
  private static final int LAST = 10_000;

  private final Optional<Cast> cast;
  private volatile Optional<String> refusal;
  private volatile boolean isStarted;

  /** Assembles the cast. */
  @Inject
  public Hosted(ShellConfig config) {
    Optional<Cast> made = Optional.empty();
    Optional<String> wrong = Optional.empty();
    try {
      made = Optional.of(new Cast(ShellSettings.of(config)));
    } catch (LabConfigurationException e) {
      wrong = Optional.of(said(e));
    }
    this.cast = made;
    this.refusal = wrong;
  }

  private static String said(LabConfigurationException wrong) {
    return Optional.ofNullable(wrong.getMessage()).orElse(wrong.toString());
  }

  /** The cast, for those who cannot do without; with wrong settings they cannot be had. */
  @Produces
  @Singleton
  Cast wanted() {
    return cast.orElseThrow(
        () -> new LabConfigurationException(refusal.orElse("there is no cast")));
  }

  /** The cast; empty with wrong settings. */
  public Optional<Cast> cast() {
    return cast;
  }

  /** What is wrong with the settings, a line for each thing; empty if nothing is. */
  public Optional<String> refusal() {
    return refusal;
  }

  /** Something else in this process cannot start, for what is wrong with its settings. */
  public void refuse(LabConfigurationException wrong) {
    refusal = Optional.of(said(wrong));
  }

  /** Whether the start is over, whatever came of it. */
  public boolean isStarted() {
    return isStarted;
  }

  void start(@Observes @Priority(LAST) StartupEvent event) {
    // Only a new process helps, which Docker starts when this one ends.
    cast.ifPresent(made -> made.onDeath(() -> Quarkus.asyncExit(1)));
    try {
      cast.ifPresent(Cast::start);
    } catch (LabConfigurationException e) {
      refuse(e);
    }
    isStarted = true;
    refusal.ifPresent(LOGGER::error);
    cast.filter(made -> refusal.isEmpty())
        .ifPresent(made -> LOGGER.infof("plays %s", made.settings().container().name()));
  }

  void stop(@Observes ShutdownEvent event) {
    cast.ifPresent(Cast::close);
  }
}
