package io.outagelab.hosting;

import io.outagelab.assembly.Network;
import io.outagelab.core.Tick;
import io.outagelab.core.net.Endpoint;
import io.outagelab.core.net.IpAddress;
import io.outagelab.core.net.Packet;
import io.outagelab.core.net.Payload;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Lends people who ask a node beside the network an address of their own. What is sent there goes
 * to them, everything else to the network. For the stage's thread alone.
 */
final class Inquiries implements Network {
  /** Nobody's address (RFC 1122 §3.2.1.3): no packet of the network is ever for it. */
  private static final IpAddress NOWHERE = IpAddress.of("0.0.0.0");

  private static final int PORTS = 65_536;

  /** Inquiries at once; beyond, the oldest is never answered. */
  private static final int MAX_OPEN = 1_000;

  private final Network network;
  private final Map<Endpoint, Consumer<byte[]>> open = new LinkedHashMap<>();
  private int nextPort;

  Inquiries(Network network) {
    this.network = network;
  }

  /** Where the answer is to be sent that this waits for. */
  Endpoint open(Consumer<byte[]> answered) {
    if (open.size() >= MAX_OPEN) {
      open.remove(open.keySet().iterator().next());
    }
    Endpoint client = new Endpoint(NOWHERE, nextPort);
    nextPort = (nextPort + 1) % PORTS;
    open.put(client, answered);
    return client;
  }

  /** Nobody waits for that any more. */
  void close(Endpoint client) {
    open.remove(client);
  }

  /** How many inquiries wait for their answer. */
  int size() {
    return open.size();
  }

  @Override
  public void send(Tick now, Sender sender, Packet packet) {
    Consumer<byte[]> asker = open.remove(packet.to());
    if (asker != null && packet.payload() instanceof Payload.Bytes(byte[] message)) {
      asker.accept(message);
    } else {
      network.send(now, sender, packet);
    }
  }

  @Override
  public void converse(Tick now, Sender sender, Packet packet) {
    network.converse(now, sender, packet);
  }

  @Override
  public void hangUp(Endpoint local, Endpoint remote) {
    network.hangUp(local, remote);
  }
}
