package io.outagelab.authoritative.dnssec;

import io.outagelab.core.dns.RRset;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import org.xbill.DNS.DClass;
import org.xbill.DNS.DNSOutput;
import org.xbill.DNS.RRSIGRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** The octets that a signature is over (RFC 4034 §3.1.8.1), in canonical form (§6). */
final class CanonicalForm {
  private static final int SIGNATURE_OFFSET = 18;

  /** Type, class, TTL and length: what stands between owner name and data. */
  private static final int FIXED_FIELDS = 10;

  /**
   * The types whose data has its names in lower case (RFC 4034 §6.2, without NSEC: RFC 6840 §5.1).
   * No type defined later is among them (RFC 3597 §7); dnsjava's own canonical form thinks so of
   * SVCB.
   */
  private static final Set<Integer> LOWER_CASE_NAMES =
      Set.of(
          Type.NS,
          Type.MD,
          Type.MF,
          Type.CNAME,
          Type.SOA,
          Type.MB,
          Type.MG,
          Type.MR,
          Type.PTR,
          Type.MINFO,
          Type.MX,
          Type.RP,
          Type.AFSDB,
          Type.RT,
          Type.SIG,
          Type.PX,
          Type.NXT,
          Type.NAPTR,
          Type.KX,
          Type.SRV,
          Type.DNAME,
          Type.A6,
          Type.RRSIG);

  private CanonicalForm() {}

  /**
   * What a signer signs: the RRSIG record's own data up to the signature, then the records, sorted
   * and without repetition (RFC 4034 §6.3).
   *
   * @param rrsig the record in the making; its signature is not read
   */
  static byte[] signed(RRSIGRecord rrsig, RRset rrset) {
    ByteArrayOutputStream octets = new ByteArrayOutputStream();
    int header = SIGNATURE_OFFSET + rrsig.getSigner().length();
    octets.write(rrsig.rdataToWireCanonical(), 0, header);
    TreeSet<byte[]> rdatas = new TreeSet<>(Arrays::compareUnsigned);
    rrset.records().forEach(rr -> rdatas.add(rdata(rr)));
    rdatas.forEach(rdata -> octets.writeBytes(record(rrset, rrsig.getOrigTTL(), rdata)));
    return octets.toByteArray();
  }

  /** §6.2: the owner name in lower case, the original TTL. */
  private static byte[] record(RRset rrset, long originalTtl, byte[] rdata) {
    DNSOutput output = new DNSOutput();
    output.writeByteArray(rrset.owner().toWireCanonical());
    output.writeU16(rrset.type());
    output.writeU16(DClass.IN);
    output.writeU32(originalTtl);
    output.writeU16(rdata.length);
    output.writeByteArray(rdata);
    return output.toByteArray();
  }

  private static byte[] rdata(Record rr) {
    if (LOWER_CASE_NAMES.contains(rr.getType())) {
      return rr.rdataToWireCanonical();
    }
    byte[] uncompressed = rr.toWire(Section.ANSWER);
    return Arrays.copyOfRange(
        uncompressed, rr.getName().length() + FIXED_FIELDS, uncompressed.length);
  }
}
