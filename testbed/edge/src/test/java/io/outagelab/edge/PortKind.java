package io.outagelab.edge;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetSocketAddress;

/** How datagrams are read. */
enum PortKind implements DatagramLoops.Opening {
  ONE_BY_ONE {
    @Override
    public DatagramPort open(InetSocketAddress local, boolean isShared) throws IOException {
      return new ChannelPort(local, isShared);
    }
  },
  BATCHES {
    @Override
    public DatagramPort open(InetSocketAddress local, boolean isShared) {
      return BatchPort.open(local, isShared).orElseThrow();
    }
  };

  /** Skips the test where there is no such port. */
  void assumeUsable() {
    assumeTrue(
        this != BATCHES
            || (System.getProperty("os.name").equals("Linux")
                && Runtime.version().feature() >= CLibrary.FIRST_RELEASE),
        "batches need Linux and Java 22 or later");
  }
}
