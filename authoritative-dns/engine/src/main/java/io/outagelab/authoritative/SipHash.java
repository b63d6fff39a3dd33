package io.outagelab.authoritative;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * SipHash-2-4 with a result of 64 bits: the keyed hash of interoperable server cookies (RFC 9018
 * §4.4). Immutable; hashing allocates nothing.
 */
final class SipHash {
  /** How many octets a key has. */
  static final int KEY = 16;

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final int WORD = 8;

  private final long key0;
  private final long key1;

  /** With this key of {@link #KEY} octets. */
  SipHash(byte[] key) {
    if (key.length != KEY) {
      throw new IllegalArgumentException("a key has %d octets, not %d".formatted(KEY, key.length));
    }
    this.key0 = (long) LONGS.get(key, 0);
    this.key1 = (long) LONGS.get(key, WORD);
  }

  /** The hash of the first {@code length} octets. */
  long hash(byte[] octets, int length) {
    long v0 = key0 ^ 0x736f6d6570736575L;
    long v1 = key1 ^ 0x646f72616e646f6dL;
    long v2 = key0 ^ 0x6c7967656e657261L;
    long v3 = key1 ^ 0x7465646279746573L;
    int words = length / WORD;
    // The words, the rest with the length, and the end: each is mixed in for two or four rounds.
    for (int word = 0; word <= words + 1; word++) {
      boolean isEnd = word == words + 1;
      long mixed = word < words ? (long) LONGS.get(octets, word * WORD) : rest(octets, length);
      if (isEnd) {
        v2 ^= 0xff;
      } else {
        v3 ^= mixed;
      }
      for (int round = isEnd ? 4 : 2; round > 0; round--) {
        v0 += v1;
        v2 += v3;
        v1 = Long.rotateLeft(v1, 13) ^ v0;
        v3 = Long.rotateLeft(v3, 16) ^ v2;
        v0 = Long.rotateLeft(v0, 32);
        v2 += v1;
        v0 += v3;
        v1 = Long.rotateLeft(v1, 17) ^ v2;
        v3 = Long.rotateLeft(v3, 21) ^ v0;
        v2 = Long.rotateLeft(v2, 32);
      }
      if (!isEnd) {
        v0 ^= mixed;
      }
    }
    return v0 ^ v1 ^ v2 ^ v3;
  }

  private static long rest(byte[] octets, int length) {
    long rest = (long) length << 56;
    for (int i = length / WORD * WORD; i < length; i++) {
      rest |= (octets[i] & 0xffL) << (i % WORD * WORD);
    }
    return rest;
  }
}
