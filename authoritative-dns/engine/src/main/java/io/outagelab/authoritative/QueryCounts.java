package io.outagelab.authoritative;

import io.outagelab.core.net.Transport;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Type;

/**
 * What one thread has answered: how many queries of which type, transport and family, and how many
 * responses of which rcode. One thread counts; others may read.
 *
 * <p>Types and labels are those that CoreDNS tells apart, so that dashboards made for it fit.
 */
public final class QueryCounts {
  /** The types that are told apart; the others are one. */
  private static final int[] TYPES = {
    Type.A,
    Type.AAAA,
    Type.ANY,
    Type.AXFR,
    Type.CNAME,
    Type.DNSKEY,
    Type.DS,
    Type.HTTPS,
    Type.IXFR,
    Type.MX,
    Type.NS,
    Type.NSEC,
    Type.NSEC3,
    Type.PTR,
    Type.RRSIG,
    Type.SOA,
    Type.SRV,
    Type.TXT,
  };

  /** As many as a header can say (RFC 1035 §4.1.1). */
  private static final int RCODES = 16;

  private static final int OTHER = TYPES.length;
  private static final int KINDS = TYPES.length + 1;
  private static final int HEADER = 12;
  private static final int IPV6_OCTETS = 16;

  /** Where a type below 256 is counted. */
  private static final byte[] PLACES = places();

  /** An element of a count, to be read by one thread while another writes it. */
  private static final VarHandle ELEMENT = MethodHandles.arrayElementVarHandle(long[].class);

  private final long[] queries = new long[4 * KINDS];
  private final long[] responses = new long[RCODES];

  /** No counts yet. */
  public QueryCounts() {}

  /**
   * One of the numbers.
   *
   * @param labels what it is a count of, in the order in which it is shown
   * @param count reads it
   */
  public record Series(Map<String, String> labels, ToLongFunction<QueryCounts> count) {
    /** Keeps its own copy, in the same order. */
    public Series {
      labels = Collections.unmodifiableMap(new LinkedHashMap<>(labels));
    }

    /** Over several threads. */
    public long sum(List<QueryCounts> threads) {
      return threads.stream().mapToLong(count).sum();
    }
  }

  /** Queries: {@code proto} (udp, tcp), {@code family} (1 is IPv4, 2 IPv6) and {@code type}. */
  public static List<Series> requests() {
    List<Series> all = new ArrayList<>();
    for (Transport transport : List.of(Transport.UDP, Transport.TCP)) {
      for (boolean ipv6 : new boolean[] {false, true}) {
        for (int type = 0; type < KINDS; type++) {
          int place = place(transport, ipv6, type);
          Map<String, String> labels = new LinkedHashMap<>();
          labels.put("proto", transport.name().toLowerCase(Locale.ROOT));
          labels.put("family", ipv6 ? "2" : "1");
          labels.put("type", type == OTHER ? "other" : Type.string(TYPES[type]));
          all.add(new Series(labels, counts -> read(counts.queries, place)));
        }
      }
    }
    return all;
  }

  /** Responses: {@code rcode}, as the header has it. */
  public static List<Series> responses() {
    return IntStream.range(0, RCODES)
        .mapToObj(
            rcode ->
                new Series(Map.of("rcode", label(rcode)), counts -> read(counts.responses, rcode)))
        .toList();
  }

  /** A header holds the last four bits of BADCOOKIE alone; what else they say is of updates. */
  private static String label(int rcode) {
    return Rcode.string(rcode == (Rcode.BADCOOKIE & (RCODES - 1)) ? Rcode.BADCOOKIE : rcode);
  }

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
  public void asked(Transport transport, byte[] client, byte[] query, int length) {
    increment(queries, place(transport, client.length == IPV6_OCTETS, placeOfType(query, length)));
  }

  /** It was answered. */
  public void answered(byte[] response) {
    increment(responses, response[3] & (RCODES - 1));
  }

  /** No other thread writes, so that nothing need be locked. */
  private static void increment(long[] counts, int place) {
    ELEMENT.setOpaque(counts, place, counts[place] + 1);
  }

  private static long read(long[] counts, int place) {
    return (long) ELEMENT.getOpaque(counts, place);
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
}
