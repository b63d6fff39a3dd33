package io.outagelab.hosting;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.ConnectivityState;
import io.outagelab.assembly.Assembly;
import io.outagelab.assembly.Casting;
import io.outagelab.assembly.PushJournal;
import io.outagelab.core.TimeScale;
import io.outagelab.core.net.Prefix;
import io.outagelab.world.Placement;
import io.outagelab.world.PlacementLoader;
import io.outagelab.world.World;
import io.outagelab.world.WorldLoader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class ChannelsTest {
  private static final Prefix BASE = Prefix.of("127.54.0.0/16");

  /** By itself a channel pauses ever longer: it would be at this for five minutes. */
  private static final int ATTEMPTS = 12;

  private static final int POLL_MILLIS = 20;

  private final World world = WorldLoader.load(Path.of("../../worlds/facebook-2021"));
  private final Placement placement = PlacementLoader.load(world);
  private final Casting casting =
      new Casting(
          Assembly.placed(world, 1, new TimeScale(60), BASE, placement, PushJournal.NONE),
          placement,
          BASE);

  @Test
  @Timeout(60)
  void triesAtOnceWhatCouldNotBeReachedWhenToldTo() throws IOException {
    Placement.Container container = placement.containers().getFirst();
    InetAddress address = casting.address(container).toInetAddress();
    try (ServerSocket silent = new ServerSocket(0, 1, address);
        Channels channels =
            new Channels(casting, silent.getLocalPort(), new OperatorToken("a token"))) {
      silent.setSoTimeout(POLL_MILLIS);
      assertThat(channels.to(container).getState(true)).isEqualTo(ConnectivityState.IDLE);

      for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
        hangUp(silent, channels);
      }
    }
  }

  /** Ends the next connection, which comes when the channel knows that it has lost the last. */
  private static void hangUp(ServerSocket server, Channels channels) throws IOException {
    while (true) {
      channels.tryAgain();
      try {
        server.accept().close();
        return;
      } catch (SocketTimeoutException e) {
        // Not yet.
      }
    }
  }
}
