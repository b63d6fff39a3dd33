package io.outagelab.backbone.linkstate;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A link-state protocol data unit (ISO 10589 §7.3): what one router says of its adjacencies.
 *
 * <pre>
 *   0      version, 1
 *   1..4   origin, the system id
 *   5..8   sequence number, unsigned
 *   9..10  number of adjacencies, unsigned
 *   11..   for each: neighbour, link and metric, four octets each
 *   last 2 Fletcher checksum of all that precedes (ISO 8473 Annex C)
 * </pre>
 *
 * @param origin the system id of the router that speaks
 * @param sequence grows with each new version; the higher replaces the lower
 * @param adjacencies its neighbours, in the order of links
 */
public record Lsp(int origin, long sequence, List<Adjacency> adjacencies) {
  /**
   * A neighbour over a link.
   *
   * @param neighbor its system id
   * @param link the link's id, the same at both ends
   * @param metric the cost of the link, 1 to {@link #MAX_METRIC}
   */
  public record Adjacency(int neighbor, int link, int metric) {
    /** Rejects a metric outside what wide metrics allow. */
    public Adjacency {
      if (metric < 1 || metric > MAX_METRIC) {
        throw new IllegalArgumentException(
            "a metric is 1 to %d, not %d".formatted(MAX_METRIC, metric));
      }
    }
  }

  /** The highest metric of a link: 24 bits wide (RFC 5305 §3). */
  public static final int MAX_METRIC = 0xff_ffff;

  /** The highest sequence number: 32 bits wide. */
  static final long MAX_SEQUENCE = 0xffff_ffffL;

  private static final byte VERSION = 1;
  private static final int HEADER = 11;
  private static final int ADJACENCY = 12;
  private static final int CHECKSUM = 2;
  private static final int MAX_ADJACENCIES = 0xffff;

  /** Keeps its own copy; rejects what does not fit the wire. */
  public Lsp {
    adjacencies = List.copyOf(adjacencies);
    if (sequence < 0 || sequence > MAX_SEQUENCE || adjacencies.size() > MAX_ADJACENCIES) {
      throw new IllegalArgumentException("an LSP of %d does not fit the wire".formatted(origin));
    }
  }

  /** The octets. */
  public byte[] encode() {
    byte[] octets = new byte[HEADER + ADJACENCY * adjacencies.size() + CHECKSUM];
    ByteBuffer buffer = ByteBuffer.wrap(octets);
    buffer.put(VERSION).putInt(origin).putInt((int) sequence);
    buffer.putShort((short) adjacencies.size());
    for (Adjacency adjacency : adjacencies) {
      buffer.putInt(adjacency.neighbor()).putInt(adjacency.link()).putInt(adjacency.metric());
    }
    buffer.putShort((short) checksum(octets, buffer.position()));
    return octets;
  }

  /** The LSP that these octets encode; empty if they encode none. */
  public static Optional<Lsp> decode(byte[] octets) {
    if (!hasHeader(octets)) {
      return Optional.empty();
    }
    ByteBuffer buffer = ByteBuffer.wrap(octets, HEADER, octets.length - HEADER);
    int count = buffer.getShort(HEADER - 2) & 0xffff;
    int checked = octets.length - CHECKSUM;
    if (checked != HEADER + ADJACENCY * count
        || (buffer.getShort(checked) & 0xffff) != checksum(octets, checked)) {
      return Optional.empty();
    }
    List<Adjacency> adjacencies = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      int neighbor = buffer.getInt();
      int link = buffer.getInt();
      int metric = buffer.getInt();
      if (metric < 1 || metric > MAX_METRIC) {
        return Optional.empty();
      }
      adjacencies.add(new Adjacency(neighbor, link, metric));
    }
    return Optional.of(new Lsp(origin(octets), sequence(octets), adjacencies));
  }

  /** Whether the octets are long enough for {@link #origin(byte[])} and {@link #sequence}. */
  static boolean hasHeader(byte[] octets) {
    return octets.length >= HEADER + CHECKSUM && octets[0] == VERSION;
  }

  /** The origin of an encoded LSP. */
  static int origin(byte[] octets) {
    return ByteBuffer.wrap(octets).getInt(1);
  }

  /** The sequence number of an encoded LSP. */
  static long sequence(byte[] octets) {
    return Integer.toUnsignedLong(ByteBuffer.wrap(octets).getInt(5));
  }

  private static int checksum(byte[] octets, int length) {
    int sum = 0;
    int sumOfSums = 0;
    for (int i = 0; i < length; i++) {
      sum = (sum + (octets[i] & 0xff)) % 255;
      sumOfSums = (sumOfSums + sum) % 255;
    }
    return (sumOfSums << 8) | sum;
  }
}
