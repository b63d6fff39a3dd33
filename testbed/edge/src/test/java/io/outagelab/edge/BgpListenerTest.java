package io.outagelab.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.outagelab.core.LabConfigurationException;
import io.outagelab.core.net.IpAddress;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What comes in on connections of BGP speakers, and what goes out. */
@Timeout(30)
class BgpListenerTest {
  private static final IpAddress LOCALHOST = IpAddress.of("127.0.0.1");

  private final BlockingQueue<String> told = new LinkedBlockingQueue<>();
  private final BgpListener listener = BgpListener.open(LOCALHOST, 0, new Notes());

  private final class Notes implements BgpListener.Handler {
    @Override
    public void came(String name, IpAddress address) {
      told.add(name + " came from " + address);
    }

    @Override
    public void said(String name, byte[] octets) {
      told.add(name + " said " + new String(octets, StandardCharsets.US_ASCII));
    }

    @Override
    public void left(String name) {
      told.add(name + " left");
    }
  }

  @AfterEach
  void close() {
    listener.close();
  }

  private Socket connect() throws IOException {
    return new Socket(listener.address().getAddress(), listener.address().getPort());
  }

  private static byte[] octets(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  @Test
  void tellsWhoCameWhatItSaidAndThatItLeft() throws Exception {
    try (Socket speaker = connect()) {
      assertThat(told.take()).isEqualTo("guest-1 came from 127.0.0.1");
      speaker.getOutputStream().write(octets("open"));
      assertThat(told.take()).isEqualTo("guest-1 said open");
    }
    assertThat(told.take()).isEqualTo("guest-1 left");

    try (Socket next = connect()) {
      assertThat(next.isConnected()).isTrue();
      assertThat(told.take()).startsWith("guest-2 came");
    }
  }

  @Test
  void whatIsSentBeforeTheFarewellArrives() throws Exception {
    try (Socket speaker = connect()) {
      told.take();
      listener.send("guest-1", octets("keepalive "));
      listener.send("guest-1", octets("notification"));
      listener.dismiss("guest-1");

      assertThat(speaker.getInputStream().readAllBytes())
          .isEqualTo(octets("keepalive notification"));
    }
    assertThat(told.take()).isEqualTo("guest-1 left");
  }

  @Test
  void nobodyHearsWhatIsSaidToThoseWhoLeft() throws Exception {
    connect().close();
    told.take();
    assertThat(told.take()).isEqualTo("guest-1 left");

    listener.send("guest-1", octets("hello"));
    listener.dismiss("guest-1");
    assertThat(told).isEmpty();
  }

  @Test
  void aSpeakerThatDoesNotReadIsCutOff() throws Exception {
    try (Socket speaker = connect()) {
      assertThat(speaker.isConnected()).isTrue();
      told.take();
      byte[] much = new byte[BgpListener.MAX_WAITING / 4];
      while (told.isEmpty()) {
        listener.send("guest-1", much);
        Thread.onSpinWait();
      }
      assertThat(told.take()).isEqualTo("guest-1 left");
    }
  }

  @Test
  void oneMoreThanThereIsRoomForIsSentAway() throws Exception {
    List<Socket> speakers = new ArrayList<>();
    try {
      for (int i = 0; i < BgpListener.MAX_CONNECTIONS; i++) {
        speakers.add(connect());
        told.take();
      }
      try (Socket tooMany = connect()) {
        assertThat(readsNothing(tooMany)).isTrue();
      }
      assertThat(told).isEmpty();

      speakers.removeLast().close();
      assertThat(told.take()).endsWith("left");
      speakers.add(connect());
      assertThat(told.take()).contains("came");
    } finally {
      for (Socket speaker : speakers) {
        speaker.close();
      }
    }
  }

  private static boolean readsNothing(Socket socket) throws IOException {
    try {
      return socket.getInputStream().read() < 0;
    } catch (SocketException e) {
      return true; // Reset is another way to say no.
    }
  }

  @Test
  void closingEndsEveryConnection() throws Exception {
    try (Socket speaker = connect()) {
      told.take();
      listener.close();
      assertThat(told.take()).isEqualTo("guest-1 left");
      assertThat(readsNothing(speaker)).isTrue();
    }
  }

  @Test
  void aTakenPortIsAClearError() {
    int port = listener.address().getPort();

    assertThatThrownBy(() -> BgpListener.open(LOCALHOST, port, new Notes()))
        .isInstanceOf(LabConfigurationException.class)
        .hasMessageContaining("127.0.0.1 port " + port)
        .hasMessageContaining("--bgp-port");
  }
}
