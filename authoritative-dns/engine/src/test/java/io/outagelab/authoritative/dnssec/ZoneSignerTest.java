package io.outagelab.authoritative.dnssec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.outagelab.authoritative.Authority;
import io.outagelab.authoritative.dnssec.SigningKey.Role;
import io.outagelab.authoritative.dnssec.SigningPolicy.DenialChoice;
import io.outagelab.authoritative.zone.LiveRendering;
import io.outagelab.authoritative.zone.Zone;
import io.outagelab.authoritative.zone.ZoneSet;
import io.outagelab.core.LabConfigurationException;
import io.outagelab.core.TimeScale;
import io.outagelab.core.dns.DnsNames;
import io.outagelab.core.dns.RRset;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.xbill.DNS.Name;
import org.xbill.DNS.RRSIGRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/** RFC 4035 §2: what a signed zone holds. */
class ZoneSignerTest {
  private static final Name EXAMPLE = DnsNames.of("example");
  private static final Zone UNSIGNED = SignedZones.unsigned("example", SignedZones.EXAMPLE);
  private final SeededRandom random = new SeededRandom(1);
  private final SigningKey ksk = key(KeyAlgorithm.ED25519, Role.KEY_SIGNING);
  private final SigningKey zsk = key(KeyAlgorithm.ED25519, Role.ZONE_SIGNING);

  private SigningKey key(KeyAlgorithm algorithm, Role role) {
    return SigningKey.make(EXAMPLE, algorithm, role, random);
  }

  private Zone sign(SigningKey... keys) {
    return new ZoneSigner(List.of(keys), SigningPolicy.DEFAULT, random)
        .sign(UNSIGNED, SignedZones.NOW);
  }

  private static Stream<RRSIGRecord> signatures(Zone zone, int type) {
    return zone.node(EXAMPLE).orElseThrow().signatures(type).orElseThrow().records().stream()
        .map(RRSIGRecord.class::cast);
  }

  private static List<Record> apex(Zone zone, int type) {
    return zone.node(EXAMPLE).orElseThrow().rrset(type).map(RRset::records).orElse(List.of());
  }

  @Test
  void signsKeysWithTheKeySigningKeyAndTheRestWithTheOther() {
    Zone signed = sign(ksk, zsk);

    assertThat(signatures(signed, Type.DNSKEY).map(RRSIGRecord::getFootprint))
        .containsExactly(ksk.tag());
    assertThat(signatures(signed, Type.SOA).map(RRSIGRecord::getFootprint))
        .containsExactly(zsk.tag());
  }

  /** RFC 6781 §3.1: a key alone does all the work, whatever its flags. */
  @Test
  void signsEverythingWithASingleKey() {
    for (SigningKey key : List.of(ksk, zsk)) {
      Zone signed = sign(key);

      assertThat(signatures(signed, Type.DNSKEY)).hasSize(1);
      assertThat(signatures(signed, Type.SOA)).hasSize(1);
    }
  }

  /** §2.2: there is a signature of each algorithm that the DNSKEY RRset has. */
  @Test
  void signsWithEachAlgorithm() {
    Zone signed = sign(ksk, zsk, key(KeyAlgorithm.ECDSAP256SHA256, Role.KEY_SIGNING));

    for (int type : List.of(Type.DNSKEY, Type.SOA, Type.NSEC)) {
      assertThat(signatures(signed, type).map(RRSIGRecord::getAlgorithm))
          .containsExactlyInAnyOrder(15, 13);
    }
  }

  /** §2.2: glue and the NS RRset of a zone cut are not signed; its DS and NSEC RRsets are. */
  @Test
  void signsWhatTheZoneIsTheAuthorityOf() {
    Zone signed = sign(ksk, zsk);

    assertThat(signed.node(DnsNames.of("ns1.a.example")).orElseThrow().signatures()).isEmpty();
    assertThat(signed.node(DnsNames.of("a.example")).orElseThrow().signatures())
        .extracting(set -> set.records().getFirst().getRRsetType())
        .containsExactly(Type.DS, Type.NSEC);
  }

  /** RFC 4034 §3.1.5: valid from before now until the policy's end, less some jitter. */
  @Test
  void keepsToTheTimesOfThePolicy() {
    Zone signed = sign(ksk, zsk);
    List<RRSIGRecord> all =
        signed.nodes().stream()
            .flatMap(node -> node.signatures().stream())
            .flatMap(set -> set.records().stream())
            .map(RRSIGRecord.class::cast)
            .toList();

    assertThat(all)
        .allSatisfy(
            rrsig -> {
              assertThat(rrsig.getTimeSigned())
                  .isEqualTo(SignedZones.NOW.minus(Duration.ofHours(1)));
              assertThat(rrsig.getExpire())
                  .isBetween(
                      SignedZones.NOW.plus(Duration.ofDays(12)),
                      SignedZones.NOW.plus(Duration.ofDays(14)));
            });
    assertThat(all.stream().map(RRSIGRecord::getExpire).distinct().count())
        .as("expire at different times")
        .isGreaterThan(all.size() * 9L / 10);
  }

  /** RFC 7344 §4, RFC 8078 §3: what the parent is to have, if the policy says so. */
  @Test
  void asksTheParentForDsRecords() {
    Zone signed =
        new ZoneSigner(List.of(ksk, zsk), SigningPolicy.DEFAULT.withCds(true), random)
            .sign(UNSIGNED, SignedZones.NOW);

    assertThat(apex(signed, Type.CDS).stream().map(Record::rdataToString))
        .containsExactly(ksk.ds(0).rdataToString());
    assertThat(apex(signed, Type.CDNSKEY).stream().map(Record::rdataToString))
        .containsExactly(ksk.dnskey(0).rdataToString());
    assertThat(signatures(signed, Type.CDS).map(RRSIGRecord::getFootprint))
        .containsExactly(ksk.tag());
    assertThat(apex(sign(ksk, zsk), Type.CDS)).isEmpty();
  }

  /** RFC 8901 §4: keys that the zone holds already, of another signer, stay. */
  @Test
  void keepsTheKeysOfAnotherSigner() {
    SigningKey other = key(KeyAlgorithm.ED25519, Role.ZONE_SIGNING);
    Zone shared =
        Zone.of(
            EXAMPLE,
            Stream.concat(
                    UNSIGNED.rrsets().stream(), Stream.of(RRset.of(List.of(other.dnskey(600)))))
                .toList());

    Zone signed =
        new ZoneSigner(List.of(ksk, zsk), SigningPolicy.DEFAULT, random)
            .sign(shared, SignedZones.NOW);

    assertThat(apex(signed, Type.DNSKEY)).hasSize(3).contains(other.dnskey(600));
  }

  @ParameterizedTest
  @EnumSource
  void signingAgainChangesNothing(DenialChoice denial) {
    ZoneSigner signer = SignedZones.signer("example", KeyAlgorithm.ED25519, denial);
    Zone signed = signer.sign(UNSIGNED, SignedZones.NOW);

    assertThat(SignedZones.text(signer.sign(signed, SignedZones.NOW)))
        .isEqualTo(SignedZones.text(signed));
    assertThat(SignedZones.text(signer.renew(UNSIGNED, signed, SignedZones.NOW)))
        .isEqualTo(SignedZones.text(signed));
  }

  /** In a simulated world, the same seed makes the same keys and signatures. */
  @ParameterizedTest
  @EnumSource
  void theSameRandomnessMakesTheSameZone(KeyAlgorithm algorithm) {
    String first = text(algorithm, 7);

    assertThat(text(algorithm, 7)).isEqualTo(first);
    assertThat(text(algorithm, 8)).isNotEqualTo(first);
  }

  private static String text(KeyAlgorithm algorithm, long seed) {
    SeededRandom seeded = new SeededRandom(seed);
    SigningKey key = SigningKey.make(EXAMPLE, algorithm, Role.KEY_SIGNING, seeded);
    return SignedZones.text(
        new ZoneSigner(List.of(key), SigningPolicy.DEFAULT, seeded)
            .sign(UNSIGNED, SignedZones.NOW));
  }

  /** A live lab changes addresses: signatures would be wrong, so there are none, until anew. */
  @ParameterizedTest
  @EnumSource
  void aLiveRenderingIsUnsignedAndCanBeSigned(DenialChoice denial) {
    LiveRendering rendering = new LiveRendering(address -> address, new TimeScale(60));
    ZoneSigner signer = SignedZones.signer("example", KeyAlgorithm.ED25519, denial);

    Zone live = SignedZones.example(denial).rewritten(rendering);

    assertThat(live.rrsets())
        .extracting(RRset::type)
        .doesNotContain(Type.RRSIG, Type.NSEC, Type.NSEC3, Type.NSEC3PARAM, Type.DNSKEY, Type.DS);
    assertThat(live.nodes()).hasSameSizeAs(UNSIGNED.nodes());
    Zone signed = signer.sign(live, SignedZones.NOW);
    Authority authority = new Authority(ZoneSet.of(List.of(signed)), "test");
    AnswerVerifier.of(signed, SignedZones.NOW)
        .verify(
            SignedReply.ask(authority, "xx.example", Type.A), DnsNames.of("xx.example"), Type.A);
  }

  @Test
  void signsTheRoot() {
    Zone root =
        SignedZones.unsigned(
            ".",
            """
            @      60 SOA a b 1 1 1 1 30
            @      60 NS  a
            a      60 A   192.0.2.1
            com    60 NS  ns.com
            ns.com 60 A   192.0.2.2
            """);
    for (DenialChoice denial : DenialChoice.values()) {
      Zone signed =
          SignedZones.signer(".", KeyAlgorithm.ED25519, denial).sign(root, SignedZones.NOW);
      Authority authority = new Authority(ZoneSet.of(List.of(signed)), "test");
      for (String name : List.of(".", "a.", "b.", "x.a.", "x.com.")) {
        AnswerVerifier.of(signed, SignedZones.NOW)
            .verify(SignedReply.ask(authority, name, Type.A), DnsNames.of(name), Type.A);
      }
    }
  }

  @Test
  void refusesWhatItCannotSign() {
    SigningKey foreign =
        SigningKey.make(DnsNames.of("other"), KeyAlgorithm.ED25519, Role.ZONE_SIGNING, random);

    assertThatThrownBy(() -> sign())
        .isInstanceOf(LabConfigurationException.class)
        .hasMessageContaining("at least one");
    assertThatThrownBy(() -> sign(ksk, foreign))
        .isInstanceOf(LabConfigurationException.class)
        .hasMessageContaining("beside keys of example");
    assertThatThrownBy(() -> sign(foreign))
        .isInstanceOf(LabConfigurationException.class)
        .hasMessageContaining("keys of other for zone 'example'");
  }

  @Test
  void refusesAPolicyThatLetsSignaturesExpire() {
    assertThatThrownBy(
            () ->
                new SigningPolicy(
                    DenialChoice.NSEC,
                    Duration.ofDays(7),
                    Duration.ZERO,
                    Duration.ofDays(7),
                    Duration.ZERO,
                    Duration.ZERO,
                    Duration.ofHours(1),
                    false))
        .isInstanceOf(LabConfigurationException.class)
        .hasMessageContaining("signing: validity PT168H: longer than");
  }
}
