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

  private static final int FIRST_RELEASE = 22;

  /** Skips the test where there is no such port. */
  void assumeUsable() {
    assumeTrue(
        this != BATCHES
            || (System.getProperty("os.name").equals("Linux")
                && Runtime.version().feature() >= FIRST_RELEASE),
        "batches need Linux and Java 22 or later");
  }
}
