package io.outagelab.edge;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;

/** Many channels on one thread: tells each one's handler when there is something to do. */
final class Reactor implements AutoCloseable {
  private static final long NANOS_PER_MILLI = 1_000_000;

  private final Selector selector;

  /** What is done about a channel. */
  interface Handler {
    /** The channel can do what it was registered for. */
    void ready(SelectionKey key) throws IOException;

    /** The channel failed: forget it, or make the failure pass. */
    void failed();
  }

  /** A reactor without channels. */
  Reactor() {
    try {
      this.selector = Selector.open();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Has the handler told when the channel can do one of these operations. */
  SelectionKey register(SelectableChannel channel, int operations, Handler handler)
      throws IOException {
    channel.configureBlocking(false);
    return channel.register(selector, operations, handler);
  }

  /** Asks for one more operation of a channel; nothing if it is closed. */
  void alsoWants(SelectableChannel channel, int operation) {
    SelectionKey key = channel.keyFor(selector);
    if (key != null && key.isValid()) {
      key.interestOpsOr(operation);
    }
  }

  /**
   * Waits up to this long, rounded up to whole milliseconds, and runs the handlers concerned.
   *
   * @return how many there were
   */
  int poll(Duration atMost) {
    try {
      long millis = Math.ceilDiv(Math.max(0, atMost.toNanos()), NANOS_PER_MILLI);
      return millis == 0 ? selector.selectNow(Reactor::run) : selector.select(Reactor::run, millis);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void run(SelectionKey key) {
    if (!key.isValid()) {
      return;
    }
    Handler handler = (Handler) key.attachment();
    try {
      handler.ready(key);
    } catch (IOException e) {
      handler.failed();
    }
  }

  /** Ends a {@link #poll} that waits; from any thread. */
  void wakeup() {
    selector.wakeup();
  }

  /** Closes a channel; whoever it belonged to is done with it. */
  static void close(SelectableChannel channel) {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      selector.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
