package io.outagelab.backbone.bgp;

import java.util.Arrays;

/** Writes numbers in network order. */
final class OctetWriter {
  private byte[] octets = new byte[128];
  private int size;

  /** One octet: the low 8 bits. */
  OctetWriter u8(int value) {
    if (size == octets.length) {
      octets = Arrays.copyOf(octets, 2 * size);
    }
    octets[size++] = (byte) value;
    return this;
  }

  /** Two octets: the low 16 bits. */
  OctetWriter u16(int value) {
    return u8(value >>> 8).u8(value);
  }

  /** Four octets: the low 32 bits. */
  OctetWriter u32(long value) {
    return u16((int) (value >>> 16)).u16((int) value);
  }

  /** These octets. */
  OctetWriter octets(byte[] more) {
    for (byte octet : more) {
      u8(octet);
    }
    return this;
  }

  /** How many octets were written. */
  int size() {
    return size;
  }

  /** What was written. */
  byte[] toOctets() {
    return Arrays.copyOf(octets, size);
  }
}
