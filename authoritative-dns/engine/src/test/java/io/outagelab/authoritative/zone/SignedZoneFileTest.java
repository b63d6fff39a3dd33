package io.outagelab.authoritative.zone;

import static org.assertj.core.api.Assertions.assertThat;

import io.outagelab.core.dns.DnsNames;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What a signed zone's file may hold, and that it must be signed as a whole. */
class SignedZoneFileTest {
  private static final String DIGEST = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";
  private static final String SIGNATURE = " 300 20260401000000 20260301000000 1039 test. AAAA";

  private static final String APEX =
      """
      $TTL 300
      @ SOA ns hostmaster 1 7200 3600 1209600 300
      @ NS ns
      ns A 192.0.2.1
      """;

  /** A zone signed by hand; whether the signatures are good is not looked at. */
  private static final String SIGNED =
      APEX
          + "@ DNSKEY 256 3 15 "
          + DIGEST
          + "\n"
          + rrsig("@", "SOA", 1)
          + rrsig("@", "NS", 1)
          + rrsig("@", "DNSKEY", 1)
          + rrsig("@", "NSEC", 1)
          + rrsig("ns", "A", 2)
          + rrsig("ns", "NSEC", 2)
          + "@ NSEC ns NS SOA RRSIG NSEC DNSKEY\n"
          + "ns NSEC @ A RRSIG NSEC\n";

  private static String rrsig(String owner, String type, int labels) {
    return owner + " RRSIG " + type + " 15 " + labels + SIGNATURE + "\n";
  }

  private static String problems(String text) {
    return switch (ZoneFile.read("test.zone", text, DnsNames.of("test"))) {
      case ZoneReading.Accepted accepted -> "";
      case ZoneReading.Refused(List<ZoneProblem> problems) ->
          problems.stream().map(ZoneProblem::toString).collect(Collectors.joining("\n"));
    };
  }

  private static String without(String line) {
    assertThat(SIGNED).contains(line);
    return SIGNED.replace(line, "");
  }

  @Test
  void acceptsAZoneThatIsSignedAsAWhole() {
    assertThat(problems(SIGNED)).isEmpty();
  }

  /** RFC 4035 §2.2. */
  @Test
  void refusesAnRRsetWithoutASignature() {
    assertThat(problems(without(rrsig("ns", "A", 2))))
        .isEqualTo(
            "test.zone:4: ns.test A: has no signature by a DNSKEY record of the zone\n".strip());
    assertThat(problems(SIGNED.replace(" 1039 test.", " 4711 test.")))
        .contains("test SOA: has no signature by a DNSKEY record of the zone");
  }

  /** RFC 4035 §2.3: each name has an NSEC record, which points to the next and states its types. */
  @Test
  void refusesABrokenChain() {
    String owned = "ns NSEC @ A RRSIG NSEC\n";

    assertThat(problems(without(owned).replace(rrsig("ns", "NSEC", 2), "")))
        .isEqualTo("test.zone:4: ns.test A: has no NSEC record, as every name of the zone has");
    assertThat(problems(SIGNED.replace("@ NSEC ns", "@ NSEC nt")))
        .contains("test NSEC: points to 'nt.test', but the next name is 'ns.test'");
    assertThat(problems(SIGNED.replace("ns NSEC @ A RRSIG", "ns NSEC @ A TXT RRSIG")))
        .contains("ns.test NSEC: states other types than 'ns.test' has: A RRSIG NSEC");
    assertThat(problems(SIGNED.replace("ns NSEC @ A", "nt NSEC @ A")))
        .contains("nt.test NSEC")
        .contains("ns.test A: has no NSEC record");
  }

  @Test
  void refusesKeysInAZoneThatIsNotSigned() {
    assertThat(problems(APEX + "@ DNSKEY 256 3 15 " + DIGEST + "\n"))
        .contains("test DNSKEY: is in a zone without NSEC or NSEC3PARAM at its apex: sign the zone")
        .contains("test SOA: has no signature");
  }

  /** RFC 4034 §2, RFC 5155 §4, RFC 7344 §4. */
  @Test
  void refusesWhatStandsAtTheApexOnlyElsewhere() {
    assertThat(
            problems(
                APEX
                    + "ns DNSKEY 256 3 15 "
                    + DIGEST
                    + "\nns NSEC3PARAM 1 0 0 -\n"
                    + "ns CDS 1 15 2 "
                    + "00".repeat(32)
                    + "\n"))
        .contains("test.zone:5: ns.test DNSKEY: stands at the apex 'test' only")
        .contains("test.zone:6: ns.test NSEC3PARAM: stands at the apex 'test' only")
        .contains("test.zone:7: ns.test CDS: stands at the apex 'test' only");
  }

  /** RFC 4035 §2.2. */
  @Test
  void refusesASignatureOfNothingOrByOthers() {
    assertThat(problems(APEX + rrsig("ns", "TXT", 2)))
        .isEqualTo(
            "test.zone:5: ns.test RRSIG: covers TXT, of which there is none at this name"
                + " (RFC 4035 §2.2)");
    assertThat(problems(APEX + rrsig("ns", "A", 2).replace("test.", "other.")))
        .contains("is signed by 'other': only the zone itself signs");
  }

  /** RFC 5155 §3: hashed owner names are 32 letters one label below the apex, and no names. */
  @Test
  void refusesHashesWhereTheyCannotBe() {
    String hash = "0p9mhaveqvm6t7vbl5lop2u3t2rp3tom";
    String nsec3 = " NSEC3 1 0 0 - 0p9mhaveqvm6t7vbl5lop2u3t2rp3tom A\n";

    assertThat(problems(APEX + hash + nsec3)).isEmpty();
    assertThat(problems(APEX + "x" + nsec3)).contains("x.test NSEC3: is owned by a hash of 32");
    assertThat(problems(APEX + hash + ".x" + nsec3)).contains("one label below 'test'");
    assertThat(problems(APEX + hash + nsec3 + hash + " A 192.0.2.1\n"))
        .contains("a hash is no name");
    assertThat(problems(APEX + hash + nsec3 + "x." + hash + " A 192.0.2.1\n"))
        .contains("test.zone:6: x." + hash + ".test A: is below the NSEC3 record of");
  }

  /**
   * RFC 5155 §3.1.7: what the next hash is must be a hash, also where the whole chain is checked.
   */
  @Test
  void refusesNextHashesOfOtherLengths() {
    String hash = "0p9mhaveqvm6t7vbl5lop2u3t2rp3tom";
    String whole = SIGNED + "@ NSEC3PARAM 1 0 0 -\n" + hash + " NSEC3 1 0 0 - ";

    for (String next : List.of("00", hash.substring(8), hash.repeat(2), hash.repeat(12))) {
      assertThat(problems(whole + next + " A\n")).contains("points to what is no hash of 32");
    }
  }

  /** RFC 9276 §3.1. */
  @Test
  void refusesHashingWithoutEnd() {
    assertThat(problems(APEX + "@ NSEC3PARAM 1 0 151 -\n"))
        .contains("test NSEC3PARAM: has 151 iterations: 0 is right, up to 150 are allowed");
    assertThat(problems(APEX + "@ NSEC3PARAM 2 0 0 -\n")).contains("1 (SHA-1) is allowed");
    assertThat(problems(APEX + "@ NSEC3PARAM 1 0 150 -\n")).isEmpty();
  }
}
