package io.outagelab.edge;

import io.outagelab.core.net.Endpoint;
import io.outagelab.core.net.Transport;

/** Who is told of the messages that come in on DNS sockets, on the thread that polls them. */
public interface DnsListener {
  /** A message came in at an address that is listened on. */
  void query(Transport transport, Endpoint client, Endpoint local, byte[] message);

  /** A message came back on a socket that was opened to ask. */
  void reply(Transport transport, Endpoint server, Endpoint local, byte[] message);

  /**
   * A question could not be sent, or its socket was closed without being told to. Those who ask
   * learn of it even while they ask.
   */
  default void lost(Transport transport, Endpoint server, Endpoint local) {}
}
