package io.outagelab.core.net;

import java.time.Duration;

/**
 * A message on its way through the in-band network.
 *
 * @param transport how it travels
 * @param from the sender; a reply goes back there
 * @param to the receiver
 * @param payload what it carries
 */
public record Packet(Transport transport, Endpoint from, Endpoint to, Payload payload) {
  /** The packet that answers this one: the other way round, over the same transport. */
  public Packet reply(Payload answer) {
    return new Packet(transport, to, from, answer);
  }

  /**
   * How long it takes over a path of this latency. What opens a connection waits for the handshake:
   * it arrives a round trip later than a datagram would.
   */
  public Duration transit(Duration latency) {
    boolean opensConnection =
        transport == Transport.TCP
            || (transport == Transport.CALL && payload instanceof Payload.Request);
    return opensConnection ? latency.multipliedBy(3) : latency;
  }
}
