package io.outagelab.backbone.bgp;

import java.util.Arrays;

/** Reads numbers in network order from octets. Callers check {@link #remaining} first. */
final class OctetReader {
  private final byte[] octets;
  private final int end;
  private int position;

  OctetReader(byte[] octets) {
    this(octets, 0, octets.length);
  }

  private OctetReader(byte[] octets, int position, int end) {
    this.octets = octets;
    this.position = position;
    this.end = end;
  }

  /** How many octets are left. */
  int remaining() {
    return end - position;
  }

  /** The next octet. */
  int u8() {
    require(1);
    return octets[position++] & 0xff;
  }

  /** The next two octets. */
  int u16() {
    return (u8() << 8) | u8();
  }

  /** The next four octets. */
  long u32() {
    return ((long) u16() << 16) | u16();
  }

  /** The next octets, copied. */
  byte[] octets(int count) {
    require(count);
    position += count;
    return Arrays.copyOfRange(octets, position - count, position);
  }

  /** A reader of just the next octets, which this one skips. */
  OctetReader slice(int count) {
    require(count);
    position += count;
    return new OctetReader(octets, position - count, position);
  }

  private void require(int count) {
    if (count > remaining()) {
      throw new IllegalStateException(
          "%d octets wanted, %d left: a length was not checked".formatted(count, remaining()));
    }
  }
}
