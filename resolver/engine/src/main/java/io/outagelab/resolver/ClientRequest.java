package io.outagelab.resolver;

import io.outagelab.core.dns.DnsCodec;
import io.outagelab.core.dns.Question;
import io.outagelab.core.net.Endpoint;
import io.outagelab.core.net.Transport;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;

/**
 * A question of a client, and where its answer goes.
 *
 * @param transport how it came
 * @param client who asks
 * @param local the own address and port it came to
 * @param query the message, with exactly one question
 */
record ClientRequest(Transport transport, Endpoint client, Endpoint local, Message query) {
  /** What a retransmission has in common with the first. */
  record Key(Transport transport, Endpoint client, Endpoint local, int id) {}

  /** The key. */
  Key key() {
    return new Key(transport, client, local, query.getHeader().getID());
  }

  /** What is asked. */
  Question question() {
    return Question.of(query);
  }

  /** Whether the resolver may ask others (RD, RFC 1035 §4.1.1). */
  boolean recursionDesired() {
    return query.getHeader().getFlag(Flags.RD);
  }

  /** The longest answer that the client takes, in octets. */
  int limit() {
    return transport == Transport.UDP ? DnsCodec.udpLimit(query) : DnsCodec.MAX_TCP;
  }
}
