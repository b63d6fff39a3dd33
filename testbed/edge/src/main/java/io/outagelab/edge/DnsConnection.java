package io.outagelab.edge;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;

/** One DNS connection: messages behind two octets of length each way (RFC 1035 §4.2.2). */
final class DnsConnection {
  /** How long it may stay with nothing asked (RFC 7766 §6.2.3). */
  static final Duration IDLE_LIMIT = Duration.ofSeconds(10);

  /** How long it may wait for an answer: what asks into an outage sees it heal. */
  static final Duration WAITING_LIMIT = Duration.ofMinutes(1);

  private static final int LENGTH = 2;

  /** Octets of answers waiting to be written; a client that reads none is cut off here. */
  private static final int MAX_WAITING = 1 << 17;

  private final SocketChannel channel;
  private final Consumer<byte[]> onMessage;
  private final Deque<ByteBuffer> waiting = new ArrayDeque<>();
  private final ByteBuffer length = ByteBuffer.allocate(LENGTH);
  private ByteBuffer body = ByteBuffer.allocate(0);
  private long lastMessage = System.nanoTime();
  private int waitingOctets;
  private int unanswered;
  private boolean ended;

  /** A connection on this channel that hands over each whole message. */
  DnsConnection(SocketChannel channel, Consumer<byte[]> onMessage) {
    this.channel = channel;
    this.onMessage = onMessage;
  }

  /** The channel. */
  SocketChannel channel() {
    return channel;
  }

  /** Whether no whole message has come or gone for too long. */
  boolean isStale(long nanoTime) {
    Duration limit = unanswered > 0 ? WAITING_LIMIT : IDLE_LIMIT;
    return nanoTime - lastMessage > limit.toNanos();
  }

  /** Queues a message; it goes out when the channel takes it. */
  void send(byte[] message) throws IOException {
    waitingOctets += LENGTH + message.length;
    if (waitingOctets > MAX_WAITING) {
      throw new IOException("the other end does not read");
    }
    waiting.add(
        ByteBuffer.allocate(LENGTH + message.length)
            .putShort((short) message.length)
            .put(message)
            .flip());
    unanswered = Math.max(0, unanswered - 1);
    lastMessage = System.nanoTime();
  }

  /**
   * Reads and writes what can be; whether the connection goes on. One whose other end has said that
   * it will send no more goes on until it has its answers.
   */
  boolean ready(SelectionKey key) throws IOException {
    if (key.isWritable()) {
      write(key);
    }
    if (key.isValid() && key.isReadable() && !read()) {
      ended = true;
      key.interestOpsAnd(~SelectionKey.OP_READ);
    }
    return !ended || unanswered > 0 || !waiting.isEmpty();
  }

  private void write(SelectionKey key) throws IOException {
    while (!waiting.isEmpty()) {
      waitingOctets -= channel.write(waiting.getFirst());
      if (waiting.getFirst().hasRemaining()) {
        return;
      }
      waiting.removeFirst();
    }
    key.interestOpsAnd(~SelectionKey.OP_WRITE);
  }

  /**
   * Reads one message at most, so that a client that pipelines does not starve the others; false at
   * the end of the stream.
   */
  private boolean read() throws IOException {
    if (length.hasRemaining()) {
      if (channel.read(length) < 0) {
        return false;
      }
      if (length.hasRemaining()) {
        return true;
      }
      body = ByteBuffer.allocate(Short.toUnsignedInt(length.getShort(0)));
    }
    if (body.hasRemaining() && channel.read(body) < 0) {
      return false;
    }
    if (!body.hasRemaining()) {
      byte[] message = body.array();
      length.clear();
      lastMessage = System.nanoTime();
      unanswered++;
      onMessage.accept(message);
    }
    return true;
  }
}
