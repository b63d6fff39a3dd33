package io.outagelab.hosting;

import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.outagelab.contracts.testbed.v1.Event;
import io.outagelab.contracts.testbed.v1.EventServiceGrpc;
import io.outagelab.contracts.testbed.v1.Layer;
import io.outagelab.contracts.testbed.v1.ReportRequest;
import io.outagelab.contracts.testbed.v1.ReportResponse;
import io.outagelab.contracts.testbed.v1.WatchRequest;
import io.outagelab.contracts.testbed.v1.WatchResponse;
import io.outagelab.contracts.testbed.v1.Weight;
import io.outagelab.harness.EventLog;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/** Where all containers report their events, and where those can be read. */
public class EventEndpoint extends EventServiceGrpc.EventServiceImplBase {
  /** How long a watcher sleeps when nothing happens. */
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);

  private final Sink sink;
  private final EventLog log;
  private final Set<Watcher> watchers = ConcurrentHashMap.newKeySet();

  /**
   * Hands what is reported to a sink, and what is in a log to those who watch.
   *
   * @param sink what it keeps it adds to the log
   */
  public EventEndpoint(Sink sink, EventLog log) {
    this.sink = sink;
    this.log = log;
  }

  /** Takes in what containers report; from any thread. */
  public interface Sink {
    /** An event was observed. */
    void heard(io.outagelab.core.Event event);

    /** This event still says how things stand: news to those who have not heard it. */
    void stands(io.outagelab.core.Event event);
  }

  @Override
  public StreamObserver<ReportRequest> report(StreamObserver<ReportResponse> response) {
    return new Report(response);
  }

  private final class Report implements StreamObserver<ReportRequest> {
    private final StreamObserver<ReportResponse> response;
    private long accepted;
    private boolean failed;

    Report(StreamObserver<ReportResponse> response) {
      this.response = response;
    }

    @Override
    public void onNext(ReportRequest request) {
      if (!failed) {
        failed = Replies.understood(response, () -> takenIn(request)).isEmpty();
      }
    }

    private long takenIn(ReportRequest request) {
      if (request.getContainer().isEmpty()) {
        throw new IllegalArgumentException("a report says which container it is from");
      }
      request.getStandingList().forEach(event -> sink.stands(event(event)));
      for (Event event : request.getEventsList()) {
        sink.heard(event(event));
        accepted++;
      }
      return accepted;
    }

    @Override
    public void onError(Throwable broken) {}

    @Override
    public void onCompleted() {
      if (!failed) {
        response.onNext(ReportResponse.newBuilder().setEventsAccepted(accepted).build());
        response.onCompleted();
      }
    }
  }

  private static io.outagelab.core.Event event(Event message) {
    String name = message.getName();
    if (name.isEmpty()) {
      throw new IllegalArgumentException("an event has a name");
    }
    if (message.getLayer() == Layer.LAYER_UNSPECIFIED || message.getLayer() == Layer.UNRECOGNIZED) {
      throw new IllegalArgumentException("event %s is of no layer".formatted(name));
    }
    if (message.getWeight() == Weight.WEIGHT_UNSPECIFIED
        || message.getWeight() == Weight.UNRECOGNIZED) {
      throw new IllegalArgumentException("event %s has no weight".formatted(name));
    }
    return EventMessages.read(message);
  }

  @Override
  public void watch(WatchRequest request, StreamObserver<WatchResponse> responses) {
    Replies.understood(responses, () -> admitted(request))
        .ifPresent(
            first ->
                new Watcher(request, first, (ServerCallStreamObserver<WatchResponse>) responses)
                    .begin());
  }

  private long admitted(WatchRequest request) {
    Replies.admit(watchers.size());
    return first(request);
  }

  private long first(WatchRequest request) {
    long first = request.hasFromIndex() ? request.getFromIndex() : log.next();
    if (first < 0) {
      throw new IllegalArgumentException("from_index is 0 or more, not %d".formatted(first));
    }
    if (first > log.next()) {
      throw Status.OUT_OF_RANGE
          .withDescription("from_index is at most %d so far, not %d".formatted(log.next(), first))
          .asRuntimeException();
    }
    return first;
  }

  /** Reads the log for one who watches, no faster than they take it. */
  private final class Watcher {
    private final WatchRequest wanted;
    private final ServerCallStreamObserver<WatchResponse> stream;
    private final Thread thread = Thread.ofVirtual().name("watch events").unstarted(this::run);
    private long next;

    Watcher(WatchRequest wanted, long first, ServerCallStreamObserver<WatchResponse> stream) {
      this.wanted = wanted;
      this.next = first;
      this.stream = stream;
    }

    void begin() {
      watchers.add(this);
      stream.setOnReadyHandler(() -> LockSupport.unpark(thread));
      stream.setOnCancelHandler(this::end);
      thread.start();
    }

    private void end() {
      watchers.remove(this);
      thread.interrupt();
    }

    private void run() {
      while (!Thread.currentThread().isInterrupted() && !stream.isCancelled()) {
        log.from(next, LONGEST_WAIT).forEach(this::tell);
      }
    }

    private void tell(EventLog.Numbered event) {
      next = event.index() + 1;
      Event message = EventMessages.of(event.happening());
      if (wanted.getLayersCount() > 0 && !wanted.getLayersList().contains(message.getLayer())) {
        return;
      }
      while (!stream.isReady() && !stream.isCancelled()) {
        LockSupport.park(this);
      }
      if (!stream.isCancelled()) {
        stream.onNext(WatchResponse.newBuilder().setIndex(event.index()).setEvent(message).build());
      }
    }
  }
}
