package io.outagelab.harness;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.DatagramSocket;
import java.net.Socket;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Type;

/** No input from a socket stops a lab, or anything in it. */
@Timeout(60)
class GarbageTest {
  private static final int DATAGRAMS = 400;
  private static final int STREAMS = 20;

  private final Random random = new Random(20211004);

  private byte[] noise() {
    byte[] octets = new byte[random.nextInt(4_097)];
    random.nextBytes(octets);
    return octets;
  }

  private byte[] flipped() {
    byte[] query = DnsClient.message("www.example", Type.A, DClass.IN).toWire();
    for (int flips = random.nextInt(1, 9); flips > 0; flips--) {
      query[random.nextInt(query.length)] ^= (byte) (1 << random.nextInt(8));
    }
    return query;
  }

  private void stream(DnsClient at) throws IOException {
    try (Socket socket = at.connect()) {
      OutputStream out = socket.getOutputStream();
      byte[] octets = random.nextBoolean() ? noise() : flipped();
      if (random.nextBoolean()) {
        out.write(octets.length >> 8);
        out.write(octets.length);
      }
      out.write(octets);
      if (random.nextBoolean()) {
        socket.setSoLinger(true, 0);
      }
    }
  }

  @Test
  void everyAddressAnswersAfterNoiseAndNothingIsThrown() throws IOException {
    try (LiveLab live = LiveLab.start("tiny", 300).untilWell();
        DatagramSocket socket = new DatagramSocket()) {
      for (String address : live.dnsAddresses()) {
        DnsClient at = new DnsClient(address, live.port());
        for (int i = 0; i < DATAGRAMS; i++) {
          at.send(socket, random.nextBoolean() ? noise() : flipped());
        }
        for (int i = 0; i < STREAMS; i++) {
          stream(at);
        }
        try (Socket connection = at.connect()) {
          DnsClient.write(connection, DnsClient.message("www.example", Type.A, DClass.IN));
          assertThat(DnsClient.read(connection).getHeader().getID()).isPositive();
        }
      }
      assertThat(live.at("203.0.113.53").rcode("www.example")).isEqualTo("NOERROR");
      assertThat(live.at("192.0.2.53").rcode("www.example")).isEqualTo("NOERROR");

      live.untilWell();
      assertThat(live.lab().failures()).isZero();
      live.untilStatus(any -> isMalformedCounted(live));
    }
  }

  /** The minute's load says of how many messages nothing could be made. */
  private static boolean isMalformedCounted(LiveLab live) {
    return live.events().stream()
            .filter(happening -> happening.event().name().equals("server-load"))
            .map(happening -> happening.event().attributes())
            .anyMatch(load -> number(load, "received") > number(load, "answered"))
        && live.events().stream()
            .filter(happening -> happening.event().name().equals("resolver-load"))
            .anyMatch(happening -> number(happening.event().attributes(), "ignored") > 0);
  }

  private static long number(Map<String, String> attributes, String name) {
    return Long.parseLong(attributes.getOrDefault(name, "0"));
  }
}
