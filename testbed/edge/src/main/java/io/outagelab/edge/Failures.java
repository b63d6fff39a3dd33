package io.outagelab.edge;

import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Exchanges that were dropped because our own code failed. Each is counted; the first is logged
 * with the message that did it, then the second, the fourth and so on: whoever has found such a
 * message may send it without end.
 */
public final class Failures {
  private static final System.Logger LOGGER = System.getLogger("outage-lab");
  private static final int MOST_SHOWN = 512;

  private final AtomicLong count = new AtomicLong();

  /**
   * One more.
   *
   * @param where what failed, such as {@code a datagram to 192.0.2.1:53}
   * @param client who sent the message
   * @param message octets, of which the first {@code length} came
   */
  public void count(String where, Object client, byte[] message, int length, Throwable why) {
    long number = count.incrementAndGet();
    if (Long.bitCount(number) == 1) {
      String octets = HexFormat.of().formatHex(message, 0, Math.min(length, MOST_SHOWN));
      LOGGER.log(
          System.Logger.Level.ERROR,
          "%s failed (%d so far); it came from %s and has %d octets: %s"
              .formatted(where, number, client, length, octets),
          why);
    }
  }

  /** How many there were. */
  public long count() {
    return count.get();
  }
}
