package io.outagelab.hosting;

import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A stream of responses that is opened again whenever it ends: after a moment at first, later after
 * a longer one.
 *
 * @param <Q> the request
 * @param <R> the responses
 */
final class Subscription<Q, R> implements AutoCloseable {
  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

  /** Opens the stream. */
  interface Opening<Q, R> {
    /** Opens the stream; what comes of it goes to the observer. */
    void open(ClientResponseObserver<Q, R> observer);
  }

  private final ScheduledExecutorService timer;
  private final Opening<Q, R> opening;
  private final Consumer<R> received;
  private final Runnable lost;
  private Duration pause = FIRST_PAUSE;
  private @Nullable ClientCallStreamObserver<Q> current;
  private boolean closed;

  /**
   * A subscription that is not open yet.
   *
   * @param received told of every response, one after the other
   * @param lost told whenever the stream has ended
   */
  Subscription(
      ScheduledExecutorService timer, Opening<Q, R> opening, Consumer<R> received, Runnable lost) {
    this.timer = timer;
    this.opening = opening;
    this.received = received;
    this.lost = lost;
  }

  /** Opens the stream, and keeps it open. */
  synchronized void open() {
    if (!closed) {
      opening.open(new Observer());
    }
  }

  private synchronized void ended() {
    current = null;
    if (closed) {
      return;
    }
    lost.run();
    var unused = timer.schedule(this::open, pause.toMillis(), TimeUnit.MILLISECONDS);
    Duration longer = pause.multipliedBy(2);
    pause = longer.compareTo(LONGEST_PAUSE) < 0 ? longer : LONGEST_PAUSE;
  }

  private synchronized void works() {
    pause = FIRST_PAUSE;
  }

  private synchronized void begun(ClientCallStreamObserver<Q> call) {
    current = call;
  }

  @Override
  public synchronized void close() {
    closed = true;
    if (current != null) {
      current.cancel("the container stops", null);
    }
  }

  private final class Observer implements ClientResponseObserver<Q, R> {
    @Override
    public void beforeStart(ClientCallStreamObserver<Q> call) {
      begun(call);
    }

    @Override
    public void onNext(R response) {
      works();
      received.accept(response);
    }

    @Override
    public void onError(Throwable broken) {
      ended();
    }

    @Override
    public void onCompleted() {
      ended();
    }
  }
}
