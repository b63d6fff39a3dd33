package io.outagelab.hosting;

import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.outagelab.contracts.testbed.v1.Event;
import io.outagelab.contracts.testbed.v1.EventServiceGrpc;
import io.outagelab.contracts.testbed.v1.ReportRequest;
import io.outagelab.contracts.testbed.v1.ReportResponse;
import io.outagelab.contracts.testbed.v1.WatchRequest;
import io.outagelab.contracts.testbed.v1.WatchResponse;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * Where all containers report their events. Those who watch hear of what is reported from then on,
 * and miss what they are too slow for.
 */
public class EventEndpoint extends EventServiceGrpc.EventServiceImplBase {
  private final Consumer<io.outagelab.core.Event> sink;
  private final List<Watcher> watchers = new CopyOnWriteArrayList<>();
  private final AtomicLong next = new AtomicLong();

  private record Watcher(WatchRequest wanted, ServerCallStreamObserver<WatchResponse> stream) {}

  /** Hands what is reported to this sink, from any thread. */
  public EventEndpoint(Consumer<io.outagelab.core.Event> sink) {
    this.sink = sink;
  }

  @Override
  public StreamObserver<ReportRequest> report(StreamObserver<ReportResponse> response) {
    return new StreamObserver<>() {
      private long accepted;

      @Override
      public void onNext(ReportRequest request) {
        for (Event event : request.getEventsList()) {
          try {
            sink.accept(EventMessages.read(event));
            accepted++;
            tell(event);
          } catch (IllegalArgumentException e) {
            response.onError(
                Status.INVALID_ARGUMENT
                    .withDescription("event %s: %s".formatted(event.getName(), e.getMessage()))
                    .asRuntimeException());
          }
        }
      }

      @Override
      public void onError(Throwable broken) {}

      @Override
      public void onCompleted() {
        response.onNext(ReportResponse.newBuilder().setEventsAccepted(accepted).build());
        response.onCompleted();
      }
    };
  }

  private synchronized void tell(Event event) {
    WatchResponse message =
        WatchResponse.newBuilder().setIndex(next.getAndIncrement()).setEvent(event).build();
    for (Watcher watcher : watchers) {
      boolean wanted =
          watcher.wanted().getLayersCount() == 0
              || watcher.wanted().getLayersList().contains(event.getLayer());
      if (wanted && watcher.stream().isReady()) {
        watcher.stream().onNext(message);
      }
    }
  }

  @Override
  public void watch(WatchRequest request, StreamObserver<WatchResponse> responses) {
    Watcher watcher = new Watcher(request, (ServerCallStreamObserver<WatchResponse>) responses);
    watcher.stream().setOnCancelHandler(() -> watchers.remove(watcher));
    watchers.add(watcher);
  }
}
