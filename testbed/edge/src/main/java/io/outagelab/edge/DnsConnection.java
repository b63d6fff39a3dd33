package io.outagelab.edge;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;

/** One DNS connection: messages behind two octets of length each way (RFC 1035 §4.2.2). */
final class DnsConnection {
  private static final int LENGTH = 2;

  /** Answers waiting to be written; a client that reads none is cut off here. */
  private static final int MAX_WAITING = 128;

  private final SocketChannel channel;
  private final Consumer<byte[]> onMessage;
  private final Deque<ByteBuffer> waiting = new ArrayDeque<>();
  private final ByteBuffer length = ByteBuffer.allocate(LENGTH);
  private ByteBuffer body = ByteBuffer.allocate(0);
  private long lastMessage = System.nanoTime();

  /** A connection on this channel that hands over each whole message. */
  DnsConnection(SocketChannel channel, Consumer<byte[]> onMessage) {
    this.channel = channel;
    this.onMessage = onMessage;
  }

  /** The channel. */
  SocketChannel channel() {
    return channel;
  }

  /** When the last whole message came or went, or the connection opened; {@code nanoTime}. */
  long lastMessage() {
    return lastMessage;
  }

  /** Queues a message; it goes out when the channel takes it. */
  void send(byte[] message) throws IOException {
    if (waiting.size() >= MAX_WAITING) {
      throw new IOException("the other end does not read");
    }
    waiting.add(
        ByteBuffer.allocate(LENGTH + message.length)
            .putShort((short) message.length)
            .put(message)
            .flip());
    lastMessage = System.nanoTime();
  }

  /** Reads and writes what can be; whether the connection goes on. */
  boolean ready(SelectionKey key) throws IOException {
    if (key.isWritable()) {
      write(key);
    }
    return !key.isValid() || !key.isReadable() || read();
  }

  private void write(SelectionKey key) throws IOException {
    while (!waiting.isEmpty()) {
      channel.write(waiting.getFirst());
      if (waiting.getFirst().hasRemaining()) {
        return;
      }
      waiting.removeFirst();
    }
    key.interestOps(SelectionKey.OP_READ);
  }

  /** Reads one message at most, so that a client that pipelines does not starve the others. */
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
      onMessage.accept(message);
    }
    return true;
  }
}
