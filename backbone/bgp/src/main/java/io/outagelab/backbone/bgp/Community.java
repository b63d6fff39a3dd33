package io.outagelab.backbone.bgp;

/**
 * A community (RFC 1997), ordered by its unsigned number.
 *
 * @param value the 32 bits on the wire
 */
public record Community(int value) implements Comparable<Community> {
  /** Not to be advertised outside the AS. */
  public static final Community NO_EXPORT = new Community(0xffff_ff01);

  /** Not to be advertised to any peer. */
  public static final Community NO_ADVERTISE = new Community(0xffff_ff02);

  /** Not to be advertised to external peers, those of the same confederation included. */
  public static final Community NO_EXPORT_SUBCONFED = new Community(0xffff_ff03);

  @Override
  public int compareTo(Community other) {
    return Integer.compareUnsigned(value, other.value);
  }

  /** As {@code 32934:100}. */
  @Override
  public String toString() {
    return (value >>> 16) + ":" + (value & 0xffff);
  }
}
