package io.outagelab.api;

import io.outagelab.console.api.ApiServer;
import io.outagelab.core.Event;
import io.outagelab.hosting.Cast;
import io.outagelab.shell.Hosted;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.net.InetSocketAddress;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The API's server and what feeds it. */
@Singleton
public class Api {
  private final Optional<ContainerLab> lab;
  private final Optional<Cast> cast;
  private final String host;
  private final int port;
  private Optional<ApiServer> server = Optional.empty();

  /**
   * The API of this process's lab.
   *
   * @param host where it listens: LAB_API_HOST
   * @param port where it listens: LAB_API_PORT
   */
  @Inject
  public Api(
      Hosted hosted,
      @ConfigProperty(name = "lab.api.host", defaultValue = "0.0.0.0") String host,
      @ConfigProperty(name = "lab.api.port", defaultValue = "8090") int port) {
    this.cast = hosted.cast();
    this.lab = cast.map(ContainerLab::new);
    this.host = host;
    this.port = port;
  }

  void start(@Observes StartupEvent event) {
    server =
        cast.map(Cast::settings)
            .map(
                settings ->
                    ApiServer.start(
                        new InetSocketAddress(host, port), lab(), settings.token().text()));
  }

  void stop(@Observes ShutdownEvent event) {
    server.ifPresent(ApiServer::close);
  }

  /** The lab, which there is if there is a cast. */
  ContainerLab lab() {
    return lab.orElseThrow(() -> new IllegalStateException("no cast, no lab"));
  }

  /** Takes in what a container reports. */
  void heard(Event event) {
    lab.ifPresent(known -> known.heard(event));
  }
}
