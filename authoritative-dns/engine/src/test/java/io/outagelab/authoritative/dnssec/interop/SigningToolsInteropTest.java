package io.outagelab.authoritative.dnssec.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.outagelab.authoritative.Authority;
import io.outagelab.authoritative.dnssec.KeyAlgorithm;
import io.outagelab.authoritative.dnssec.KeyFile;
import io.outagelab.authoritative.dnssec.SigningKey;
import io.outagelab.authoritative.dnssec.SigningPolicy;
import io.outagelab.authoritative.dnssec.SigningPolicy.DenialChoice;
import io.outagelab.authoritative.dnssec.ZoneSigner;
import io.outagelab.authoritative.zone.Zone;
import io.outagelab.authoritative.zone.ZoneSet;
import io.outagelab.core.dns.RRset;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.DClass;
import org.xbill.DNS.DNSKEYRecord;
import org.xbill.DNS.DSRecord;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/** Other projects find our signed zones good; we read their keys and serve what they signed. */
@Tag("interop")
class SigningToolsInteropTest {
  /** Without the DS record of a child: of these zones, only the parent is signed. */
  private static final List<Case> CASES =
      Case.ALL.stream().filter(question -> !question.name().contains("a.example")).toList();

  @TempDir Path folder;

  static String text(Zone zone) {
    String rest =
        zone.rrsets().stream()
            .filter(set -> !set.equals(zone.soa()))
            .flatMap(set -> set.records().stream())
            .map(Record::toString)
            .collect(Collectors.joining("\n"));
    return zone.soa().records().getFirst() + "\n" + rest + "\n";
  }

  @ParameterizedTest
  @CsvSource({
    "ED25519,NSEC",
    "ED25519,NSEC3",
    "ED25519,NSEC3_OPT_OUT",
    "ECDSAP256SHA256,NSEC",
    "ECDSAP256SHA256,NSEC3",
    "ECDSAP256SHA256,NSEC3_OPT_OUT"
  })
  void otherProjectsFindOurSignedZoneGood(KeyAlgorithm algorithm, DenialChoice denial) {
    Family family = Family.signed(algorithm, denial);
    CommandLine.write(folder, "example.zone", text(family.parent()));
    Path anchor =
        CommandLine.write(folder, "anchor.key", family.anchor().dnskey(3600).toString() + "\n");

    run("named-checkzone", "bind9-utils", "example", "example.zone");
    run("dnssec-verify", "bind9-utils", "-o", "example", "example.zone");
    run("kzonecheck", "knot-dnssecutils", "-o", "example", "-d", "on", "example.zone");
    run("ldns-verify-zone", "ldnsutils", "-k", anchor.toString(), "example.zone");
  }

  private String run(String tool, String debianPackage, String... arguments) {
    return CommandLine.run(folder, CommandLine.tool(tool, debianPackage), List.of(arguments))
        .good();
  }

  /** RFC 4509: the DS record of a key is the one that BIND makes of it. */
  @ParameterizedTest
  @ValueSource(strings = {"ECDSAP256SHA256", "ED25519"})
  void readsKeysOfBindAndWritesKeysForIt(String algorithm) throws IOException {
    String name =
        run("dnssec-keygen", "bind9-utils", "-q", "-a", algorithm, "-f", "KSK", "example").strip();
    KeyFile file =
        new KeyFile(
            name,
            Files.readString(folder.resolve(name + ".key")),
            Files.readString(folder.resolve(name + ".private")));
    SigningKey key = file.read(new SecureRandom());
    assertThat(KeyFile.of(key).name()).isEqualTo(name);
    String theirs = run("dnssec-dsfromkey", "bind9-utils", "-2", name + ".key");
    assertThat(theirs.strip()).endsWith(key.ds(0).rdataToString());

    // The other way: BIND signs with a key of ours, and we find the zone signed by it.
    SigningKey ours =
        SigningKey.make(
            key.zone(), key.algorithm(), SigningKey.Role.KEY_SIGNING, new SecureRandom());
    KeyFile written = KeyFile.of(ours);
    CommandLine.write(folder, written.name() + ".key", written.publicText());
    CommandLine.write(folder, written.name() + ".private", written.privateText());
    CommandLine.write(
        folder, "example.zone", Family.PARENT + "$INCLUDE " + written.name() + ".key\n");
    run("dnssec-signzone", "bind9-utils", "-z", "-o", "example", "example.zone", written.name());
    Zone signed = Family.zone("example", CommandLine.read(folder.resolve("example.zone.signed")));
    assertValidates(signed, false);
  }

  @ParameterizedTest
  @CsvSource({"NSEC", "NSEC3", "NSEC3_OPT_OUT"})
  void servesWhatBindSigned(DenialChoice denial) throws IOException {
    List<String> keys = new ArrayList<>();
    for (String role : List.of("ZONE", "KSK")) {
      List<String> arguments =
          new ArrayList<>(List.of("-q", "-a", "ECDSAP256SHA256", "-n", "ZONE", "example"));
      if (role.equals("KSK")) {
        arguments.addAll(0, List.of("-f", "KSK"));
      }
      keys.add(run("dnssec-keygen", "bind9-utils", arguments.toArray(String[]::new)).strip());
    }
    String includes =
        keys.stream().map(key -> "$INCLUDE " + key + ".key\n").collect(Collectors.joining());
    CommandLine.write(folder, "example.zone", Family.PARENT + includes);
    List<String> arguments = new ArrayList<>(List.of("-o", "example"));
    switch (denial) {
      case NSEC -> {}
      case NSEC3 -> arguments.addAll(List.of("-3", "aabbccdd", "-H", "5"));
      case NSEC3_OPT_OUT -> arguments.addAll(List.of("-3", "-", "-A", "-H", "0"));
    }
    arguments.add("example.zone");
    run("dnssec-signzone", "bind9-utils", arguments.toArray(String[]::new));

    Zone signed = Family.zone("example", CommandLine.read(folder.resolve("example.zone.signed")));

    assertValidates(signed, denial == DenialChoice.NSEC3_OPT_OUT);
  }

  @ParameterizedTest
  @CsvSource({"NSEC", "NSEC3"})
  void servesWhatKnotSigned(DenialChoice denial) throws IOException {
    CommandLine.write(folder, "example.zone", Family.PARENT);
    Path config =
        CommandLine.write(
            folder,
            "knot.conf",
            """
            database:
              storage: %1$s
            policy:
              - id: lab
                algorithm: ed25519
                nsec3: %2$s
                nsec3-iterations: 3
                nsec3-salt-length: 8
            zone:
              - domain: example.
                storage: %1$s
                file: example.zone
                dnssec-signing: on
                dnssec-policy: lab
            """
                .formatted(folder, denial == DenialChoice.NSEC3 ? "on" : "off"));
    Path output = Files.createDirectory(folder.resolve("signed"));
    run(
        "kzonesign",
        "knot-dnssecutils",
        "-c",
        config.toString(),
        "-o",
        output.toString(),
        "example.");

    Zone signed = Family.zone("example", CommandLine.read(output.resolve("example.zone")));

    assertValidates(signed, false);
  }

  private void assertValidates(Zone signed, boolean optOut) throws IOException {
    Zone insecure = Family.zone("b.example", Family.CHILD);
    Authority authority = new Authority(ZoneSet.of(List.of(signed, insecure)), "test");
    SoftAssertions softly = new SoftAssertions();
    try (LoopbackHost host = new LoopbackHost(authority);
        Daemon unbound =
            Daemon.unbound(folder, host.port(), List.of("example", "b.example"), anchors(signed))) {
      for (Case question : CASES) {
        Message answer = new Asker(unbound.port()).ask(question.name(), question.type(), true);

        softly
            .assertThat(Rcode.string(answer.getRcode()))
            .as(question.toString())
            .isEqualTo(Rcode.string(question.rcode()));
        softly
            .assertThat(answer.getHeader().getFlag(Flags.AD))
            .as("%s is authentic", question)
            .isEqualTo(question.isSecure(optOut));
      }
    }
    softly.assertAll();
  }

  private static List<String> anchors(Zone signed) {
    RRset keys = signed.node(signed.origin()).orElseThrow().rrset(Type.DNSKEY).orElseThrow();
    return keys.records().stream()
        .map(DNSKEYRecord.class::cast)
        .filter(key -> (key.getFlags() & 1) != 0)
        .map(key -> new DSRecord(key.getName(), DClass.IN, 0, 2, key).toString())
        .toList();
  }

  /** The same keys, read back from BIND's files, sign as before: what one signs, others verify. */
  @ParameterizedTest
  @ValueSource(strings = {"ECDSAP256SHA256", "ED25519"})
  void signsWithKeysOfBind(String algorithm) throws IOException {
    List<SigningKey> keys = new ArrayList<>();
    for (List<String> role : List.of(List.of("-f", "KSK"), List.<String>of())) {
      List<String> arguments = new ArrayList<>(role);
      arguments.addAll(List.of("-q", "-a", algorithm, "example"));
      String name = run("dnssec-keygen", "bind9-utils", arguments.toArray(String[]::new)).strip();
      keys.add(
          new KeyFile(
                  name,
                  Files.readString(folder.resolve(name + ".key")),
                  Files.readString(folder.resolve(name + ".private")))
              .read(new SecureRandom()));
    }
    Zone signed =
        new ZoneSigner(keys, SigningPolicy.DEFAULT.withCds(true), new SecureRandom())
            .sign(Family.zone("example", Family.PARENT), Instant.now());

    CommandLine.write(folder, "example.zone", text(signed));

    assertThat(run("dnssec-verify", "bind9-utils", "-o", "example", "example.zone"))
        .contains("Zone fully signed");
  }
}
