package io.outagelab.hosting;

import io.grpc.Channel;
import io.grpc.stub.ClientCallStreamObserver;
import io.outagelab.assembly.Happening;
import io.outagelab.assembly.StatusBoard;
import io.outagelab.contracts.testbed.v1.EventServiceGrpc;
import io.outagelab.contracts.testbed.v1.ReportRequest;
import io.outagelab.contracts.testbed.v1.ReportResponse;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import org.jspecify.annotations.Nullable;

/**
 * Tells the API of this container's events, in order. What it cannot be told of waits, up to a
 * bound; then the oldest is lost and counted.
 *
 * <p>Every stream begins with what stands: the latest event on each thing that a {@link
 * StatusBoard} shows. To an API that has started anew since, that is news.
 */
final class EventReporter implements AutoCloseable {
  private static final int MAX_WAITING = 20_000;
  private static final int BATCH = 200;

  private final String self;
  private final Subscription<ReportRequest, ReportResponse> reports;
  private final Deque<Happening> waiting = new ArrayDeque<>();
  private final Map<String, Happening> standing = new LinkedHashMap<>();
  private @Nullable ClientCallStreamObserver<ReportRequest> stream;
  private long lost;

  /** A reporter of the container with this name; what it is told waits until it opens. */
  EventReporter(Channel channel, String self, ScheduledExecutorService timer) {
    this.self = self;
    EventServiceGrpc.EventServiceStub stub = EventServiceGrpc.newStub(channel);
    this.reports =
        new Subscription<>(
            timer, observer -> stub.withWaitForReady().report(observer), new Connection());
  }

  /** Begins to tell. */
  void open() {
    reports.open();
  }

  /** Reports an event. */
  synchronized void report(Happening happening) {
    StatusBoard.topic(happening.event()).ifPresent(topic -> standing.put(topic, happening));
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

  private synchronized void flush() {
    while (stream != null && stream.isReady() && !waiting.isEmpty()) {
      ReportRequest.Builder batch = ReportRequest.newBuilder().setContainer(self);
      while (batch.getEventsCount() < BATCH && !waiting.isEmpty()) {
        batch.addEvents(EventMessages.of(waiting.removeFirst()));
      }
      stream.onNext(batch.build());
    }
  }

  private synchronized void ready(ClientCallStreamObserver<ReportRequest> call) {
    if (stream == null) {
      call.onNext(
          ReportRequest.newBuilder()
              .setContainer(self)
              .addAllStanding(standing.values().stream().map(EventMessages::of).toList())
              .build());
    }
    stream = call;
    flush();
  }

  private synchronized void ended() {
    stream = null;
  }

  @Override
  public void close() {
    reports.close();
  }

  private final class Connection implements Subscription.Listener<ReportRequest, ReportResponse> {
    @Override
    public void begun(ClientCallStreamObserver<ReportRequest> call) {
      // Before that it has not begun, and cannot be asked whether it is ready.
      call.setOnReadyHandler(() -> ready(call));
    }

    @Override
    public void received(ReportResponse response) {}

    @Override
    public void ended() {
      EventReporter.this.ended();
    }

    /** What was told before the end still goes out. */
    @Override
    public void close(ClientCallStreamObserver<ReportRequest> call) {
      EventReporter.this.ended();
      call.onCompleted();
    }
  }
}
