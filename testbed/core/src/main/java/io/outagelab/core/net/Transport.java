package io.outagelab.core.net;

/** How a packet travels. */
public enum Transport {
  /** A datagram: may be lost, has a size limit. */
  UDP,
  /**
   * A whole message on a connection. The four-tuple of a packet names the connection; the host
   * opens it for the first message and frames messages as the protocol of the port does.
   */
  TCP,
  /** A request or response between services (gRPC between containers, a direct call elsewhere). */
  CALL
}
