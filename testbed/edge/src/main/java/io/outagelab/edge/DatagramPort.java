package io.outagelab.edge;

import java.io.IOException;
import java.net.InetSocketAddress;

/**
 * A bound socket that datagrams are read from and answered by, some at a time. All but {@link
 * #send} and {@link #interrupt} are for one thread.
 */
interface DatagramPort extends AutoCloseable {
  /** How many octets may wait in a socket. */
  int RECEIVE_BUFFER = 1 << 20;

  /**
   * Reads what has come. The datagrams are numbered from 0, and kept until the next call.
   *
   * @param waiting whether to wait for a first one; more are never waited for
   * @return how many came
   * @throws IOException if nothing can be read any more, as after {@link #interrupt}
   */
  int receive(boolean waiting) throws IOException;

  /** Who sent a datagram. */
  InetSocketAddress client(int datagram);

  /**
   * Copies a datagram.
   *
   * @param octets room for {@link Wire#MAX_QUERY} and one more
   * @return how many octets it has: one more than the longest query if it is longer than that
   */
  int read(int datagram, byte[] octets);

  /** Has a datagram answered by so many of these octets once the answers are flushed. */
  void answer(int datagram, byte[] octets, int length);

  /** Is told of what is not sent. */
  interface Unsent {
    /** The answer to this datagram cannot be sent. */
    void lost(int datagram, IOException why);
  }

  /**
   * Sends the answers.
   *
   * @param unsent is told of each that cannot be; the others are
   * @throws IOException if nothing can be sent any more, as after {@link #interrupt}
   */
  void flush(Unsent unsent) throws IOException;

  /** Sends a datagram; from any thread. After the end, nothing is sent. */
  void send(InetSocketAddress client, byte[] message) throws IOException;

  /** Ends what waits; from any thread, and more than once. */
  void interrupt();

  @Override
  void close();
}
