package io.outagelab.edge;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandle;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Set;

/**
 * What Linux does with sockets, by the names of section 2 of its manual: for one thread. Numbers
 * are those of its headers on {@link #ARCHITECTURES}.
 */
final class SocketCalls {
  static final int SOL_SOCKET = 1;
  static final int SO_RCVBUF = 8;
  static final int SO_REUSEPORT = 15;
  static final int IPPROTO_IP = 0;
  static final int IP_MTU_DISCOVER = 10;
  static final int IPPROTO_IPV6 = 41;
  static final int IPV6_MTU_DISCOVER = 23;
  static final int IPV6_V6ONLY = 26;

  /** Of both: what others say about the path is not believed. */
  static final int PMTUDISC_OMIT = 5;

  static final int MSG_DONTWAIT = 0x40;
  static final int MSG_WAITFORONE = 0x10000;

  private static final Set<String> ARCHITECTURES = Set.of("amd64", "aarch64");
  private static final int SOCK_DGRAM = 2;
  private static final int SHUT_RDWR = 2;
  private static final int EINTR = 4;
  private static final int EAGAIN = 11;
  private static final int ENOTCONN = 107;

  private final ByteBuffer errno = memory(Integer.BYTES);
  private final MethodHandle socket = function("socket", int.class, int.class, int.class);
  private final MethodHandle bind = function("bind", int.class, long.class, int.class);
  private final MethodHandle setsockopt =
      function("setsockopt", int.class, int.class, int.class, long.class, int.class);
  private final MethodHandle recvmmsg =
      function("recvmmsg", int.class, long.class, int.class, int.class, long.class);
  private final MethodHandle sendmmsg =
      function("sendmmsg", int.class, long.class, int.class, int.class);
  private final MethodHandle shutdown = function("shutdown", int.class, int.class);
  private final MethodHandle close = function("close", int.class);

  /** Whether this machine has them, and a JVM that lets us call them. */
  static boolean areUsable() {
    return System.getProperty("os.name", "").equals("Linux")
        && ARCHITECTURES.contains(System.getProperty("os.arch", ""))
        && CLibrary.isUsable();
  }

  /** Memory that a call can be shown: zeros, in the order of this machine. */
  static ByteBuffer memory(int octets) {
    return ByteBuffer.allocateDirect(octets).order(ByteOrder.nativeOrder());
  }

  private MethodHandle function(String name, Class<?>... parameters) {
    return CLibrary.function(name, errno, parameters);
  }

  /** A new socket for datagrams. */
  int socket(int family) throws IOException {
    return made("socket", () -> (int) socket.invokeExact(family, SOCK_DGRAM, 0));
  }

  /** Binds a socket to the {@code struct sockaddr} in this memory. */
  void bind(int fd, ByteBuffer name, int length) throws IOException {
    long address = CLibrary.address(name);
    try {
      made("bind", () -> (int) bind.invokeExact(fd, address, length));
    } finally {
      Reference.reachabilityFence(name);
    }
  }

  /** Sets an option of a socket. */
  void setsockopt(int fd, int level, int option, int value) throws IOException {
    ByteBuffer chosen = memory(Integer.BYTES).putInt(0, value);
    long address = CLibrary.address(chosen);
    try {
      made(
          "setsockopt",
          () -> (int) setsockopt.invokeExact(fd, level, option, address, Integer.BYTES));
    } finally {
      Reference.reachabilityFence(chosen);
    }
  }

  /**
   * Reads datagrams.
   *
   * @param headers address of that many of {@code struct mmsghdr}
   * @return how many came; none if none waited, or the wait was disturbed
   */
  int recvmmsg(int fd, long headers, int count, int flags) throws IOException {
    return made(
        "recvmmsg", () -> (int) recvmmsg.invokeExact(fd, headers, count, flags, 0L), EINTR, EAGAIN);
  }

  /**
   * Sends datagrams.
   *
   * @param headers address of that many of {@code struct mmsghdr}
   * @return how many have been sent; none if the wait for room was disturbed
   * @throws IOException if the first cannot be
   */
  int sendmmsg(int fd, long headers, int count, int flags) throws IOException {
    return made("sendmmsg", () -> (int) sendmmsg.invokeExact(fd, headers, count, flags), EINTR);
  }

  /** Ends what waits for datagrams or for room to send them, and lets none wait any more. */
  void shutdown(int fd) {
    // It does, and then says that nobody is connected.
    done("shutdown", () -> (int) shutdown.invokeExact(fd, SHUT_RDWR), ENOTCONN);
  }

  /** Closes a socket. */
  void close(int fd) {
    done("close", () -> (int) close.invokeExact(fd));
  }

  /** A call of the kernel. */
  private interface Call {
    int make() throws Throwable;
  }

  private void done(String name, Call call, int... harmless) {
    try {
      made(name, call, harmless);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Makes a call; 0 if it fails with an errno that does no harm. */
  private int made(String name, Call call, int... harmless) throws IOException {
    int result;
    try {
      result = call.make();
    } catch (Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(name, e);
    }
    if (result >= 0) {
      return result;
    }
    int why = errno.getInt(0);
    for (int one : harmless) {
      if (one == why) {
        return 0;
      }
    }
    throw new IOException("%s failed with errno %d".formatted(name, why));
  }
}
