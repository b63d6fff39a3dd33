package io.outagelab.authoritative;

import io.outagelab.authoritative.zone.Zone;
import io.outagelab.authoritative.zone.ZoneNode;
import io.outagelab.core.dns.RRset;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/**
 * Puts RRsets into the sections of an answer, and beside each, for a client that sets DO, the RRSIG
 * records that cover it (RFC 4035 §3.1.1). What has none in the zone, such as glue, gets none.
 */
final class SectionWriter {
  /** What has proved something so far: one NSEC or NSEC3 RRset is sent once. */
  private record Proof(Name zone, Name owner) {}

  private final Answer answer;
  private final boolean dnssecOk;
  private final Set<Proof> proofs = new HashSet<>();

  /** Into this answer; signatures and proofs only if they are wanted. */
  SectionWriter(Answer answer, boolean dnssecOk) {
    this.answer = answer;
    this.dnssecOk = dnssecOk;
  }

  /** An RRset of the node, as the name's own: a wildcard's gets the QNAME as owner. */
  void answer(ZoneNode node, RRset rrset, Name name) {
    answer.addAnswer(owned(rrset, name));
    if (dnssecOk) {
      node.signatures(rrset.type()).ifPresent(rrsigs -> answer.addAnswer(owned(rrsigs, name)));
    }
  }

  /** RFC 4592 §3.3.1. RRSIG records keep the wildcard in their Labels field (RFC 4035 §3.1.3.3). */
  private static RRset owned(RRset rrset, Name name) {
    if (rrset.owner().equals(name)) {
      return rrset;
    }
    List<Record> records = rrset.records().stream().map(rr -> rr.withName(name)).toList();
    return new RRset(name, rrset.type(), rrset.ttl(), records);
  }

  /** The SOA RRset that makes an answer a negative one, with the TTL of RFC 2308 §3. */
  void negativeSoa(Zone zone) {
    RRset soa = zone.negativeSoa();
    answer.addAuthority(soa);
    if (dnssecOk) {
      zone.node(zone.origin())
          .flatMap(apex -> apex.signatures(Type.SOA))
          .ifPresent(rrsigs -> answer.addAuthority(rrsigs.withTtl(soa.ttl())));
    }
  }

  /** The name servers of a delegated zone: the parent doesn't sign them (RFC 4035 §2.2). */
  void delegation(RRset servers) {
    answer.addAuthority(servers);
  }

  /**
   * RFC 4035 §3.1.4: the DS RRset of a zone cut, or the proof that there is none. A zone that is
   * not signed itself can prove neither, and sends nothing.
   */
  void security(Zone zone, ZoneNode cut) {
    if (!dnssecOk || !zone.isSigned()) {
      return;
    }
    if (cut.has(Type.DS)) {
      authority(cut, Type.DS);
    } else {
      prove(zone, zone.denial().noType(cut.name()));
    }
  }

  /** A proof: the NSEC or NSEC3 RRsets of these nodes of the zone (RFC 4035 §3.1.3). */
  void prove(Zone zone, List<ZoneNode> nodes) {
    if (dnssecOk) {
      for (ZoneNode node : nodes) {
        if (proofs.add(new Proof(zone.origin(), node.name()))) {
          authority(node, zone.denial().type());
        }
      }
    }
  }

  private void authority(ZoneNode node, int type) {
    node.rrset(type).ifPresent(answer::addAuthority);
    node.signatures(type).ifPresent(answer::addAuthority);
  }

  /** Glue without which a referral cannot be followed (RFC 9471 §3.1). */
  void requiredGlue(ZoneNode node) {
    node.addresses().forEach(answer::addRequiredGlue);
  }

  /** The node's addresses, which the client can do without. */
  void addresses(ZoneNode node) {
    for (RRset rrset : node.addresses()) {
      answer.addAdditional(rrset);
      if (dnssecOk) {
        node.signatures(rrset.type()).ifPresent(answer::addAdditional);
      }
    }
  }
}
