package io.outagelab.console.serve;

import io.outagelab.authoritative.Authority;
import io.outagelab.authoritative.Guard;
import io.outagelab.authoritative.RateLimit;
import io.outagelab.authoritative.Responder;
import io.outagelab.core.net.Endpoint;
import io.outagelab.core.net.IpAddress;
import io.outagelab.core.net.Transport;
import io.outagelab.edge.DatagramLoops;
import io.outagelab.edge.DnsListener;
import io.outagelab.edge.DnsSockets;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;

/**
 * An authoritative name server on its own: as many loops for datagrams as wanted, and one for
 * connections. All answer by the authority of the moment, so that zones change between one query
 * and the next, and none is lost.
 */
public final class AuthoritativeServer implements AutoCloseable {
  private static final System.Logger LOGGER = System.getLogger("outage-lab");
  private static final String ROLE = "the name server";
  private static final Duration LONGEST_REST = Duration.ofSeconds(1);

  private static final long NANOS_PER_MILLI = 1_000_000;

  /** By which the clock that never goes back tells the time of day. */
  private final long epochOffset = System.currentTimeMillis() * NANOS_PER_MILLI - System.nanoTime();

  private final byte[] secret = new byte[Guard.SECRET];
  private final Optional<RateLimit> limit;
  private final DnsSockets connections;
  private final DatagramLoops datagrams;
  private final Thread thread = new Thread(this::serveConnections, ROLE + "-tcp");
  private volatile Authority authority;
  private volatile boolean closing;

  /**
   * Binds the sockets and starts to answer.
   *
   * @param listen an address of this machine and a port
   * @param udpLoops how many threads answer datagrams, each with a socket of its own
   * @param limit what clients get that have not proven their address
   * @param authority what is answered
   * @throws io.outagelab.core.LabConfigurationException if the address cannot be bound
   */
  public AuthoritativeServer(
      InetSocketAddress listen, int udpLoops, Optional<RateLimit> limit, Authority authority) {
    this.authority = authority;
    this.limit = limit;
    new SecureRandom().nextBytes(secret);
    this.connections = new DnsSockets(listen.getPort(), new Connections());
    try {
      connections.listenForConnections(IpAddress.of(listen.getAddress()), ROLE);
      this.datagrams = new DatagramLoops(listen, udpLoops, ROLE, Datagrams::new);
    } catch (RuntimeException e) {
      connections.close();
      throw e;
    }
    thread.start();
  }

  /** From the next query on, answers by this authority. */
  public void serve(Authority other) {
    authority = other;
  }

  /** What it answers by. */
  public Authority authority() {
    return authority;
  }

  private Responder guarded() {
    return new Responder(new Guard(secret, limit));
  }

  private long now() {
    return epochOffset + System.nanoTime();
  }

  private void serveConnections() {
    try (connections) {
      while (!closing) {
        pollGuarded();
      }
    }
  }

  /** What fails loses that one exchange; the others go on. */
  private void pollGuarded() {
    try {
      connections.poll(LONGEST_REST);
    } catch (RuntimeException e) {
      LOGGER.log(System.Logger.Level.ERROR, "a query on a connection failed", e);
    }
  }

  /** One loop's datagrams. */
  private final class Datagrams implements DatagramLoops.Answering {
    private final Responder responder = guarded();

    @Override
    public int answer(InetSocketAddress client, byte[] datagram, int length) {
      byte[] address = client.getAddress().getAddress();
      return responder.answer(authority, Transport.UDP, address, now(), datagram, length);
    }

    @Override
    public byte[] answer() {
      return responder.response();
    }
  }

  /** What comes in on connections. */
  private final class Connections implements DnsListener {
    private final Responder responder = guarded();

    @Override
    public void query(Transport transport, Endpoint client, Endpoint local, byte[] message) {
      byte[] address = client.address().toInetAddress().getAddress();
      int size = responder.answer(authority, transport, address, now(), message, message.length);
      if (size != Responder.SILENT) {
        connections.answer(transport, local, client, Arrays.copyOf(responder.response(), size));
      }
    }

    @Override
    public void reply(Transport transport, Endpoint server, Endpoint local, byte[] message) {
      throw new IllegalStateException("a name server that asks nobody got a reply");
    }
  }

  /** Stops listening; what has been asked is answered first. */
  @Override
  public void close() {
    closing = true;
    connections.wakeup();
    datagrams.close();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
