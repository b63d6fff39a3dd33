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
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The API's server and what feeds it. */
@Singleton
public class Api {
  private static final String TOKEN_FILE = "token";
  private static final int TOKEN_OCTETS = 24;

  private final Optional<ContainerLab> lab;
  private final Optional<Cast> cast;
  private final Optional<String> token;
  private final String host;
  private final int port;
  private Optional<ApiServer> server = Optional.empty();

  /**
   * The API of this process's lab.
   *
   * @param token what writes need: LAB_TOKEN; made and kept in the state folder if none is given
   * @param host where it listens: LAB_API_HOST
   * @param port where it listens: LAB_API_PORT
   */
  @Inject
  public Api(
      Hosted hosted,
      @ConfigProperty(name = "lab.token") Optional<String> token,
      @ConfigProperty(name = "lab.api.host", defaultValue = "0.0.0.0") String host,
      @ConfigProperty(name = "lab.api.port", defaultValue = "8090") int port) {
    this.cast = hosted.cast();
    this.lab = cast.map(ContainerLab::new);
    this.token = token.filter(given -> !given.isBlank());
    this.host = host;
    this.port = port;
  }

  void start(@Observes StartupEvent event) {
    server = lab.map(known -> ApiServer.start(new InetSocketAddress(host, port), known, token()));
  }

  void stop(@Observes ShutdownEvent event) {
    server.ifPresent(ApiServer::close);
  }

  private String token() {
    return token.orElseGet(
        () -> kept(cast.map(known -> known.settings().state()).orElseGet(() -> Path.of(""))));
  }

  /** The token in this folder, made if there is none; for its owner's eyes. */
  private static String kept(Path folder) {
    Path file = folder.resolve(TOKEN_FILE);
    try {
      if (!Files.exists(file)) {
        byte[] octets = new byte[TOKEN_OCTETS];
        new SecureRandom().nextBytes(octets);
        Files.createDirectories(folder);
        Files.createFile(
            file,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, HexFormat.of().formatHex(octets));
      }
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw new UncheckedIOException("the operator token cannot be kept in " + file, e);
    }
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
