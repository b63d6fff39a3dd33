package io.outagelab.authoritative.dnssec;

import static org.assertj.core.api.Assertions.assertThat;

import io.outagelab.authoritative.Authority;
import io.outagelab.authoritative.dnssec.Resigner.Effect;
import io.outagelab.authoritative.dnssec.Resigner.Input;
import io.outagelab.authoritative.dnssec.SigningKey.Role;
import io.outagelab.authoritative.dnssec.SigningPolicy.DenialChoice;
import io.outagelab.authoritative.zone.Zone;
import io.outagelab.authoritative.zone.ZoneSet;
import io.outagelab.core.Tick;
import io.outagelab.core.dns.DnsNames;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Type;

/** The clock-driven signer: nothing expires, only what is due is made anew, serials rise. */
class ResignerTest {
  private static final Instant EPOCH = SignedZones.NOW;
  private static final Zone CONTENT = SignedZones.unsigned("example", SignedZones.EXAMPLE);
  private static final long SERIAL = 1081539377;

  private final ZoneSigner signer =
      SignedZones.signer("example", KeyAlgorithm.ED25519, DenialChoice.NSEC);
  private final Resigner resigner = new Resigner(signer, EPOCH);

  private static Tick days(long days) {
    return Tick.at(Duration.ofDays(days));
  }

  private static Zone served(List<Effect> effects) {
    return effects.stream()
        .filter(Effect.Serve.class::isInstance)
        .map(effect -> ((Effect.Serve) effect).signed())
        .findFirst()
        .orElseThrow();
  }

  private static ZoneSigned event(List<Effect> effects) {
    return effects.stream()
        .filter(Effect.Observed.class::isInstance)
        .map(effect -> (ZoneSigned) ((Effect.Observed) effect).event())
        .findFirst()
        .orElseThrow();
  }

  private static long serial(Zone zone) {
    return ((SOARecord) zone.soa().records().getFirst()).getSerial();
  }

  @Test
  void waitsForNothingBeforeItHasAZone() {
    assertThat(resigner.deadline()).isEqualTo(Tick.NEVER);
    assertThat(resigner.expire(days(1))).isEmpty();
    assertThat(resigner.handle(days(1), new Input.UseKeys(signer.keys()))).isEmpty();
  }

  @Test
  void signsAZoneWithItsOwnSerial() {
    List<Effect> effects = resigner.handle(Tick.ZERO, new Input.Sign(CONTENT));

    assertThat(serial(served(effects))).isEqualTo(SERIAL);
    assertThat(event(effects).kept()).isZero();
    assertThat(resigner.deadline()).isBetween(days(5), days(7));
    assertThat(resigner.expire(days(1))).isEmpty();
  }

  @Test
  void renewsOnlyWhatIsDueAndRaisesTheSerial() {
    int all = event(resigner.handle(Tick.ZERO, new Input.Sign(CONTENT))).made();

    Tick due = resigner.deadline();
    List<Effect> effects = resigner.expire(due);

    assertThat(serial(served(effects))).isEqualTo(SERIAL + 1);
    assertThat(event(effects).made()).isBetween(2, all / 2);
    assertThat(event(effects).made() + event(effects).kept()).isEqualTo(all);
    assertThat(resigner.deadline()).isGreaterThan(due);
  }

  /**
   * For a hundred days: at every moment all that is served is valid, with the policy's margin to
   * go.
   */
  @Test
  void neverLetsASignatureExpire() {
    Zone zone = served(resigner.handle(Tick.ZERO, new Input.Sign(CONTENT)));
    long serial = serial(zone);
    int renewals = 0;
    while (resigner.deadline().isBefore(days(100))) {
      Tick now = resigner.deadline();
      Instant instant = EPOCH.plus(now.sinceStart());
      assertThat(Signatures.firstRenewal(zone, signer.policy())).isEqualTo(instant);

      zone = served(resigner.expire(now));

      assertThat(serial(zone)).isEqualTo(serial + 1);
      serial++;
      renewals++;
      Authority authority = new Authority(ZoneSet.of(List.of(zone)), "test");
      AnswerVerifier.of(zone, instant.plus(Duration.ofDays(6)))
          .verify(
              SignedReply.ask(authority, "nothing.example", Type.A),
              DnsNames.of("nothing.example"),
              Type.A);
    }
    assertThat(renewals).isBetween(20, 100 * 24);
  }

  @Test
  void signsOnlyWhatChangedWhenTheContentDoes() {
    int all = event(resigner.handle(Tick.ZERO, new Input.Sign(CONTENT))).made();
    Zone more = SignedZones.unsigned("example", SignedZones.EXAMPLE + "zz A 192.0.2.99\n");

    List<Effect> effects = resigner.handle(days(1), new Input.Sign(more));

    // The SOA record, the new name with its NSEC record, and the NSEC record before it.
    assertThat(event(effects).made()).isEqualTo(4);
    assertThat(event(effects).kept()).isEqualTo(all - 2);
    assertThat(serial(served(effects))).isEqualTo(SERIAL + 1);
  }

  @Test
  void takesAHigherSerialOfTheContent() {
    resigner.handle(Tick.ZERO, new Input.Sign(CONTENT));
    Zone higher =
        SignedZones.unsigned("example", SignedZones.EXAMPLE.replace("1081539377", "1081539400"));

    assertThat(serial(served(resigner.handle(days(1), new Input.Sign(higher)))))
        .isEqualTo(1081539400);
  }

  /** RFC 1982 §3.2: after the highest serial comes 0. */
  @Test
  void goesRoundTheCircleOfSerials() {
    Zone last =
        SignedZones.unsigned("example", SignedZones.EXAMPLE.replace("1081539377", "4294967295"));
    resigner.handle(Tick.ZERO, new Input.Sign(last));

    assertThat(serial(served(resigner.expire(resigner.deadline())))).isZero();
    assertThat(serial(served(resigner.handle(days(8), new Input.Sign(last))))).isEqualTo(1);
  }

  @Test
  void goesOnFromWhatAnEarlierProcessSigned() {
    Zone before = served(resigner.handle(Tick.ZERO, new Input.Sign(CONTENT)));
    Resigner after = new Resigner(signer, EPOCH);

    List<Effect> effects = after.handle(days(2), new Input.Resume(CONTENT, before));

    assertThat(event(effects).made()).as("the SOA record alone").isEqualTo(1);
    assertThat(serial(served(effects))).isEqualTo(SERIAL + 1);
    assertThat(after.deadline()).isEqualTo(resigner.deadline());
  }

  /** RFC 6781 §4.1.1.1: with a new key in place of an old one, everything is signed by it. */
  @Test
  void signsAnewWithNewKeys() {
    resigner.handle(Tick.ZERO, new Input.Sign(CONTENT));
    SigningKey fresh =
        SigningKey.make(
            DnsNames.of("example"), KeyAlgorithm.ED25519, Role.ZONE_SIGNING, new SeededRandom(9));

    List<Effect> effects =
        resigner.handle(days(1), new Input.UseKeys(List.of(signer.keys().getFirst(), fresh)));

    assertThat(event(effects).kept()).isZero();
    assertThat(serial(served(effects))).isEqualTo(SERIAL + 1);
  }

  /** The clock of a machine that slept: everything that is due is made at once. */
  @Test
  void catchesUpAfterALongSleep() {
    int all = event(resigner.handle(Tick.ZERO, new Input.Sign(CONTENT))).made();

    List<Effect> effects = resigner.expire(days(100));

    assertThat(event(effects).made()).isEqualTo(all);
    assertThat(resigner.deadline()).isGreaterThan(days(104));
  }
}
