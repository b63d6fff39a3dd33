package io.outagelab.console.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.outagelab.authoritative.dnssec.SigningPolicy.DenialChoice;
import io.outagelab.authoritative.transfer.RemoteServer;
import io.outagelab.authoritative.transfer.TransferPolicy.Grant;
import io.outagelab.authoritative.tsig.TsigAlgorithm;
import io.outagelab.authoritative.tsig.TsigKey;
import io.outagelab.console.serve.ReplicationPlan.SigningPlan;
import io.outagelab.core.LabConfigurationException;
import io.outagelab.core.dns.DnsNames;
import io.outagelab.core.net.Endpoint;
import io.outagelab.core.net.IpAddress;
import io.outagelab.core.net.Prefix;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.Name;

/** The file that says how zones move. */
class ReplicationLoaderTest {
  private static final IpAddress OWN = IpAddress.of("192.0.2.1");
  private static final Name EXAMPLE = DnsNames.of("example.com");

  @TempDir private Path folder = Path.of("");

  private ReplicationPlan load(String text) throws IOException {
    Path file = folder.resolve("lab.yaml");
    Files.writeString(file, text);
    return ReplicationLoader.load(file, List.of(OWN));
  }

  @Test
  void readsWhereZonesComeFromAndGoTo() throws IOException {
    Files.writeString(folder.resolve("other.secret"), "c2VjcmV0\n");

    ReplicationPlan plan =
        load(
            """
            storage: state
            keys:
              - {name: transfer, secret: c2VjcmV0}
              - {name: other.example, algorithm: hmac-sha512, secret-file: other.secret}
            remotes:
              - {name: ns1, address: 198.51.100.1, key: transfer}
              - {name: ns2, address: 198.51.100.2, port: 5353}
            notify: [ns2]
            allow-transfer:
              - {from: 203.0.113.0/24, key: other.example}
            zones:
              - name: Example.COM
                notify: [ns1, ns2]
                allow-transfer: [{remote: ns1}]
                sign: {denial: nsec3, validity: 3d, renew-before: 1d}
              - name: copy.example
                primaries: [ns1, ns2]
            """);

    TsigKey transfer = plan.keys().find(DnsNames.of("transfer")).orElseThrow();
    RemoteServer ns1 = RemoteServer.of(Endpoint.of("198.51.100.1", 53), transfer);
    RemoteServer ns2 = RemoteServer.of(Endpoint.of("198.51.100.2", 5353));
    assertThat(plan.storage()).contains(folder.toAbsolutePath().resolve("state"));
    assertThat(plan.keys().find(DnsNames.of("other.example")))
        .hasValueSatisfying(
            key -> assertThat(key.algorithm()).isEqualTo(TsigAlgorithm.HMAC_SHA512));
    assertThat(plan.notified(EXAMPLE)).containsExactly(ns2, ns1);
    assertThat(plan.notified(DnsNames.of("unnamed.example"))).containsExactly(ns2);
    assertThat(plan.policy().grants())
        .containsExactly(
            new Grant(
                Prefix.of("203.0.113.0/24"),
                Optional.of(DnsNames.of("other.example")),
                Optional.empty()),
            new Grant(
                Prefix.of("198.51.100.1/32"),
                Optional.of(DnsNames.of("transfer")),
                Optional.of(EXAMPLE)));
    SigningPlan signing = plan.signing(EXAMPLE).orElseThrow();
    assertThat(signing.policy().denial()).isEqualTo(DenialChoice.NSEC3);
    assertThat(signing.keys()).isEqualTo(folder.toAbsolutePath().resolve("state/keys"));
    assertThat(plan.copied()).containsExactly(DnsNames.of("copy.example"));
    assertThat(plan.zones())
        .hasEntrySatisfying(
            DnsNames.of("copy.example"),
            copy -> assertThat(copy.primaries()).containsExactly(ns1, ns2));
  }

  @Test
  void anEmptyFileMovesNothing() throws IOException {
    assertThat(load("{}")).isEqualTo(ReplicationPlan.NONE);
  }

  @Test
  void tellsEverythingThatIsWrongWithFileLineAndKey() {
    assertThatThrownBy(
            () ->
                load(
                    """
                    keys:
                      - {name: transfer, secret: '%%%'}
                      - {name: two, secret: c2VjcmV0, secret-file: two}
                      - {name: three, secret-file: none}
                    remotes:
                      - {name: ns1, address: '2001:db8::1'}
                      - {name: ns2, address: nowhere, key: tranfser}
                    notify: [ns3]
                    zones:
                      - {name: example.com, primaries: [ns1], sign: {}}
                      - {name: example.com.}
                      - {name: other.example, signed: true}
                    """))
        .isInstanceOf(LabConfigurationException.class)
        .hasMessageContaining("lab.yaml:7: remotes[ns2].address: 'nowhere'")
        .hasMessageContaining("lab.yaml:7: remotes[ns2].key: 'tranfser'")
        .hasMessageContaining("'transfer'")
        .hasMessageContaining("lab.yaml:8: notify[")
        .hasMessageContaining("lab.yaml:12: zones[other.example]");
    assertThatThrownBy(
            () ->
                load(
                    """
                    keys:
                      - {name: transfer, secret: '%%%'}
                      - {name: two, secret: c2VjcmV0, secret-file: two}
                      - {name: three, secret-file: none}
                    remotes:
                      - {name: ns1, address: '2001:db8::1'}
                    zones:
                      - {name: example.com, primaries: [ns1], sign: {}}
                      - {name: Example.com}
                      - {name: late.example, sign: {validity: 1d, renew-before: 2d}}
                    """))
        .isInstanceOf(LabConfigurationException.class)
        .hasMessageContaining("lab.yaml:2: keys[transfer]: ")
        .hasMessageContaining("lab.yaml:3: keys[two]: 'two' has either a secret or a secret-file")
        .hasMessageContaining("lab.yaml:4: keys[three].secret-file: 'none' cannot be read")
        .hasMessageContaining(
            "lab.yaml:6: remotes[ns1].address: '2001:db8::1' is of another family")
        .hasMessageContaining("lab.yaml:8: zones[example.com]: 'sign' a copy is served as it comes")
        .hasMessageContaining("lab.yaml:8: zones[example.com]: 'primaries' needs a storage")
        .hasMessageContaining("'Example.com' is given twice");
  }
}
