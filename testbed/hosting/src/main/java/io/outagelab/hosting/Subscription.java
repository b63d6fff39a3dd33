package io.outagelab.hosting;

import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A stream of responses that is opened again a moment after it has ended. Whoever opens it waits
 * for the channel to be ready, which backs off by itself.
 *
 * @param <Q> the requests
 * @param <R> the responses
 */
final class Subscription<Q, R> implements AutoCloseable {
  private static final long PAUSE_MILLIS = 200;

  /** Opens the stream. */
  interface Opening<Q, R> {
    /** Opens the stream; what comes of it goes to the observer. */
    void open(ClientResponseObserver<Q, R> observer);
  }

  /** What comes of a stream, one after the other. */
  interface Listener<Q, R> {
    /** The stream is about to begin. */
    default void begun(ClientCallStreamObserver<Q> call) {}

    /** A response came. */
    void received(R response);

    /** The stream has ended, and will be opened again. */
    default void ended() {}

    /** Ends the stream for good. */
    default void close(ClientCallStreamObserver<Q> call) {
      call.cancel("the container stops", null);
    }
  }

  private final ScheduledExecutorService timer;
  private final Opening<Q, R> opening;
  private final Listener<Q, R> listener;
  private @Nullable ClientCallStreamObserver<Q> current;
  private boolean closed;

  /** A subscription that is not open yet. */
  Subscription(ScheduledExecutorService timer, Opening<Q, R> opening, Listener<Q, R> listener) {
    this.timer = timer;
    this.opening = opening;
    this.listener = listener;
  }

  /** Opens the stream, and keeps it open. */
  synchronized void open() {
    if (!closed) {
      opening.open(new Observer());
    }
  }

  /** Ends the stream that is open, if one is: the next one begins anew. */
  synchronized void renew() {
    if (current != null) {
      current.cancel("it begins anew", null);
    }
  }

  private synchronized void ended() {
    current = null;
    if (closed) {
      return;
    }
    listener.ended();
    var unused = timer.schedule(this::open, PAUSE_MILLIS, TimeUnit.MILLISECONDS);
  }

  private synchronized void begun(ClientCallStreamObserver<Q> call) {
    current = call;
    listener.begun(call);
  }

  @Override
  public synchronized void close() {
    closed = true;
    if (current != null) {
      listener.close(current);
    }
  }

  private final class Observer implements ClientResponseObserver<Q, R> {
    @Override
    public void beforeStart(ClientCallStreamObserver<Q> call) {
      begun(call);
    }

    @Override
    public void onNext(R response) {
      listener.received(response);
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
