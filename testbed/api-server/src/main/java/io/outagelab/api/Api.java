package io.outagelab.api;

import io.outagelab.console.api.ApiServer;
import io.outagelab.core.LabConfigurationException;
import io.outagelab.hosting.Cast;
import io.outagelab.shell.Hosted;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The API's server and what feeds it. */
@Singleton
public class Api {
  private static final Pattern PORT = Pattern.compile("[1-9][0-9]{0,4}");
  private static final int MAX_PORT = 65_535;

  private final Hosted hosted;
  private final Optional<ContainerLab> lab;
  private final Optional<Cast> cast;
  private final String host;
  private final String port;
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
      @ConfigProperty(name = "lab.api.port", defaultValue = "8090") String port) {
    this.hosted = hosted;
    this.cast = hosted.cast();
    this.lab = cast.map(ContainerLab::new);
    this.host = host;
    this.port = port;
  }

  void start(@Observes StartupEvent event) {
    try {
      server =
          cast.map(Cast::settings)
              .map(settings -> ApiServer.start(address(), lab(), settings.token().text()));
    } catch (LabConfigurationException e) {
      hosted.refuse(e);
    }
  }

  private InetSocketAddress address() {
    if (!PORT.matcher(port).matches() || Integer.parseInt(port) > MAX_PORT) {
      throw new LabConfigurationException(
          "LAB_API_PORT: '%s' is not a whole number from 1 to %d".formatted(port, MAX_PORT));
    }
    return new InetSocketAddress(host, Integer.parseInt(port));
  }

  void stop(@Observes ShutdownEvent event) {
    server.ifPresent(ApiServer::close);
  }

  /** The lab, which there is if there is a cast. */
  ContainerLab lab() {
    return lab.orElseThrow(() -> new IllegalStateException("no cast, no lab"));
  }
}
