package io.outagelab.authoritative.zone;

import org.xbill.DNS.SOARecord;

/**
 * A zone's version number: 32 bits on a circle (RFC 1982). Two serials half the circle apart have
 * no order, so there is no {@code compareTo}.
 *
 * @param value 0 to 2<sup>32</sup>-1
 */
public record Serial(long value) {
  private static final long CIRCLE = 1L << 32;
  private static final long HALF = 1L << 31;

  /** Rejects what does not fit into 32 bits. */
  public Serial {
    if (value < 0 || value >= CIRCLE) {
      throw new IllegalArgumentException("a serial is 0 to 4294967295, not " + value);
    }
  }

  /** The serial of an SOA record. */
  public static Serial of(SOARecord soa) {
    return new Serial(soa.getSerial());
  }

  /** The serial so many versions later: 0 to 2<sup>31</sup>-1 of them (RFC 1982 §3.1). */
  public Serial plus(long versions) {
    if (versions < 0 || versions >= HALF) {
      throw new IllegalArgumentException("a serial grows by 0 to 2147483647, not " + versions);
    }
    return new Serial((value + versions) % CIRCLE);
  }

  /** Whether this serial comes after the other (RFC 1982 §3.2). */
  public boolean isNewerThan(Serial other) {
    long ahead = Math.floorMod(value - other.value, CIRCLE);
    return ahead > 0 && ahead < HALF;
  }

  /** An SOA record as it is, but with this serial. */
  public SOARecord in(SOARecord soa) {
    return new SOARecord(
        soa.getName(),
        soa.getDClass(),
        soa.getTTL(),
        soa.getHost(),
        soa.getAdmin(),
        value,
        soa.getRefresh(),
        soa.getRetry(),
        soa.getExpire(),
        soa.getMinimum());
  }

  @Override
  public String toString() {
    return Long.toString(value);
  }
}
