package io.outagelab.authoritative;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * DNS cookies (RFC 7873) made and checked as all servers of an anycast group would (RFC 9018): who
 * sends one back has received an answer at the address it asks from. For one thread; allocates
 * nothing.
 */
final class Cookies {
  /** How many octets a client's half has. */
  static final int CLIENT = 8;

  /** How many octets both halves have as this server makes them. */
  static final int WHOLE = 24;

  /** The longest that any server's cookie makes both halves (RFC 7873 §4). */
  static final int MAX = 40;

  private static final VarHandle INTS =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  /** The version, 1, and three reserved octets, which are zero in cookies made here. */
  private static final int VERSION = 1 << 24;

  private static final int TIME = CLIENT + 4;
  private static final int HASH = CLIENT + 8;
  private static final int LONGEST_ADDRESS = 16;

  /** RFC 9018 §4.3: how old a cookie may be, and how far ahead of us the server that made it. */
  private static final int MAX_AGE_SECONDS = 3_600;

  private static final int MAX_AHEAD_SECONDS = 300;

  private final SipHash hash;
  private final byte[] hashed = new byte[HASH + LONGEST_ADDRESS];

  /** With a secret of 16 octets, the same at all servers that answer at one address. */
  Cookies(byte[] secret) {
    this.hash = new SipHash(secret);
  }

  /** Whether a COOKIE option of this length makes sense (RFC 7873 §5.2.2). */
  static boolean isSound(int length) {
    return length == CLIENT || (length >= 2 * CLIENT && length <= MAX);
  }

  /**
   * Whether a server that shares the secret has made this cookie for this client, not long ago.
   *
   * @param octets where the cookie starts at {@code at}
   * @param length of both halves
   * @param client the client's address
   * @param epochSecond now
   */
  boolean isValid(byte[] octets, int at, int length, byte[] client, long epochSecond) {
    if (length != WHOLE || octets[at + CLIENT] != VERSION >> 24) {
      return false;
    }
    // RFC 9018 §4.2: what the reserved octets are is for the hash alone to judge.
    int version = (int) INTS.get(octets, at + CLIENT);
    int madeAt = (int) INTS.get(octets, at + TIME);
    int age = (int) epochSecond - madeAt;
    return age <= MAX_AGE_SECONDS
        && age >= -MAX_AHEAD_SECONDS
        && (long) LONGS.get(octets, at + HASH) == hash(octets, at, client, version, madeAt);
  }

  /**
   * Writes both halves of a fresh cookie.
   *
   * @param octets where the client's half starts at {@code at}
   * @param client the client's address
   * @param epochSecond now
   * @param response where the cookie is to start at {@code to}
   */
  void write(byte[] octets, int at, byte[] client, long epochSecond, byte[] response, int to) {
    System.arraycopy(octets, at, response, to, CLIENT);
    INTS.set(response, to + CLIENT, VERSION);
    INTS.set(response, to + TIME, (int) epochSecond);
    LONGS.set(response, to + HASH, hash(octets, at, client, VERSION, (int) epochSecond));
  }

  private long hash(byte[] octets, int at, byte[] client, int version, int madeAt) {
    System.arraycopy(octets, at, hashed, 0, CLIENT);
    INTS.set(hashed, CLIENT, version);
    INTS.set(hashed, TIME, madeAt);
    System.arraycopy(client, 0, hashed, HASH, client.length);
    long result = hash.hash(hashed, HASH + client.length);
    Arrays.fill(hashed, (byte) 0);
    return result;
  }
}
