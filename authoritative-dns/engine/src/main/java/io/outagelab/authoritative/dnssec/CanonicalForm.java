package io.outagelab.authoritative.dnssec;

import io.outagelab.core.dns.RRset;
import java.io.ByteArrayOutputStream;
import java.util.List;
import org.xbill.DNS.DNSOutput;
import org.xbill.DNS.RRSIGRecord;
import org.xbill.DNS.Record;

/** The octets that a signature is over (RFC 4034 §3.1.8.1), in canonical form (§6). */
final class CanonicalForm {
  private static final int SIGNATURE_OFFSET = 18;

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
    List<Record> records = rrset.records().stream().sorted().distinct().toList();
    for (Record rr : records) {
      octets.writeBytes(canonical(rr, rrsig.getOrigTTL()));
    }
    return octets.toByteArray();
  }

  /** §6.2: the owner name in lower case, the original TTL, names in the data as RFC 6840 §5.1. */
  private static byte[] canonical(Record rr, long originalTtl) {
    byte[] rdata = rr.rdataToWireCanonical();
    DNSOutput output = new DNSOutput();
    output.writeByteArray(rr.getName().toWireCanonical());
    output.writeU16(rr.getType());
    output.writeU16(rr.getDClass());
    output.writeU32(originalTtl);
    output.writeU16(rdata.length);
    output.writeByteArray(rdata);
    return output.toByteArray();
  }
}
