package io.outagelab.authoritative.dnssec;

import static org.assertj.core.api.Assertions.assertThat;

import io.outagelab.authoritative.Authority;
import io.outagelab.authoritative.dnssec.SigningPolicy.DenialChoice;
import io.outagelab.authoritative.zone.Zone;
import io.outagelab.authoritative.zone.ZoneFile;
import io.outagelab.authoritative.zone.ZoneSet;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.xbill.DNS.Name;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** For random small zones and random questions: every answer validates, and says the truth. */
@Tag("long")
class SignedAnswerPropertyTest {
  private static final int ZONES = 25;
  private static final int QUESTIONS = 150;
  private static final List<Integer> TYPES =
      List.of(
          Type.TXT, Type.A, Type.DS, Type.NS, Type.CNAME, Type.SOA, Type.DNSKEY, Type.MX, Type.ANY);

  @ParameterizedTest
  @EnumSource
  void everyAnswerValidates(DenialChoice denial) {
    for (long seed = 0; seed < ZONES; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      Zone unsigned = RandomZones.zone(random);
      Zone signed = signed(unsigned, denial);
      Authority authority = new Authority(ZoneSet.of(List.of(signed)), "test");
      AnswerVerifier verifier = AnswerVerifier.of(signed, SignedZones.NOW);

      for (int question = 0; question < QUESTIONS; question++) {
        Name name = RandomZones.name(random, 5);
        int type = TYPES.get(random.nextInt(TYPES.size()));
        SignedReply reply = SignedReply.ask(authority, name, type);
        try {
          verifier.verify(reply, name, type);
        } catch (AssertionError | RuntimeException e) {
          throw new AssertionError(
              "seed %d, %s %s of%n%s%nanswered%n%s"
                  .formatted(
                      seed, name, Type.string(type), SignedZones.text(signed), reply.message()),
              e);
        }
      }
    }
  }

  /** RFC 4035 §3.1: without DO, nothing shows that the zone is signed. */
  @ParameterizedTest
  @EnumSource
  void aPlainClientSeesNoDifference(DenialChoice denial) {
    for (long seed = 0; seed < ZONES; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      Zone unsigned = RandomZones.zone(random);
      Authority plain = new Authority(ZoneSet.of(List.of(unsigned)), "test");
      Authority secure = new Authority(ZoneSet.of(List.of(signed(unsigned, denial))), "test");

      for (int question = 0; question < QUESTIONS; question++) {
        Name name = RandomZones.name(random, 5);
        int type = List.of(Type.TXT, Type.A, Type.DS, Type.NS).get(random.nextInt(4));
        SignedReply expected = SignedReply.askPlainly(plain, name, type);
        SignedReply reply = SignedReply.askPlainly(secure, name, type);

        assertThat(reply.rcode()).as("seed %d %s", seed, name).isEqualTo(expected.rcode());
        for (int section : List.of(Section.ANSWER, Section.AUTHORITY, Section.ADDITIONAL)) {
          assertThat(reply.records(section))
              .as("seed %d %s", seed, name)
              .isEqualTo(expected.records(section));
        }
      }
    }
  }

  /** What is written can be read, is found to be signed as a whole, and is the same zone. */
  @ParameterizedTest
  @EnumSource
  void aSignedZoneIsSoundAndReadsBackAsItWas(DenialChoice denial) {
    for (long seed = 0; seed < ZONES; seed++) {
      Zone signed = signed(RandomZones.zone(new SplittableRandom(seed)), denial);

      Zone read = ZoneFile.parse("o.zone", SignedZones.text(signed), RandomZones.ORIGIN);

      assertThat(SignedZones.text(read)).as("seed %d", seed).isEqualTo(SignedZones.text(signed));
    }
  }

  private static Zone signed(Zone unsigned, DenialChoice denial) {
    return SignedZones.signer("o", KeyAlgorithm.ED25519, denial).sign(unsigned, SignedZones.NOW);
  }
}
