package io.outagelab.edge;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;

/** A port of the JDK's own, which reads and sends datagrams one by one: works everywhere. */
final class ChannelPort implements DatagramPort {
  private final DatagramChannel channel;
  private final ByteBuffer in = ByteBuffer.allocateDirect(Wire.MAX_QUERY + 1);
  private final ByteBuffer out = ByteBuffer.allocateDirect(Wire.MAX_DATAGRAM);
  private InetSocketAddress client;

  /**
   * Binds a socket.
   *
   * @param isShared whether others are bound to the same address (SO_REUSEPORT)
   * @throws IOException if it cannot be
   */
  ChannelPort(InetSocketAddress local, boolean isShared) throws IOException {
    this.client = local;
    out.limit(0);
    this.channel = DatagramChannel.open(Wire.family(local));
    try {
      channel.setOption(StandardSocketOptions.SO_RCVBUF, RECEIVE_BUFFER);
      if (isShared) {
        channel.setOption(StandardSocketOptions.SO_REUSEPORT, true);
      }
      channel.bind(local);
    } catch (IOException | RuntimeException e) {
      close();
      throw e;
    }
  }

  @Override
  public int receive(boolean waiting) throws IOException {
    if (channel.isBlocking() != waiting) {
      channel.configureBlocking(waiting);
    }
    if (!(channel.receive(in.clear()) instanceof InetSocketAddress sender)) {
      return 0;
    }
    in.flip();
    client = sender;
    return 1;
  }

  @Override
  public InetSocketAddress client(int datagram) {
    return client;
  }

  @Override
  public int read(int datagram, byte[] octets) {
    int length = in.remaining();
    in.get(0, octets, 0, length);
    return length;
  }

  @Override
  public void answer(int datagram, byte[] octets, int length) {
    out.clear().put(octets, 0, length).flip();
  }

  @Override
  public void flush(Unsent unsent) throws IOException {
    if (!out.hasRemaining()) {
      return;
    }
    try {
      channel.send(out, client);
    } catch (ClosedChannelException e) {
      throw e;
    } catch (IOException e) {
      unsent.lost(0, e);
    }
    out.clear().limit(0);
  }

  @Override
  public void send(InetSocketAddress to, byte[] message) throws IOException {
    try {
      channel.send(ByteBuffer.wrap(message), to);
    } catch (ClosedChannelException e) {
      // It comes too late: nothing is sent any more.
    }
  }

  @Override
  public void interrupt() {
    close();
  }

  @Override
  public void close() {
    Reactor.close(channel);
  }
}
