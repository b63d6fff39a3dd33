package io.outagelab.authoritative.transfer;

import io.outagelab.core.dns.DnsCodec;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Type;

/**
 * Tells requests about zones as a whole, and requests that are signed, from ordinary queries,
 * without decoding them: a host that answers queries on many threads keeps {@link Transfers} on
 * one.
 */
public final class ZoneTraffic {
  private static final int HEADER = 12;
  private static final int LONGEST_LABEL = 63;
  private static final int POINTER = 0xc0;

  /** Type and class. */
  private static final int QUESTION = 4;

  /** Type, class, TTL and the length of the rdata. */
  private static final int RECORD = 10;

  private ZoneTraffic() {}

  /**
   * Whether these octets are NOTIFY, AXFR or IXFR, or carry a TSIG record.
   *
   * @param octets of which the first {@code length} are the message
   */
  public static boolean includes(byte[] octets, int length) {
    if (!DnsCodec.isRequest(octets, length)) {
      return false;
    }
    int questions = u16(octets, 4);
    int records = u16(octets, 6) + u16(octets, 8) + u16(octets, 10);
    int at = HEADER;
    for (int question = 0; question < questions; question++) {
      at = endOfName(octets, at, length);
      if (at + QUESTION > length) {
        return false;
      }
      if (question == 0 && isOfZones(MessagePeek.opcode(octets), u16(octets, at))) {
        return true;
      }
      at += QUESTION;
    }
    for (int rr = 0; rr < records; rr++) {
      at = endOfName(octets, at, length);
      if (at + RECORD > length) {
        return false;
      }
      if (u16(octets, at) == Type.TSIG) {
        return true;
      }
      at += RECORD + u16(octets, at + RECORD - 2);
    }
    return false;
  }

  private static boolean isOfZones(int opcode, int type) {
    return opcode == Opcode.NOTIFY
        || (opcode == Opcode.QUERY && (type == Type.AXFR || type == Type.IXFR));
  }

  /** Where the name ends that starts here; past the end of the message if it is none. */
  private static int endOfName(byte[] octets, int start, int length) {
    int at = start;
    while (at < length && octets[at] > 0 && octets[at] <= LONGEST_LABEL) {
      at += 1 + octets[at];
    }
    if (at >= length) {
      return length;
    }
    return at + ((octets[at] & POINTER) == POINTER ? 2 : 1);
  }

  private static int u16(byte[] octets, int at) {
    return ((octets[at] & 0xff) << 8) | (octets[at + 1] & 0xff);
  }
}
