package io.outagelab.hosting;

import io.grpc.Channel;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import io.outagelab.assembly.Happening;
import io.outagelab.contracts.testbed.v1.EventServiceGrpc;
import io.outagelab.contracts.testbed.v1.ReportRequest;
import io.outagelab.contracts.testbed.v1.ReportResponse;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Tells the API of this container's events, in order. What it cannot be told of waits, up to a
 * bound; then the oldest is lost and counted.
 */
final class EventReporter implements AutoCloseable {
  private static final int MAX_WAITING = 20_000;
  private static final int BATCH = 200;
  private static final long PAUSE_MILLIS = 500;

  private final EventServiceGrpc.EventServiceStub stub;
  private final String self;
  private final ScheduledExecutorService timer;
  private final Deque<Happening> waiting = new ArrayDeque<>();
  private @Nullable ClientCallStreamObserver<ReportRequest> stream;
  private long lost;
  private boolean closed;

  /** A reporter of the container with this name. */
  EventReporter(Channel channel, String self, ScheduledExecutorService timer) {
    this.stub = EventServiceGrpc.newStub(channel);
    this.self = self;
    this.timer = timer;
    connect();
  }

  /** Reports an event. */
  synchronized void report(Happening happening) {
    if (waiting.size() >= MAX_WAITING) {
      waiting.removeFirst();
      lost++;
    }
    waiting.addLast(happening);
    flush();
  }

  /** How many were lost. */
  synchronized long lost() {
    return lost;
  }

  private synchronized void connect() {
    if (!closed) {
      stub.withWaitForReady().report(new Connection());
    }
  }

  private synchronized void flush() {
    while (stream != null && stream.isReady() && !waiting.isEmpty()) {
      ReportRequest.Builder batch = ReportRequest.newBuilder().setContainer(self);
      while (batch.getEventsCount() < BATCH && !waiting.isEmpty()) {
        batch.addEvents(EventMessages.of(waiting.removeFirst()));
      }
      stream.onNext(batch.build());
    }
  }

  private synchronized void started(ClientCallStreamObserver<ReportRequest> call) {
    stream = call;
    call.setOnReadyHandler(this::flush);
  }

  private synchronized void ended() {
    stream = null;
    if (!closed) {
      var unused = timer.schedule(this::connect, PAUSE_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    if (stream != null) {
      stream.onCompleted();
    }
  }

  private final class Connection implements ClientResponseObserver<ReportRequest, ReportResponse> {
    @Override
    public void beforeStart(ClientCallStreamObserver<ReportRequest> call) {
      started(call);
    }

    @Override
    public void onNext(ReportResponse response) {}

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
