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
  private volatile boolean fatal;
  private volatile Runnable onFatal = () -> {};

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

  /** Should this thread end by an error, what it belongs to has failed as a whole. */
  public void watch(Thread thread) {
    thread.setUncaughtExceptionHandler(
        (ended, why) -> {
          LOGGER.log(System.Logger.Level.ERROR, ended.getName() + " has ended by an error", why);
          fatal = true;
          onFatal.run();
        });
  }

  /** Runs this should a watched thread end by an error, or if one has; perhaps more than once. */
  public void onFatal(Runnable action) {
    onFatal = action;
    if (fatal) {
      action.run();
    }
  }

  /** Whether a watched thread has ended by an error. */
  public boolean isFatal() {
    return fatal;
  }

  /** How many there were. */
  public long count() {
    return count.get();
  }
}
