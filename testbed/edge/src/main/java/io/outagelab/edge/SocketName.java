package io.outagelab.edge;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** Socket addresses as the kernel writes them: {@code struct sockaddr_in} and {@code _in6}. */
final class SocketName {
  /** How far apart names are kept: more than the longest takes, and a multiple of 8. */
  static final int ROOM = 32;

  static final int AF_INET = 2;
  static final int AF_INET6 = 10;

  private static final int PORT = 2;
  private static final int IPV4 = 4;
  private static final int IPV4_LENGTH = 16;
  private static final int IPV6 = 8;
  private static final int IPV6_SCOPE = 24;
  private static final int IPV6_LENGTH = 28;
  private static final int MAPPED_PREFIX = 10;

  private SocketName() {}

  /** The family of a name. */
  static int family(InetSocketAddress name) {
    return name.getAddress() instanceof Inet4Address ? AF_INET : AF_INET6;
  }

  /** How many octets the names of a family of addresses have. */
  static int length(int family) {
    return family == AF_INET ? IPV4_LENGTH : IPV6_LENGTH;
  }

  /** Reads a name, which begins at this octet. */
  static InetSocketAddress read(ByteBuffer memory, int at) {
    boolean isIpv4 = memory.getShort(at) == AF_INET;
    byte[] address = new byte[isIpv4 ? 4 : 16];
    memory.get(at + (isIpv4 ? IPV4 : IPV6), address);
    int scope = isIpv4 ? 0 : memory.getInt(at + IPV6_SCOPE);
    try {
      return new InetSocketAddress(
          scope == 0
              ? InetAddress.getByAddress(address)
              : Inet6Address.getByAddress(null, address, scope),
          port(memory, at));
    } catch (UnknownHostException e) {
      throw new IllegalStateException(Arrays.toString(address), e);
    }
  }

  private static int port(ByteBuffer memory, int at) {
    return Byte.toUnsignedInt(memory.get(at + PORT)) << 8
        | Byte.toUnsignedInt(memory.get(at + PORT + 1));
  }

  /** Writes a name for a socket of this family; one of IPv6 knows IPv4 by mapped addresses. */
  static void write(ByteBuffer memory, int at, int family, InetSocketAddress name) {
    memory.put(at, new byte[ROOM]);
    memory.putShort(at, (short) family);
    memory.put(at + PORT, (byte) (name.getPort() >> 8));
    memory.put(at + PORT + 1, (byte) name.getPort());
    byte[] address = name.getAddress().getAddress();
    if (family == AF_INET) {
      if (!(name.getAddress() instanceof Inet4Address)) {
        throw new IllegalStateException("a socket of IPv4 knows no " + name);
      }
      memory.put(at + IPV4, address);
    } else if (name.getAddress() instanceof Inet6Address ipv6) {
      memory.put(at + IPV6, address);
      memory.putInt(at + IPV6_SCOPE, ipv6.getScopeId());
    } else if (name.getAddress() instanceof Inet4Address) {
      memory.putShort(at + IPV6 + MAPPED_PREFIX, (short) -1);
      memory.put(at + IPV6 + MAPPED_PREFIX + Short.BYTES, address);
    }
  }
}
