package io.outagelab.edge;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ProtocolFamily;

/** How datagrams are read. */
enum PortKind implements DatagramLoops.Opening {
  ONE_BY_ONE {
    @Override
    public DatagramPort open(
        InetSocketAddress local, ProtocolFamily family, boolean isShared, int receiveBuffer)
        throws IOException {
      return new ChannelPort(local, family, isShared, receiveBuffer);
    }
  },
  BATCHES {
    @Override
    public DatagramPort open(
        InetSocketAddress local, ProtocolFamily family, boolean isShared, int receiveBuffer) {
      return BatchPort.open(local, family, isShared, receiveBuffer).orElseThrow();
    }
  };

  /** Skips the test where there is no such port. */
  void assumeUsable() {
    assumeTrue(
        this != BATCHES || SocketCalls.areUsable(),
        "batches need Linux, Java 22 or later and --enable-native-access=ALL-UNNAMED");
  }
}
