package io.outagelab.authoritative.dnssec;

import io.outagelab.authoritative.zone.Zone;
import io.outagelab.core.dns.RRset;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32;
import org.xbill.DNS.DClass;
import org.xbill.DNS.RRSIGRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/** Makes the RRSIG records of one signing, or keeps those of the signing before. */
final class Signatures {
  /** dnsjava writes no record without a signature; what is signed ends before it. */
  private static final byte[] NONE_YET = {0};

  private final ZoneSigner signer;
  private final Optional<Zone> before;
  private final Instant now;
  private int made;
  private int kept;

  /**
   * None made yet.
   *
   * @param before the zone with the signatures that may be kept
   */
  Signatures(ZoneSigner signer, Optional<Zone> before, Instant now) {
    this.signer = signer;
    this.before = before;
    this.now = now.truncatedTo(ChronoUnit.SECONDS);
  }

  /** How many were made. */
  int made() {
    return made;
  }

  /** How many were kept. */
  int kept() {
    return kept;
  }

  /** The RRSIG records that cover an RRset: one by each key that signs its type. */
  RRset of(RRset rrset) {
    List<RRSIGRecord> there = kept(rrset);
    List<Record> rrsigs = new ArrayList<>();
    for (SigningKey key : signer.keys()) {
      if (key.signs(rrset.type(), signer.keys())) {
        Optional<RRSIGRecord> good =
            there.stream().filter(rrsig -> isBy(key, rrsig) && !isDue(rrsig)).findFirst();
        good.ifPresentOrElse(rrsig -> kept++, () -> made++);
        rrsigs.add(good.orElseGet(() -> sign(rrset, key)));
      }
    }
    return RRset.of(rrsigs);
  }

  /** The signatures of an RRset that has not changed since. */
  private List<RRSIGRecord> kept(RRset rrset) {
    return before
        .flatMap(zone -> zone.node(rrset.owner()))
        .filter(node -> node.rrset(rrset.type()).filter(rrset::equals).isPresent())
        .flatMap(node -> node.signatures(rrset.type()))
        .map(RRset::records)
        .orElse(List.of())
        .stream()
        .map(RRSIGRecord.class::cast)
        .filter(rrsig -> rrsig.getOrigTTL() == rrset.ttl())
        .toList();
  }

  private static boolean isBy(SigningKey key, RRSIGRecord rrsig) {
    return rrsig.getFootprint() == key.tag()
        && rrsig.getAlgorithm() == key.algorithm().number()
        && rrsig.getSigner().equals(key.zone());
  }

  private boolean isDue(RRSIGRecord rrsig) {
    Instant renewal = signer.policy().renewal(rrsig);
    return rrsig.getTimeSigned().isAfter(now)
        || !renewal.isAfter(now.plus(signer.policy().together()));
  }

  private RRSIGRecord sign(RRset rrset, SigningKey key) {
    RRSIGRecord unsigned = rrsig(rrset, key, NONE_YET);
    byte[] octets = CanonicalForm.signed(unsigned, rrset);
    return rrsig(rrset, key, key.sign(octets, signer.random()));
  }

  private RRSIGRecord rrsig(RRset rrset, SigningKey key, byte[] signature) {
    return new RRSIGRecord(
        rrset.owner(),
        DClass.IN,
        rrset.ttl(),
        rrset.type(),
        key.algorithm().number(),
        rrset.ttl(),
        now.plus(signer.policy().validity()).minusSeconds(shortening(rrset)),
        now.minus(signer.policy().backdating()),
        key.tag(),
        key.zone(),
        signature);
  }

  /** By how many seconds the validity is shortened: 0 to the policy's jitter. */
  private long shortening(RRset rrset) {
    CRC32 checksum = new CRC32();
    checksum.update(rrset.owner().toWireCanonical());
    checksum.update(rrset.type());
    return checksum.getValue() % (signer.policy().jitter().toSeconds() + 1);
  }

  /** When the first signature of a zone is to be renewed; {@link Instant#MAX} if it has none. */
  static Instant firstRenewal(Zone signed, SigningPolicy policy) {
    return signed.nodes().stream()
        .flatMap(node -> node.rrset(Type.RRSIG).stream())
        .flatMap(set -> set.records().stream())
        .map(rr -> policy.renewal((RRSIGRecord) rr))
        .min(Instant::compareTo)
        .orElse(Instant.MAX);
  }
}
