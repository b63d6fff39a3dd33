package io.outagelab.edge;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;

/** One DNS connection: messages behind two octets of length each way (RFC 1035 §4.2.2). */
final class DnsConnection {
  private static final int LENGTH = 2;
  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  /** Octets that wait to be written; one whose other end reads none is cut off here. */
  private static final int MAX_WAITING = 1 << 17;

  /** What a stream counts for in {@link #MAX_WAITING}: its messages are not made yet. */
  private static final int STREAM = 1 << 10;

  /** Messages written before other connections get their turn. */
  private static final int WRITE_BURST = 8;

  private record Queued(Iterator<byte[]> messages, int weight) {}

  private final SocketChannel channel;
  private final int longest;
  private final Consumer<byte[]> onMessage;
  private final Deque<Queued> waiting = new ArrayDeque<>();
  private final ByteBuffer length = ByteBuffer.allocate(LENGTH);
  private ByteBuffer body = NOTHING;
  private ByteBuffer out = NOTHING;
  private long lastMessage = System.nanoTime();
  private int weight;
  private boolean ended;

  /**
   * A connection on this channel.
   *
   * @param longest how many octets a message that comes in may have
   * @param onMessage is handed each whole message
   */
  DnsConnection(SocketChannel channel, int longest, Consumer<byte[]> onMessage) {
    this.channel = channel;
    this.longest = longest;
    this.onMessage = onMessage;
  }

  /** The channel. */
  SocketChannel channel() {
    return channel;
  }

  /** When the last whole message came or went, by {@link System#nanoTime}. */
  long lastMessage() {
    return lastMessage;
  }

  /** Whether the other end has said that it will send no more. */
  boolean hasEnded() {
    return ended;
  }

  /** Whether something waits until the other end takes it. */
  boolean isWriting() {
    return out.hasRemaining() || !waiting.isEmpty();
  }

  /** Queues a message; it goes out when the channel takes it. */
  void send(byte[] message) throws IOException {
    send(List.of(message).iterator(), LENGTH + message.length);
  }

  /** Queues messages, each to be made when those before it are written. */
  void send(Iterator<byte[]> messages) throws IOException {
    send(messages, STREAM);
  }

  private void send(Iterator<byte[]> messages, int more) throws IOException {
    weight += more;
    if (weight > MAX_WAITING) {
      throw new IOException("the other end does not read");
    }
    waiting.add(new Queued(messages, more));
    lastMessage = System.nanoTime();
  }

  /** Reads and writes what can be. */
  void ready(SelectionKey key) throws IOException {
    if (key.isWritable()) {
      write(key);
    }
    if (key.isValid() && key.isReadable() && !read()) {
      ended = true;
      key.interestOpsAnd(~SelectionKey.OP_READ);
    }
  }

  private void write(SelectionKey key) throws IOException {
    for (int i = 0; i < WRITE_BURST; i++) {
      if (!out.hasRemaining() && !hasNextToWrite()) {
        key.interestOpsAnd(~SelectionKey.OP_WRITE);
        return;
      }
      channel.write(out);
      if (out.hasRemaining()) {
        return;
      }
      lastMessage = System.nanoTime();
    }
  }

  private boolean hasNextToWrite() {
    while (!waiting.isEmpty()) {
      if (waiting.getFirst().messages().hasNext()) {
        byte[] message = waiting.getFirst().messages().next();
        out =
            ByteBuffer.allocate(LENGTH + message.length)
                .putShort((short) message.length)
                .put(message)
                .flip();
        return true;
      }
      weight -= waiting.removeFirst().weight();
    }
    return false;
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
      int size = Short.toUnsignedInt(length.getShort(0));
      if (size > longest) {
        throw new IOException("a message of %d octets: %d are allowed".formatted(size, longest));
      }
      body = ByteBuffer.allocate(size);
    }
    if (body.hasRemaining() && channel.read(body) < 0) {
      return false;
    }
    if (!body.hasRemaining()) {
      byte[] message = body.array();
      length.clear();
      lastMessage = System.nanoTime();
      onMessage.accept(message);
    }
    return true;
  }
}
