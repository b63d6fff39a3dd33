package io.outagelab.authoritative.dnssec;

import static org.assertj.core.api.Assertions.assertThat;

import io.outagelab.authoritative.zone.Zone;
import io.outagelab.core.dns.RRset;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DNAMERecord;
import org.xbill.DNS.DNSKEYRecord;
import org.xbill.DNS.DNSOutput;
import org.xbill.DNS.DNSSEC;
import org.xbill.DNS.Name;
import org.xbill.DNS.RRSIGRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/**
 * Validates answers from one signed zone as RFC 4035 §5 and RFC 5155 §8 tell a validator to: every
 * RRset has a good signature, and what is said not to exist is proved not to. Shares no code with
 * what it judges.
 *
 * @param origin the zone
 * @param keys its DNSKEY RRset, trusted
 * @param now within the validity of the signatures
 * @param verified signatures known to be good
 */
record AnswerVerifier(
    Name origin, List<DNSKEYRecord> keys, Instant now, Set<AnswerVerifier.Verified> verified) {
  /** A signature and what it covers: verifying is dear, and the same ones come often. */
  record Verified(RRSIGRecord rrsig, List<Record> set) {}

  private record SetKey(Name owner, int type) {}

  /** Of a zone whose DNSKEY RRset is trusted as it is. */
  static AnswerVerifier of(Zone signed, Instant now) {
    RRset dnskeys = signed.node(signed.origin()).orElseThrow().rrset(Type.DNSKEY).orElseThrow();
    List<DNSKEYRecord> keys = dnskeys.records().stream().map(DNSKEYRecord.class::cast).toList();
    return new AnswerVerifier(signed.origin(), keys, now, new HashSet<>());
  }

  /** Verifies signatures and proofs of a response to this question. */
  void verify(SignedReply reply, Name name, int type) {
    for (int section : List.of(Section.ANSWER, Section.AUTHORITY, Section.ADDITIONAL)) {
      Map<SetKey, List<Record>> here = byName(reply.records(section));
      here.forEach(
          (key, set) -> {
            if (needsSignature(reply, section, key, here)) {
              verifySignatures(key, set, reply.records(section));
            }
          });
    }
    verifyMeaning(reply, name, type);
  }

  private static Map<SetKey, List<Record>> byName(List<Record> records) {
    Map<SetKey, List<Record>> sets = new LinkedHashMap<>();
    for (Record rr : records) {
      if (!(rr instanceof RRSIGRecord)) {
        sets.computeIfAbsent(new SetKey(rr.getName(), rr.getType()), key -> new ArrayList<>())
            .add(rr);
      }
    }
    return sets;
  }

  /** All but delegations, glue, and the CNAME that is made of a DNAME (RFC 6672 §5.3.1). */
  private static boolean needsSignature(
      SignedReply reply, int section, SetKey key, Map<SetKey, List<Record>> sets) {
    return switch (section) {
      case Section.AUTHORITY -> key.type() != Type.NS;
      case Section.ADDITIONAL ->
          reply.records(section).stream()
              .anyMatch(
                  rr ->
                      rr instanceof RRSIGRecord sig
                          && sig.getTypeCovered() == key.type()
                          && sig.getName().equals(key.owner()));
      default ->
          key.type() != Type.CNAME
              || sets.keySet().stream()
                  .noneMatch(
                      other ->
                          other.type() == Type.DNAME
                              && key.owner().subdomain(other.owner())
                              && !key.owner().equals(other.owner()));
    };
  }

  private void verifySignatures(SetKey key, List<Record> set, List<Record> section) {
    List<RRSIGRecord> covering =
        section.stream()
            .filter(rr -> rr instanceof RRSIGRecord && rr.getName().equals(key.owner()))
            .map(RRSIGRecord.class::cast)
            .filter(rrsig -> rrsig.getTypeCovered() == key.type())
            .toList();
    assertThat(covering).as("signatures of %s", set).isNotEmpty();
    for (RRSIGRecord rrsig : covering) {
      assertThat(rrsig.getSigner()).isEqualTo(origin);
      assertThat(rrsig.getTTL()).as("TTL of %s", rrsig).isEqualTo(set.getFirst().getTTL());
      assertThat(rrsig.getOrigTTL()).isGreaterThanOrEqualTo(rrsig.getTTL());
      assertThat(rrsig.getTimeSigned()).isBeforeOrEqualTo(now);
      assertThat(rrsig.getExpire()).isAfter(now);
      if (verified.add(new Verified(rrsig, set))) {
        assertThat(keys.stream().filter(dnskey -> dnskey.getFootprint() == rrsig.getFootprint()))
            .as("one key verifies %s", rrsig)
            .anyMatch(dnskey -> isGood(dnskey, rrsig, set));
      }
    }
  }

  private static boolean isGood(DNSKEYRecord dnskey, RRSIGRecord rrsig, List<Record> set) {
    try {
      PublicKey key = dnskey.getPublicKey();
      boolean ed25519 = dnskey.getAlgorithm() == DNSSEC.Algorithm.ED25519;
      Signature verifier =
          Signature.getInstance(ed25519 ? "Ed25519" : "SHA256withECDSAinP1363Format");
      verifier.initVerify(key);
      verifier.update(signedOctets(rrsig, set));
      return verifier.verify(rrsig.getSignature());
    } catch (GeneralSecurityException | DNSSEC.DNSSECException e) {
      throw new AssertionError(e);
    }
  }

  /** RFC 4034 §3.1.8.1; §5.3.2 of RFC 4035 for what a wildcard stands for. */
  private static byte[] signedOctets(RRSIGRecord rrsig, List<Record> set) {
    Name owner = set.getFirst().getName();
    int labels = owner.labels() - 1;
    Name signed = rrsig.getLabels() < labels ? owner.wild(labels - rrsig.getLabels()) : owner;
    DNSOutput out = new DNSOutput();
    out.writeU16(rrsig.getTypeCovered());
    out.writeU8(rrsig.getAlgorithm());
    out.writeU8(rrsig.getLabels());
    out.writeU32(rrsig.getOrigTTL());
    out.writeU32(rrsig.getExpire().getEpochSecond());
    out.writeU32(rrsig.getTimeSigned().getEpochSecond());
    out.writeU16(rrsig.getFootprint());
    out.writeByteArray(rrsig.getSigner().toWireCanonical());
    for (Record rr : set.stream().sorted().toList()) {
      byte[] rdata = rr.rdataToWireCanonical();
      out.writeByteArray(signed.toWireCanonical());
      out.writeU16(rr.getType());
      out.writeU16(rr.getDClass());
      out.writeU32(rrsig.getOrigTTL());
      out.writeU16(rdata.length);
      out.writeByteArray(rdata);
    }
    return out.toByteArray();
  }

  /** Follows the answer from name to name; what is left without an answer must be denied. */
  private void verifyMeaning(SignedReply reply, Name first, int type) {
    DenialProof proof = new DenialProof(origin, reply.records(Section.AUTHORITY));
    Map<SetKey, List<Record>> answer = byName(reply.records(Section.ANSWER));
    reply.records(Section.ANSWER).stream()
        .filter(rr -> rr instanceof RRSIGRecord)
        .map(RRSIGRecord.class::cast)
        .filter(rrsig -> rrsig.getLabels() < rrsig.getName().labels() - 1)
        .filter(rrsig -> !rrsig.getName().isWild())
        .forEach(rrsig -> proof.assertNoCloserName(rrsig.getName(), rrsig.getLabels()));
    Set<Name> seen = new HashSet<>();
    Name name = first;
    while (seen.add(name)) {
      if (answered(reply, name, type)) {
        assertThat(reply.message().getRcode()).isEqualTo(Rcode.NOERROR);
        return;
      }
      List<Record> alias = answer.get(new SetKey(name, Type.CNAME));
      if (alias == null) {
        break;
      }
      name = ((CNAMERecord) alias.getFirst()).getTarget();
    }
    // A chain that closes, or leads out of the zone, has no end here.
    if (!answer.containsKey(new SetKey(name, Type.CNAME)) && name.subdomain(origin)) {
      verifyEnd(reply, proof, name, type);
    }
  }

  private static boolean answered(SignedReply reply, Name name, int type) {
    return reply.records(Section.ANSWER).stream()
        .anyMatch(rr -> rr.getName().equals(name) && (rr.getType() == type || type == Type.ANY));
  }

  private void verifyEnd(SignedReply reply, DenialProof proof, Name name, int type) {
    if (reply.message().getRcode() == Rcode.YXDOMAIN) {
      assertThat(reply.records(Section.ANSWER)).anyMatch(DNAMERecord.class::isInstance);
    } else if (reply.message().getRcode() == Rcode.NXDOMAIN) {
      proof.assertNoName(name);
    } else if (proof.isReferral()) {
      proof.assertReferral(name);
    } else {
      proof.assertNoType(name, type);
    }
  }
}
