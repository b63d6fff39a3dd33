import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;

/** Sends every query back as its own response: what receiving and sending cost without a server. */
final class Echo {
  private static final int FLAGS = 2;
  private static final byte QR = (byte) 0x80;

  private Echo() {}

  /** Listens on this address and port, until it is killed. */
  public static void main(String[] args) throws Exception {
    DatagramChannel channel = DatagramChannel.open(StandardProtocolFamily.INET);
    channel.setOption(StandardSocketOptions.SO_RCVBUF, 4 << 20);
    channel.bind(new InetSocketAddress(args[0], Integer.parseInt(args[1])));
    ByteBuffer datagram = ByteBuffer.allocateDirect(1 << 16);
    while (true) {
      var client = channel.receive(datagram.clear());
      if (datagram.flip().remaining() > FLAGS) {
        datagram.put(FLAGS, (byte) (datagram.get(FLAGS) | QR));
        channel.send(datagram, client);
      }
    }
  }
}
