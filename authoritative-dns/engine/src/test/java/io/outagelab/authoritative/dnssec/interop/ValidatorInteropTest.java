package io.outagelab.authoritative.dnssec.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.outagelab.authoritative.Authority;
import io.outagelab.authoritative.dnssec.KeyAlgorithm;
import io.outagelab.authoritative.dnssec.SigningPolicy.DenialChoice;
import io.outagelab.authoritative.zone.Zone;
import io.outagelab.authoritative.zone.ZoneSet;
import io.outagelab.core.dns.RRset;
import io.outagelab.core.net.IpAddress;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.DNSKEYRecord;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Type;

/** Real validators accept what this server says of zones that it signed itself. */
@Tag("interop")
class ValidatorInteropTest {
  private static final List<String> ZONES = List.of("example", "a.example", "b.example");

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "ED25519,NSEC",
    "ED25519,NSEC3",
    "ED25519,NSEC3_OPT_OUT",
    "ECDSAP256SHA256,NSEC",
    "ECDSAP256SHA256,NSEC3"
  })
  void unboundValidates(KeyAlgorithm algorithm, DenialChoice denial) throws IOException {
    Family family = Family.signed(algorithm, denial);
    SoftAssertions softly = new SoftAssertions();

    try (LoopbackHost host = new LoopbackHost(family.authority());
        Daemon unbound = unbound(host, family)) {
      for (Case question : Case.ALL) {
        Message answer = new Asker(unbound.port()).ask(question.name(), question.type(), true);

        softly
            .assertThat(Rcode.string(answer.getRcode()))
            .as(question.toString())
            .isEqualTo(Rcode.string(question.rcode()));
        softly
            .assertThat(answer.getHeader().getFlag(Flags.AD))
            .as("%s is authentic", question)
            .isEqualTo(question.isSecure(denial == DenialChoice.NSEC3_OPT_OUT));
      }
      softly.assertThat(unbound.log()).doesNotContain("validation failure");
    }
    softly.assertAll();
  }

  private Daemon unbound(LoopbackHost host, Family family) {
    return Daemon.unbound(folder, host.port(), ZONES, List.of(family.anchor().ds(3600).toString()));
  }

  /** The counter-proof: one address that was changed after signing is not believed. */
  @Test
  void unboundRefusesWhatWasNotSigned() throws IOException {
    Family family = Family.signed(KeyAlgorithm.ED25519, DenialChoice.NSEC);
    Zone forged = family.parent().rewritten(ValidatorInteropTest::forged);

    try (LoopbackHost host = new LoopbackHost(new Authority(ZoneSet.of(List.of(forged)), "test"));
        Daemon unbound = unbound(host, family)) {
      assertThat(new Asker(unbound.port()).ask("xx.example", Type.A, true).getRcode())
          .isEqualTo(Rcode.SERVFAIL);
      assertThat(new Asker(unbound.port()).ask("xx.example", Type.AAAA, true).getRcode())
          .isEqualTo(Rcode.NOERROR);
    }
  }

  private static Optional<RRset> forged(RRset rrset) {
    if (rrset.type() != Type.A || !rrset.owner().toString().startsWith("xx.")) {
      return Optional.of(rrset);
    }
    return Optional.of(
        RRset.of(
            List.of(
                new ARecord(
                    rrset.owner(),
                    DClass.IN,
                    rrset.ttl(),
                    rrset.addresses().getFirst().toInetAddress()),
                new ARecord(
                    rrset.owner(),
                    DClass.IN,
                    rrset.ttl(),
                    IpAddress.of("203.0.113.1").toInetAddress()))));
  }

  @ParameterizedTest
  @CsvSource({"ED25519,NSEC", "ED25519,NSEC3", "ECDSAP256SHA256,NSEC"})
  void delvValidates(KeyAlgorithm algorithm, DenialChoice denial) {
    String delv = CommandLine.tool("delv", "bind9-dnsutils");
    Family family = Family.signed(algorithm, denial);
    DNSKEYRecord key = family.anchor().dnskey(3600);
    Path anchors =
        CommandLine.write(
            folder,
            "anchors.conf",
            "trust-anchors { example. static-key %d %d %d \"%s\"; };\n"
                .formatted(
                    key.getFlags(),
                    key.getProtocol(),
                    key.getAlgorithm(),
                    Base64.getEncoder().encodeToString(key.getKey())));
    SoftAssertions softly = new SoftAssertions();

    try (LoopbackHost host = new LoopbackHost(family.authority())) {
      for (Case question : Case.ALL) {
        String text =
            CommandLine.run(
                    folder,
                    delv,
                    List.of(
                        "@" + LoopbackHost.LOOPBACK,
                        "-p",
                        Integer.toString(host.port()),
                        "-a",
                        anchors.toString(),
                        "+root=example",
                        question.name(),
                        Type.string(question.type())))
                .text();

        softly
            .assertThat(text.toLowerCase(Locale.ROOT))
            .as(question.toString())
            .contains(question.secure() ? "fully validated" : "unsigned answer")
            .doesNotContain("broken trust chain");
      }
    }
    softly.assertAll();
  }
}
