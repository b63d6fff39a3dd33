package io.outagelab.console.dig;

import io.outagelab.core.dns.DnsCodec;
import io.outagelab.core.dns.Question;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;

/**
 * One question to one server over real sockets: UDP, and TCP if the answer was truncated (RFC 7766
 * §5).
 */
public final class Exchange {
  private final Duration timeout;
  private final int attempts;
  private final SecureRandom random = new SecureRandom();

  /** Exchanges that wait so long for each of so many attempts. */
  public Exchange(Duration timeout, int attempts) {
    this.timeout = timeout;
    this.attempts = attempts;
  }

  /**
   * A response.
   *
   * @param message what the server said
   * @param octets how long it was on the wire
   * @param took how long it took; real time
   * @param transport UDP or TCP
   */
  public record Reply(Message message, int octets, Duration took, String transport) {}

  /** Asks; empty if no answer came. */
  public Optional<Reply> ask(InetSocketAddress server, Question question, boolean recursive) {
    for (int attempt = 0; attempt < attempts; attempt++) {
      Message query =
          DnsCodec.withEdns(DnsCodec.query(random.nextInt(1 << 16), question, recursive));
      Optional<Reply> reply = overUdp(server, query, question);
      if (reply.isPresent()) {
        boolean isTruncated = reply.get().message().getHeader().getFlag(Flags.TC);
        return isTruncated ? overTcp(server, query, question).or(() -> reply) : reply;
      }
    }
    return Optional.empty();
  }

  private Optional<Reply> overUdp(InetSocketAddress server, Message query, Question question) {
    long start = System.nanoTime();
    long end = start + timeout.toNanos();
    byte[] wire = DnsCodec.encode(query, DnsCodec.MAX_UDP);
    try (DatagramSocket socket = new DatagramSocket()) {
      socket.connect(server);
      socket.send(new DatagramPacket(wire, wire.length));
      byte[] buffer = new byte[DnsCodec.MAX_TCP];
      for (long left = end - start; left > 1_000_000; left = end - System.nanoTime()) {
        socket.setSoTimeout((int) (left / 1_000_000));
        DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
        socket.receive(packet);
        byte[] received = Arrays.copyOf(packet.getData(), packet.getLength());
        Optional<Reply> reply = reply(received, query, question, start, "UDP");
        if (reply.isPresent()) {
          return reply;
        }
      }
    } catch (SocketTimeoutException | PortUnreachableException e) {
      return Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
    return Optional.empty();
  }

  private Optional<Reply> overTcp(InetSocketAddress server, Message query, Question question) {
    long start = System.nanoTime();
    byte[] wire = DnsCodec.encode(query, DnsCodec.MAX_TCP);
    try (Socket socket = new Socket()) {
      socket.connect(server, (int) timeout.toMillis());
      socket.setSoTimeout((int) timeout.toMillis());
      DataOutputStream out = new DataOutputStream(socket.getOutputStream());
      byte[] framed = new byte[wire.length + 2];
      framed[0] = (byte) (wire.length >> 8);
      framed[1] = (byte) wire.length;
      System.arraycopy(wire, 0, framed, 2, wire.length);
      out.write(framed);
      out.flush();
      DataInputStream in = new DataInputStream(socket.getInputStream());
      byte[] received = new byte[in.readUnsignedShort()];
      in.readFully(received);
      return reply(received, query, question, start, "TCP");
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** The reply, if it is one to this query: anything else on the socket is not for us. */
  private static Optional<Reply> reply(
      byte[] received, Message query, Question question, long start, String transport) {
    Duration took = Duration.ofNanos(System.nanoTime() - start);
    return DnsCodec.decode(received)
        .filter(message -> message.getHeader().getFlag(Flags.QR))
        .filter(message -> message.getHeader().getID() == query.getHeader().getID())
        .filter(message -> message.getQuestion() == null || question.isAskedBy(message))
        .map(message -> new Reply(message, received.length, took, transport));
  }
}
