package io.outagelab.harness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.outagelab.core.LabConfigurationException;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** BGP speakers that listen in over TCP, as octets: RFC 4271 §4. */
@Timeout(60)
class BgpGuestsTest {
  private static final int OPEN = 1;
  private static final int UPDATE = 2;
  private static final int NOTIFICATION = 3;
  private static final int KEEPALIVE = 4;

  /** 192.0.2.0/25, where the name server of the world tiny is, as it stands in an UPDATE. */
  private static final String NAME_SERVERS = "19c0000200";

  /** Type and length of the withdrawn routes of an UPDATE that withdraws none. */
  private static final String WITHDRAWS_NONE = "020000";

  /** Header, version 4, AS 64512, hold time 90, identifier, one capability: 4-octet AS. */
  private static byte[] open(int as) {
    ByteBuffer open = ByteBuffer.allocate(37).put(new byte[16]).putShort((short) 37);
    Arrays.fill(open.array(), 0, 16, (byte) 0xff);
    return open.put((byte) OPEN)
        .put((byte) 4)
        .putShort((short) as)
        .putShort((short) 90)
        .putInt(0xc633_6401)
        .put(new byte[] {8, 2, 6, 65, 4})
        .putInt(as)
        .array();
  }

  private static byte[] keepalive() {
    byte[] message = new byte[19];
    Arrays.fill(message, 0, 16, (byte) 0xff);
    message[17] = 19;
    message[18] = KEEPALIVE;
    return message;
  }

  /** A connection to the lab, message by message. */
  private static final class Speaker implements AutoCloseable {
    private final Socket socket;
    private final DataInputStream in;

    Speaker(InetSocketAddress lab) throws IOException {
      socket = new Socket(lab.getAddress(), lab.getPort());
      in = new DataInputStream(socket.getInputStream());
    }

    void say(byte[] octets) throws IOException {
      socket.getOutputStream().write(octets);
    }

    /** The next message, from its type on. */
    byte[] next() throws IOException {
      in.skipNBytes(16);
      byte[] message = new byte[in.readUnsignedShort() - 18];
      in.readFully(message);
      return message;
    }

    /** The first UPDATE whose octets hold this, in hexadecimal digits. */
    String updateWith(String digits) throws IOException {
      while (true) {
        byte[] message = next();
        String hex = HexFormat.of().formatHex(message);
        if (message[0] == UPDATE && hex.contains(digits)) {
          return hex;
        }
      }
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }

  private static Speaker established(LiveLab live) throws IOException {
    Speaker speaker = new Speaker(live.lab().bgp().orElseThrow());
    assertThat(speaker.next()[0]).isEqualTo((byte) OPEN);
    speaker.say(open(64_512));
    speaker.say(keepalive());
    assertThat(speaker.next()[0]).isEqualTo((byte) KEEPALIVE);
    return speaker;
  }

  @Test
  void aGuestHearsRoutesAndTheOutage() throws IOException {
    try (LiveLab live = LiveLab.startWithBgp("tiny", 300, 0).untilWell();
        Speaker speaker = established(live)) {
      assertThat(speaker.updateWith(NAME_SERVERS)).startsWith(WITHDRAWS_NONE);

      live.push("drain-everything.yaml");
      assertThat(speaker.updateWith(NAME_SERVERS)).doesNotStartWith(WITHDRAWS_NONE);
    }
  }

  @Test
  void severalGuestsListenAtOnceAndComeBack() throws IOException {
    try (LiveLab live = LiveLab.startWithBgp("tiny", 300, 0).untilWell();
        Speaker first = established(live)) {
      first.updateWith(NAME_SERVERS);
      List<Speaker> others = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        others.add(established(live));
        others.getLast().updateWith(NAME_SERVERS);
      }
      for (Speaker other : others) {
        other.close();
      }
      try (Speaker again = established(live)) {
        again.updateWith(NAME_SERVERS);
      }
    }
  }

  /** RFC 4271 §6.1: what is no BGP is answered with a NOTIFICATION and a closed connection. */
  @Test
  void whatIsNoBgpIsSentAwayAndHarmsNobody() throws IOException {
    try (LiveLab live = LiveLab.startWithBgp("tiny", 300, 0).untilWell();
        Speaker well = established(live)) {
      try (Speaker noise = new Speaker(live.lab().bgp().orElseThrow())) {
        noise.say("GET / HTTP/1.1\r\nHost: lab\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        assertThat(noise.next()[0]).isEqualTo((byte) OPEN);
        assertThat(noise.next()).startsWith(NOTIFICATION, 1);
        assertThatThrownBy(noise::next).isInstanceOf(EOFException.class);
      }
      assertThat(well.updateWith(NAME_SERVERS)).isNotEmpty();
      assertThat(live.lab().failures()).isZero();
    }
  }

  @Test
  void withoutAPortNobodyListensIn() {
    try (LiveLab live = LiveLab.start("tiny", 300)) {
      assertThat(live.lab().bgp()).isEmpty();
    }
  }

  @Test
  void aTakenPortIsOneClearErrorAndNothingStaysOpen() throws IOException {
    try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertThatThrownBy(() -> LiveLab.startWithBgp("tiny", 300, other.getLocalPort()))
          .isInstanceOf(LabConfigurationException.class)
          .hasMessageContaining("127.0.0.1 port " + other.getLocalPort())
          .hasMessageContaining("--bgp-port");
    }
  }
}
