package io.outagelab.console.serve;

import io.outagelab.core.net.Transport;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLongArray;
import org.xbill.DNS.Type;

/**
 * What one thread has answered: how many queries of which type, transport and family, and how many
 * responses of which rcode. One thread counts; others may read.
 */
final class QueryCounts {
  /** The types that are told apart; the others are one. */
  static final int[] TYPES = {
    Type.A,
    Type.AAAA,
    Type.ANY,
    Type.CAA,
    Type.CNAME,
    Type.DNSKEY,
    Type.DS,
    Type.HTTPS,
    Type.MX,
    Type.NS,
    Type.PTR,
    Type.SOA,
    Type.SRV,
    Type.SVCB,
    Type.TXT,
  };

  /** As many as a header can say (RFC 1035 §4.1.1). */
  static final int RCODES = 16;

  private static final int OTHER = TYPES.length;
  private static final int KINDS = TYPES.length + 1;
  private static final int HEADER = 12;
  private static final int IPV6_OCTETS = 16;

  /** Where a type below 256 is counted. */
  private static final byte[] PLACES = places();

  private final AtomicLongArray queries = new AtomicLongArray(4 * KINDS);
  private final AtomicLongArray responses = new AtomicLongArray(RCODES);

  private static byte[] places() {
    byte[] places = new byte[1 << Byte.SIZE];
    Arrays.fill(places, (byte) OTHER);
    for (int place = 0; place < TYPES.length; place++) {
      if (TYPES[place] < places.length) {
        places[TYPES[place]] = (byte) place;
      }
    }
    return places;
  }

  /** A query came, of which the first {@code length} octets count. */
  void asked(Transport transport, byte[] client, byte[] query, int length) {
    increment(queries, place(transport, client.length == IPV6_OCTETS, placeOfType(query, length)));
  }

  /** It was answered. */
  void answered(byte[] response) {
    increment(responses, response[3] & (RCODES - 1));
  }

  /** No other thread writes, so that nothing need be locked. */
  private static void increment(AtomicLongArray counts, int place) {
    counts.setOpaque(place, counts.getPlain(place) + 1);
  }

  private static int place(Transport transport, boolean ipv6, int type) {
    return ((transport == Transport.UDP ? 0 : 2) + (ipv6 ? 1 : 0)) * KINDS + type;
  }

  private static int placeOfType(byte[] query, int length) {
    int at = HEADER;
    while (at < length && query[at] > 0) {
      at += 1 + query[at];
    }
    if (at + 2 >= length || query[at] != 0) {
      return OTHER;
    }
    return query[at + 1] == 0 ? PLACES[query[at + 2] & 0xff] : OTHER;
  }

  /** How many queries came; {@link #TYPES}' length stands for all other types. */
  long asked(Transport transport, boolean ipv6, int type) {
    return queries.getOpaque(place(transport, ipv6, type));
  }

  /** How many responses had this rcode. */
  long answered(int rcode) {
    return responses.getOpaque(rcode);
  }
}
