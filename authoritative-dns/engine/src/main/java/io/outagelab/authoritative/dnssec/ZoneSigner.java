package io.outagelab.authoritative.dnssec;

import io.outagelab.authoritative.zone.Nsec3Parameters;
import io.outagelab.authoritative.zone.Zone;
import io.outagelab.authoritative.zone.ZoneNode;
import io.outagelab.core.LabConfigurationException;
import io.outagelab.core.dns.DnsNames;
import io.outagelab.core.dns.RRset;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.xbill.DNS.CDNSKEYRecord;
import org.xbill.DNS.CDSRecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.DNSKEYRecord;
import org.xbill.DNS.DSRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/**
 * Signs zones (RFC 4035 §2): a signed zone is made of an unsigned one, the keys and the policy.
 * Nothing of an earlier signing is kept, save signatures that are still good and not due.
 *
 * <p>A name that owns no RRset and has none below it leaves the zone: there is no way to deny types
 * of it alone (RFC 4035 §2.3).
 *
 * <p>Every key that is given signs. One that is only to be published, before a rollover (RFC 6781
 * §4.1.1.1), is a DNSKEY record of the unsigned zone: those stay.
 *
 * @param keys at least one, all of the same zone
 * @param policy how
 * @param random for ECDSA signatures: a secure source, in a live name server
 */
public record ZoneSigner(List<SigningKey> keys, SigningPolicy policy, SecureRandom random) {
  /** What the signer itself makes; of an unsigned zone, or one signed before, it is left out. */
  private static final Set<Integer> MADE_HERE =
      Set.of(Type.RRSIG, Type.NSEC, Type.NSEC3, Type.NSEC3PARAM);

  /** What the policy decides about. */
  private static final Set<Integer> FOR_THE_PARENT = Set.of(Type.CDS, Type.CDNSKEY);

  /** Refuses no keys, and keys of different zones. */
  public ZoneSigner {
    keys = List.copyOf(keys);
    if (keys.isEmpty()) {
      throw new LabConfigurationException("signing: no keys: at least one is needed");
    }
    Name zone = keys.getFirst().zone();
    for (SigningKey key : keys) {
      if (!key.zone().equals(zone)) {
        throw new LabConfigurationException(
            "signing: %s is given beside keys of %s: one zone's keys are allowed"
                .formatted(key, DnsNames.display(zone)));
      }
    }
  }

  /** The zone with fresh signatures. */
  public Zone sign(Zone unsigned, Instant now) {
    return sign(unsigned, new Signatures(this, Optional.empty(), now));
  }

  /**
   * The zone, signed before, with signatures for what has changed and for what is due. Everything
   * else keeps its signature.
   *
   * @param unsigned what the zone is to hold
   * @param signed what came of the signing before
   */
  public Zone renew(Zone unsigned, Zone signed, Instant now) {
    return sign(unsigned, new Signatures(this, Optional.of(signed), now));
  }

  /** The zone with signatures from there: made anew or kept. */
  Zone sign(Zone unsigned, Signatures signatures) {
    check(unsigned);
    SortedMap<Name, SignableName> names = signable(unsigned);
    DenialChain chain = new DenialChain(unsigned.origin(), unsigned.negativeSoa().ttl());
    List<RRset> rrsets = new ArrayList<>();
    unsigned.rrsets().stream().filter(this::isKept).forEach(rrsets::add);
    rrsets.removeIf(rrset -> rrset.type() == Type.DNSKEY);
    List<RRset> atApex = new ArrayList<>(keyRRsets(unsigned));
    atApex.addAll(chain.parameters(policy.denial()));
    rrsets.addAll(atApex);
    SignableName apex = names.get(unsigned.origin());
    if (apex == null) {
      throw new IllegalStateException("zone without an apex: " + unsigned);
    }
    atApex.forEach(rrset -> apex.rrsets().put(rrset.type(), rrset));
    List<RRset> denial = chain.of(policy.denial(), names.values());
    rrsets.addAll(denial);
    names.values().forEach(name -> name.signed().forEach(set -> rrsets.add(signatures.of(set))));
    denial.forEach(set -> rrsets.add(signatures.of(set)));
    return Zone.of(unsigned.origin(), rrsets);
  }

  private void check(Zone unsigned) {
    Name zone = keys.getFirst().zone();
    if (!unsigned.origin().equals(zone)) {
      throw new LabConfigurationException(
          "signing: keys of %s for zone '%s'"
              .formatted(DnsNames.display(zone), DnsNames.display(unsigned.origin())));
    }
    if (policy.denial() != SigningPolicy.DenialChoice.NSEC && !Nsec3Parameters.fits(zone)) {
      throw new LabConfigurationException(
          "signing: '%s' is too long for NSEC3: NSEC is allowed".formatted(DnsNames.display(zone)));
    }
  }

  private boolean isKept(RRset rrset) {
    return !MADE_HERE.contains(rrset.type())
        && !(policy.publishCds() && FOR_THE_PARENT.contains(rrset.type()));
  }

  /** The names that are signed, in canonical order. */
  private SortedMap<Name, SignableName> signable(Zone unsigned) {
    SortedMap<Name, SignableName> names = new TreeMap<>();
    for (ZoneNode node : unsigned.existingNodes()) {
      SortedMap<Integer, RRset> kept = new TreeMap<>();
      node.rrsets().stream()
          .filter(this::isKept)
          .filter(set -> !node.zoneCut() || set.type() == Type.NS || set.type() == Type.DS)
          .forEach(set -> kept.put(set.type(), set));
      if (!kept.isEmpty()) {
        names.put(node.name(), new SignableName(node.name(), kept, node.zoneCut()));
      }
    }
    return names;
  }

  /**
   * The DNSKEY RRset, of our keys and those that the zone holds already (another signer's, RFC 8901
   * §4), and what asks the parent for DS records (RFC 7344 §4).
   */
  private List<RRset> keyRRsets(Zone unsigned) {
    Optional<RRset> there =
        unsigned.node(unsigned.origin()).flatMap(apex -> apex.rrset(Type.DNSKEY));
    long ttl = there.map(RRset::ttl).orElse(policy.dnskeyTtl().toSeconds());
    List<Record> dnskeys = new ArrayList<>(there.map(RRset::records).orElse(List.of()));
    keys.forEach(key -> dnskeys.add(key.dnskey(ttl)));
    List<RRset> rrsets = new ArrayList<>();
    rrsets.add(RRset.of(dnskeys.stream().distinct().sorted().toList()));
    if (policy.publishCds()) {
      rrsets.add(RRset.of(entryPoints().map(key -> (Record) cds(key, ttl)).sorted().toList()));
      rrsets.add(RRset.of(entryPoints().map(key -> (Record) cdnskey(key, ttl)).sorted().toList()));
    }
    return rrsets;
  }

  /** The keys that the parent's DS records are to name. */
  private Stream<SigningKey> entryPoints() {
    return keys.stream().filter(key -> key.signs(Type.DNSKEY, keys));
  }

  private static CDSRecord cds(SigningKey key, long ttl) {
    DSRecord ds = key.ds(ttl);
    return new CDSRecord(
        ds.getName(),
        DClass.IN,
        ttl,
        ds.getFootprint(),
        ds.getAlgorithm(),
        ds.getDigestID(),
        ds.getDigest());
  }

  private static CDNSKEYRecord cdnskey(SigningKey key, long ttl) {
    DNSKEYRecord dnskey = key.dnskey(ttl);
    return new CDNSKEYRecord(
        dnskey.getName(),
        DClass.IN,
        ttl,
        dnskey.getFlags(),
        dnskey.getProtocol(),
        dnskey.getAlgorithm(),
        dnskey.getKey());
  }

  @Override
  public String toString() {
    return "signer of " + DnsNames.display(keys.getFirst().zone()) + " with " + keys;
  }
}
