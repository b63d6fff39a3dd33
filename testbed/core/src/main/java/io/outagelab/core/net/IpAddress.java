package io.outagelab.core.net;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Address;

/**
 * An IPv4 or IPv6 address. Made from a literal or from octets, never by a lookup. Ordered by family
 * (IPv4 first), then numerically.
 *
 * @param family the address family
 * @param high the upper 64 bits; 0 for IPv4
 * @param low the lower 64 bits; the 32-bit number for IPv4
 */
public record IpAddress(Family family, long high, long low) implements Comparable<IpAddress> {
  /** An address family. */
  public enum Family {
    /** 32 bits. */
    IPV4(32, Address.IPv4),
    /** 128 bits. */
    IPV6(128, Address.IPv6);

    private final int bits;
    private final int dnsjava;

    Family(int bits, int dnsjava) {
      this.bits = bits;
      this.dnsjava = dnsjava;
    }

    /** How many bits an address has. */
    public int bits() {
      return bits;
    }
  }

  /** Parses a literal, such as {@code 129.134.30.12} or {@code 2a03:2880::1}. */
  public static IpAddress of(String literal) {
    Family family = literal.indexOf(':') >= 0 ? Family.IPV6 : Family.IPV4;
    byte[] octets = Address.toByteArray(literal, family.dnsjava);
    if (octets == null) {
      throw new IllegalArgumentException("not an IPv4 or IPv6 address: '" + literal + "'");
    }
    return of(octets);
  }

  /** From 4 or 16 octets in network order. */
  public static IpAddress of(byte[] octets) {
    return switch (octets.length) {
      case 4 -> new IpAddress(Family.IPV4, 0, number(octets, 0, 4));
      case 16 -> new IpAddress(Family.IPV6, number(octets, 0, 8), number(octets, 8, 8));
      default ->
          throw new IllegalArgumentException("an address has 4 or 16 octets, not " + octets.length);
    };
  }

  /** From the JDK's type. */
  public static IpAddress of(InetAddress address) {
    return of(address.getAddress());
  }

  /** An IPv4 address from its 32-bit number. */
  public static IpAddress ofIpv4(int number) {
    return new IpAddress(Family.IPV4, 0, Integer.toUnsignedLong(number));
  }

  private static long number(byte[] octets, int from, int count) {
    long number = 0;
    for (int i = from; i < from + count; i++) {
      number = (number << 8) | (octets[i] & 0xff);
    }
    return number;
  }

  /** The octets in network order: 4 or 16. */
  public byte[] octets() {
    byte[] octets = new byte[family.bits() / 8];
    for (int i = 0; i < octets.length; i++) {
      octets[i] = (byte) octet(i);
    }
    return octets;
  }

  /** The octet at this place, counted from the left. */
  public int octet(int index) {
    int fromRight = family.bits() / 8 - 1 - index;
    long half = fromRight < 8 ? low : high;
    return (int) (half >>> (8 * (fromRight & 7))) & 0xff;
  }

  /** The bit at this place, counted from the left, 0 first. */
  public boolean bit(int index) {
    int fromRight = family.bits() - 1 - index;
    long half = fromRight < 64 ? low : high;
    return ((half >>> (fromRight & 63)) & 1) == 1;
  }

  /** Whether this is an IPv6 address. */
  public boolean isIpv6() {
    return family == Family.IPV6;
  }

  /** The address with all but the first {@code length} bits cleared. */
  public IpAddress masked(int length) {
    if (family == Family.IPV4) {
      return new IpAddress(family, 0, low & (length == 0 ? 0 : -1L << (32 - length)) & 0xffffffffL);
    }
    long highMask = length == 0 ? 0 : length >= 64 ? -1L : -1L << (64 - length);
    long lowMask = length <= 64 ? 0 : -1L << (128 - length);
    return new IpAddress(family, high & highMask, low & lowMask);
  }

  /** The JDK's type, for sockets. */
  public InetAddress toInetAddress() {
    try {
      return InetAddress.getByAddress(octets());
    } catch (UnknownHostException e) {
      throw new IllegalStateException("octets of " + this + " have a wrong length", e);
    }
  }

  /* Addresses are the keys of every hot table: spelled out, as a record's own are slower. */

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof IpAddress that
        && low == that.low
        && high == that.high
        && family == that.family;
  }

  @Override
  public int hashCode() {
    return 31 * Long.hashCode(high) + Long.hashCode(low);
  }

  @Override
  public int compareTo(IpAddress other) {
    int byFamily = family.compareTo(other.family);
    if (byFamily != 0) {
      return byFamily;
    }
    int byHigh = Long.compareUnsigned(high, other.high);
    return byHigh != 0 ? byHigh : Long.compareUnsigned(low, other.low);
  }

  /** The literal; IPv6 as RFC 5952 writes it. */
  @Override
  public String toString() {
    if (family == Family.IPV4) {
      return octet(0) + "." + octet(1) + "." + octet(2) + "." + octet(3);
    }
    int[] groups = new int[8];
    Arrays.setAll(groups, i -> (octet(2 * i) << 8) | octet(2 * i + 1));
    return compressed(groups);
  }

  private static String compressed(int[] groups) {
    int bestStart = -1;
    int bestLength = 1;
    for (int start = 0; start < 8; start++) {
      int length = 0;
      while (start + length < 8 && groups[start + length] == 0) {
        length++;
      }
      if (length > bestLength) {
        bestStart = start;
        bestLength = length;
      }
    }
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 8; i++) {
      if (i == bestStart) {
        text.append("::");
        i += bestLength - 1;
      } else {
        if (!text.isEmpty() && text.charAt(text.length() - 1) != ':') {
          text.append(':');
        }
        text.append(Integer.toHexString(groups[i]));
      }
    }
    return text.toString();
  }
}
