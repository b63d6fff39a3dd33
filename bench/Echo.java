import io.outagelab.edge.DatagramLoops;
import io.outagelab.edge.Failures;
import java.net.InetSocketAddress;

/**
 * Sends every query back as its own response, by the loop that serves ours: what receiving and
 * sending cost without a server.
 */
final class Echo implements DatagramLoops.Answering {
  private static final int FLAGS = 2;
  private static final byte QR = (byte) 0x80;

  private byte[] last = {};

  private Echo() {}

  /** Listens on this address and port, until it is killed. */
  public static void main(String[] args) throws InterruptedException {
    InetSocketAddress local = new InetSocketAddress(args[0], Integer.parseInt(args[1]));
    try (DatagramLoops loops = new DatagramLoops(local, 1, "echo", new Failures(), Echo::new)) {
      Thread.currentThread().join();
    }
  }

  @Override
  public int answer(InetSocketAddress client, byte[] datagram, int length) {
    if (length <= FLAGS) {
      return 0;
    }
    datagram[FLAGS] |= QR;
    last = datagram;
    return length;
  }

  @Override
  public byte[] answer() {
    return last;
  }
}
