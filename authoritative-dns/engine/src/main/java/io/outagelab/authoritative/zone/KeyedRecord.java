package io.outagelab.authoritative.zone;

import org.xbill.DNS.Name;

/**
 * A record with the beginning of its owner name as a number, which sorts as the name does (RFC 4034
 * §6.1). To sort a million names is to wait for memory: most comparisons need not look at the names
 * at all.
 *
 * @param key eight octets: the labels below the apex, the highest first, in lower case
 * @param placed the record
 */
record KeyedRecord(long key, PlacedRecord placed) implements Comparable<KeyedRecord> {
  /** A record of the zone with this apex. */
  static KeyedRecord of(PlacedRecord placed, Name origin) {
    return new KeyedRecord(key(placed.rr().getName(), origin), placed);
  }

  private static long key(Name name, Name origin) {
    long key = 0;
    int shift = Long.SIZE;
    for (int label = name.labels() - origin.labels() - 1; label >= 0; label--) {
      byte[] octets = name.getLabel(label); // its length comes first
      for (int i = 1; i < octets.length && shift > 0; i++) {
        int octet = lowerCase(octets[i]);
        shift -= Byte.SIZE;
        key |= Math.max(1L, octet) << shift;
        if (octet <= 1) {
          return key; // a label ends with a 0, so these two share the 1: what follows tells nothing
        }
      }
      shift -= Byte.SIZE;
      if (shift <= 0) {
        return key;
      }
    }
    return key;
  }

  private static int lowerCase(byte octet) {
    return octet >= 'A' && octet <= 'Z' ? octet + ('a' - 'A') : octet & 0xff;
  }

  /** By owner name in canonical order, then by type. */
  @Override
  public int compareTo(KeyedRecord other) {
    int byKey = Long.compareUnsigned(key, other.key);
    if (byKey != 0) {
      return byKey;
    }
    int byName = placed.rr().getName().compareTo(other.placed.rr().getName());
    return byName != 0
        ? byName
        : Integer.compare(placed.rr().getType(), other.placed.rr().getType());
  }
}
