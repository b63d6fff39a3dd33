package io.outagelab.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

/** Names of sockets, to the kernel's memory and back. */
class SocketNameTest {
  private static final int AT = SocketName.ROOM;

  private final ByteBuffer memory = SocketCalls.memory(2 * SocketName.ROOM);

  private InetSocketAddress throughMemory(int family, String address, int port)
      throws UnknownHostException {
    SocketName.write(
        memory, AT, family, new InetSocketAddress(InetAddress.getByName(address), port));
    return SocketName.read(memory, AT);
  }

  @Test
  void namesOfIpv4ComeBackAsTheyWent() throws UnknownHostException {
    assertThat(throughMemory(SocketName.AF_INET, "192.0.2.255", 65_535))
        .isEqualTo(new InetSocketAddress("192.0.2.255", 65_535));
    assertThat(throughMemory(SocketName.AF_INET, "10.0.0.1", 53))
        .isEqualTo(new InetSocketAddress("10.0.0.1", 53));
  }

  @Test
  void namesOfIpv6ComeBackAsTheyWent() throws UnknownHostException {
    assertThat(throughMemory(SocketName.AF_INET6, "2001:db8::1:ff", 5353))
        .isEqualTo(new InetSocketAddress("2001:db8::1:ff", 5353));
  }

  @Test
  void aScopeStaysWithItsAddress() throws UnknownHostException {
    Inet6Address local =
        Inet6Address.getByAddress(null, InetAddress.getByName("fe80::1").getAddress(), 7);

    SocketName.write(memory, AT, SocketName.AF_INET6, new InetSocketAddress(local, 53));

    assertThat(((Inet6Address) SocketName.read(memory, AT).getAddress()).getScopeId()).isEqualTo(7);
  }

  @Test
  void aSocketOfIpv6KnowsIpv4ByMappedAddresses() throws UnknownHostException {
    assertThat(throughMemory(SocketName.AF_INET6, "192.0.2.1", 53))
        .isEqualTo(new InetSocketAddress("192.0.2.1", 53));
    assertThat(memory.getShort(AT)).isEqualTo((short) SocketName.AF_INET6);
  }
}
