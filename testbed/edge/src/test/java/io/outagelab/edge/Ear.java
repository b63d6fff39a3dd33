package io.outagelab.edge;

import io.outagelab.core.net.Endpoint;
import io.outagelab.core.net.Transport;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Hears what sockets tell. Messages are texts. */
final class Ear implements DnsListener {
  /** A message, and which way it came. */
  record Heard(
      boolean isReply, Transport transport, Endpoint remote, Endpoint local, String text) {}

  /** What was not taken yet. */
  final List<Heard> heard = new ArrayList<>();

  /** The servers whose answers will not come. */
  final List<Endpoint> lost = new ArrayList<>();

  /** A message's text. */
  static String text(byte[] message) {
    return new String(message, StandardCharsets.UTF_8);
  }

  /** A text's message. */
  static byte[] octets(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** The next message: polls until there is one. */
  Heard next(DnsSockets sockets) {
    while (heard.isEmpty()) {
      sockets.poll(Duration.ofMillis(100));
    }
    return heard.removeFirst();
  }

  @Override
  public void query(Transport transport, Endpoint client, Endpoint local, byte[] message) {
    heard.add(new Heard(false, transport, client, local, text(message)));
  }

  @Override
  public void reply(Transport transport, Endpoint server, Endpoint local, byte[] message) {
    heard.add(new Heard(true, transport, server, local, text(message)));
  }

  @Override
  public void lost(Transport transport, Endpoint server, Endpoint local) {
    lost.add(server);
  }
}
