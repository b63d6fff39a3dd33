package io.outagelab.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.outagelab.core.LabConfigurationException;
import io.outagelab.core.net.Prefix;
import io.outagelab.hosting.HostingSettings;
import io.outagelab.hosting.OperatorToken;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShellSettingsTest {
  @Test
  void takesFromTheWorldWhatTheEnvironmentLeavesOpen() {
    HostingSettings settings = ShellSettings.of(Environment.of("resolver-corp"));

    assertThat(settings.container().resolvers()).containsExactly("corp");
    assertThat(settings.compression()).isEqualTo(settings.world().compression());
    assertThat(settings.base()).isEqualTo(Prefix.of("10.53.0.0/16"));
  }

  @Test
  void takesWhatTheEnvironmentSays() {
    HostingSettings settings =
        ShellSettings.of(
            Environment.of("resolver-corp")
                .numbers("10", "-7", "10053", "9001")
                .at("127.54")
                .with("serve-stale"));

    assertThat(settings.compression()).isEqualTo(10);
    assertThat(settings.seed()).isEqualTo(-7);
    assertThat(settings.dnsPort()).isEqualTo(10_053);
    assertThat(settings.grpcPort()).isEqualTo(9_001);
    assertThat(settings.base()).isEqualTo(Prefix.of("127.54.0.0/16"));
    assertThat(settings.world().mitigations()).containsExactly("serve-stale");
  }

  @Test
  void saysAllThatIsWrongAtOnce() {
    Environment wrong = Environment.of("x").nobody().numbers("0", "one", "", "65536").at("10.256");

    assertThatThrownBy(() -> ShellSettings.of(wrong))
        .isInstanceOf(LabConfigurationException.class)
        .hasMessage(
            """
            LAB_SEED: 'one' is not a whole number from -9223372036854775808 to 9223372036854775807
            LAB_DNS_PORT: '' is not a whole number from 1 to 65535
            LAB_GRPC_PORT: '65536' is not a whole number from 1 to 65535
            LAB_COMPRESSION: '0' is not a whole number from 1 to 3600
            LAB_NET: '10.256' is not the first two octets of an IPv4 address, such as 10.53
            LAB_CONTAINER: not set: the name of a container in the world's placement""");
  }

  @Test
  void namesTheContainersThatItCanPlay() {
    assertThatThrownBy(() -> ShellSettings.of(Environment.of("corp")))
        .isInstanceOf(LabConfigurationException.class)
        .hasMessage(
            "LAB_CONTAINER: 'corp' is not one of resolver-as13335, resolver-as15169,"
                + " resolver-as64500, resolver-corp");
  }

  @Test
  void refusesAContainerOfAnotherShell() {
    assertThatThrownBy(() -> ShellSettings.of(Environment.of("elsewhere")))
        .isInstanceOf(LabConfigurationException.class)
        .hasMessageEndingWith("resolver-corp; it plays doors, services, tools");
  }

  @Test
  void leavesToTheWorldWhatIsWrongWithIt() {
    assertThatThrownBy(() -> ShellSettings.of(Environment.of("resolver-corp").with("prayer")))
        .isInstanceOf(LabConfigurationException.class)
        .hasMessageContaining("there is no mitigation 'prayer'");
  }

  @Test
  void containersThatShareATokensFolderHaveOneToken(@TempDir Path folder) throws IOException {
    String file = folder.resolve("operator").toString();

    OperatorToken first = ShellSettings.of(Environment.of("resolver-corp").tokenIn(file)).token();

    assertThat(ShellSettings.of(Environment.of("resolver-as13335").tokenIn(file)).token())
        .isEqualTo(first);
    assertThat(first.text()).hasSize(48);
    assertThat(Files.getPosixFilePermissions(Path.of(file)))
        .containsExactlyInAnyOrder(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).containsExactly(Path.of(file));
    }
  }

  @Test
  void aTokenThatCannotBeKeptIsAClearError(@TempDir Path folder) {
    String file = folder.resolve("nowhere").resolve("operator").toString();

    assertThatThrownBy(() -> ShellSettings.of(Environment.of("resolver-corp").tokenIn(file)))
        .isInstanceOf(LabConfigurationException.class)
        .hasMessageContaining("LAB_TOKEN_FILE")
        .hasMessageContaining(file)
        .hasMessageContaining("set LAB_TOKEN");
  }
}
