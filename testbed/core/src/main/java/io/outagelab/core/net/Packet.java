package io.outagelab.core.net;

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
}
