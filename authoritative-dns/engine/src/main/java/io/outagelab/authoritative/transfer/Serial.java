package io.outagelab.authoritative.transfer;

import io.outagelab.authoritative.zone.Zone;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;

/**
 * A zone's version number: 32 bits on a circle (RFC 1982).
 *
 * @param value 0 to 2<sup>32</sup>-1
 */
public record Serial(long value) {
  private static final long MASK = 0xffff_ffffL;
  private static final long HALF = 1L << 31;

  /** Rejects what has not 32 bits. */
  public Serial {
    if (value < 0 || value > MASK) {
      throw new IllegalArgumentException("a serial is 0 to 4294967295, not " + value);
    }
  }

  /** The serial of an SOA record. */
  public static Serial of(SOARecord soa) {
    return new Serial(soa.getSerial());
  }

  /** The serial of a zone. */
  public static Serial of(Zone zone) {
    return of(soa(zone));
  }

  /** The SOA record of a zone. */
  static SOARecord soa(Zone zone) {
    Record rr = zone.soa().records().getFirst();
    if (rr instanceof SOARecord soa) {
      return soa;
    }
    throw new IllegalStateException("no SOA record at the apex of " + zone);
  }

  /**
   * Whether this serial comes after the other (RFC 1982 §3.2). Of two that are exactly half the
   * circle apart neither does.
   */
  public boolean isNewerThan(Serial other) {
    long ahead = (value - other.value) & MASK;
    return ahead > 0 && ahead < HALF;
  }

  /** The serial so many versions later: 0 to 2<sup>31</sup>-1 of them (RFC 1982 §3.1). */
  public Serial plus(long versions) {
    if (versions < 0 || versions >= HALF) {
      throw new IllegalArgumentException("a serial grows by 0 to 2147483647, not " + versions);
    }
    return new Serial((value + versions) & MASK);
  }

  @Override
  public String toString() {
    return Long.toString(value);
  }
}
