package io.outagelab.console.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.outagelab.console.command.CommandLineFixture.Ended;
import io.outagelab.console.shell.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code serve authoritative} refuses to begin with. */
class ServeAuthoritativeCommandTest {
  @TempDir private Path folder = Path.of("");
  private Path zones = Path.of("");

  @BeforeEach
  void makeZones() throws IOException {
    zones = Files.createDirectory(folder.resolve("zones"));
  }

  private Ended serve(String... more) {
    return new CommandLineFixture(folder)
        .always(more)
        .run("serve", "authoritative", "--zones", zones.toString());
  }

  /** Answers would leave from whatever address the route to the client has. */
  @ParameterizedTest
  @ValueSource(strings = {"0.0.0.0:10053", "[::]:10053", "127.0.0.1:0", "no.such.host.invalid:53"})
  void listensOnNoWildcard(String listen) {
    Ended ended = serve("--listen", listen);

    assertThat(ended.exitCode()).isEqualTo(ExitCode.INVALID);
    assertThat(ended.err()).contains("--listen is an address of this machine");
  }

  @Test
  void listensOnNoAddressThatOneLinkAloneKnows() {
    Ended ended = serve("--listen", "[fe80::1]:10053");

    assertThat(ended.exitCode()).isEqualTo(ExitCode.INVALID);
    assertThat(ended.err()).contains("--listen is an address that is known beyond its link");
  }

  @Test
  void listensOnOnePortAndOnEachAddressOnce() {
    Ended ports = serve("--listen", "127.0.0.1:10053", "--listen", "[::1]:10054");
    Ended twice = serve("--listen", "127.0.0.1:10053", "--listen", "127.0.0.1:10053");

    assertThat(ports.exitCode()).isEqualTo(ExitCode.INVALID);
    assertThat(ports.err()).contains("--listen has one port for all addresses, not [10053, 10054]");
    assertThat(twice.exitCode()).isEqualTo(ExitCode.INVALID);
    assertThat(twice.err()).contains("on each once, not [127.0.0.1, 127.0.0.1]");
  }

  @Test
  void tellsEveryProblemOfItsZones() throws IOException {
    Files.writeString(zones.resolve("one.example.zone"), "www 60 A nonsense\n");
    Files.writeString(zones.resolve("two.example.zone"), "www 60 A worse\n");

    Ended ended = serve();

    assertThat(ended.exitCode()).isEqualTo(ExitCode.INVALID);
    assertThat(ended.err())
        .contains("one.example.zone:1: 'nonsense' is not an IPv4 address")
        .contains("two.example.zone:1: 'worse' is not an IPv4 address");
  }

  @Test
  void tellsEveryProblemOfItsConfiguration() throws IOException {
    Path config = folder.resolve("lab.yaml");
    Files.writeString(config, "zones:\n  - {name: example, primaries: [ns1], notfy: []}\n");

    Ended ended = serve("--config", config.toString());

    assertThat(ended.exitCode()).isEqualTo(ExitCode.INVALID);
    assertThat(ended.err())
        .contains("lab.yaml:2: zones[example].primaries[0]: 'ns1'")
        .contains("notfy");
  }
}
