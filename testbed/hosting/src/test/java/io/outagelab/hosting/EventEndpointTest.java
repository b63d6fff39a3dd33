package io.outagelab.hosting;

import static io.outagelab.hosting.Steps.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Context;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import io.outagelab.assembly.Happening;
import io.outagelab.contracts.testbed.v1.Event;
import io.outagelab.contracts.testbed.v1.EventServiceGrpc;
import io.outagelab.contracts.testbed.v1.Layer;
import io.outagelab.contracts.testbed.v1.ReportRequest;
import io.outagelab.contracts.testbed.v1.ReportResponse;
import io.outagelab.contracts.testbed.v1.WatchRequest;
import io.outagelab.contracts.testbed.v1.WatchResponse;
import io.outagelab.contracts.testbed.v1.Weight;
import io.outagelab.harness.EventLog;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What containers report, and what can be read of it. */
@Timeout(30)
class EventEndpointTest {
  private static final String HOST = "127.0.0.1";

  private final EventLog log = new EventLog();
  private final List<String> standing = new CopyOnWriteArrayList<>();
  private Server server;
  private ManagedChannel channel;

  @BeforeEach
  void serve() throws IOException {
    server =
        NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .addService(new EventEndpoint(new Sink(), log))
            .build()
            .start();
    channel = NettyChannelBuilder.forAddress(HOST, server.getPort()).usePlaintext().build();
  }

  @AfterEach
  void stop() {
    channel.shutdownNow();
    server.shutdownNow();
  }

  private final class Sink implements EventEndpoint.Sink {
    @Override
    public void heard(io.outagelab.core.Event event) {
      log.append(new Happening(Duration.ofMinutes(1), event));
    }

    @Override
    public void stands(io.outagelab.core.Event event) {
      standing.add(event.name());
    }
  }

  private static Event event(Layer layer, String name) {
    return Event.newBuilder()
        .setLayer(layer)
        .setName(name)
        .setSubject("somebody")
        .setWeight(Weight.WEIGHT_STORY)
        .build();
  }

  private long report(Event... events) {
    return report(
        ReportRequest.newBuilder().setContainer("a-ns").addAllEvents(List.of(events)).build());
  }

  private long report(ReportRequest request) {
    CompletableFuture<Long> accepted = new CompletableFuture<>();
    StreamObserver<ReportRequest> reports =
        EventServiceGrpc.newStub(channel)
            .report(
                new StreamObserver<>() {
                  @Override
                  public void onNext(ReportResponse response) {
                    accepted.complete(response.getEventsAccepted());
                  }

                  @Override
                  public void onError(Throwable broken) {
                    accepted.completeExceptionally(broken);
                  }

                  @Override
                  public void onCompleted() {}
                });
    reports.onNext(request);
    reports.onCompleted();
    try {
      return accepted.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException refused ? refused : e;
    }
  }

  private Iterator<WatchResponse> watch(WatchRequest.Builder request) {
    return EventServiceGrpc.newBlockingStub(channel).watch(request.build());
  }

  private static String name(WatchResponse response) {
    return response.getEvent().getName();
  }

  @Test
  void whatStandsIsToldApartFromWhatHappens() {
    long accepted =
        report(
            ReportRequest.newBuilder()
                .setContainer("elsewhere")
                .addStanding(event(Layer.LAYER_DOORS, "door-shut"))
                .addEvents(event(Layer.LAYER_DOORS, "door-open"))
                .build());

    assertThat(accepted).isEqualTo(1);
    assertThat(standing).containsExactly("door-shut");
    assertThat(log.from(0, Duration.ZERO)).hasSize(1);
  }

  @Test
  void whoWatchesBeginsWhereTheySay() {
    assertThat(report(event(Layer.LAYER_BGP, "one"), event(Layer.LAYER_DNS, "two"))).isEqualTo(2);

    Iterator<WatchResponse> all = watch(WatchRequest.newBuilder().setFromIndex(0));
    assertThat(name(all.next())).isEqualTo("one");
    WatchResponse second = all.next();
    assertThat(name(second)).isEqualTo("two");
    assertThat(second.getIndex()).isEqualTo(1);
    assertThat(watch(WatchRequest.newBuilder().setFromIndex(1)).next()).isEqualTo(second);

    report(event(Layer.LAYER_DNS, "three"));
    assertThat(name(all.next())).isEqualTo("three");
    assertThat(
            name(
                watch(WatchRequest.newBuilder().setFromIndex(0).addLayers(Layer.LAYER_DNS)).next()))
        .isEqualTo("two");
  }

  @Test
  void whoDoesNotSayBeginsWithWhatComes() throws Exception {
    report(event(Layer.LAYER_BGP, "old"));
    CompletableFuture<String> heard = new CompletableFuture<>();
    EventServiceGrpc.newStub(channel)
        .watch(
            WatchRequest.getDefaultInstance(),
            new StreamObserver<>() {
              @Override
              public void onNext(WatchResponse response) {
                heard.complete(name(response));
              }

              @Override
              public void onError(Throwable broken) {
                heard.completeExceptionally(broken);
              }

              @Override
              public void onCompleted() {}
            });

    while (!heard.isDone()) {
      report(event(Layer.LAYER_BGP, "new"));
    }

    assertThat(heard.get()).isEqualTo("new");
  }

  @Test
  void aSlowWatcherHoldsNobodyUpAndMissesNothing() {
    Iterator<WatchResponse> slow = watch(WatchRequest.newBuilder().setFromIndex(0));
    Event[] many =
        IntStream.range(0, 20_000)
            .mapToObj(i -> event(Layer.LAYER_BGP, "event-%d-%s".formatted(i, "x".repeat(50))))
            .toArray(Event[]::new);

    assertThat(report(many)).isEqualTo(many.length);

    for (int i = 0; i < many.length; i++) {
      WatchResponse next = slow.next();
      assertThat(next.getIndex()).isEqualTo(i);
      assertThat(name(next)).isEqualTo(many[i].getName());
    }
  }

  @Test
  void watchersBeyondTheBoundAreRefusedUntilOneGoes() {
    report(event(Layer.LAYER_BGP, "one"));
    Context.CancellableContext first = Context.current().withCancellation();
    first.run(this::watchFromTheStart);
    IntStream.range(1, Replies.MAX_CALLS).forEach(i -> watchFromTheStart());

    assertRefused(Status.Code.RESOURCE_EXHAUSTED, "under way", this::watchFromTheStart);

    first.cancel(null);
    boolean admitted = false;
    while (!admitted) {
      admitted = watchesFromTheStart();
    }
  }

  private void watchFromTheStart() {
    assertThat(name(watch(WatchRequest.newBuilder().setFromIndex(0)).next())).isEqualTo("one");
  }

  private boolean watchesFromTheStart() {
    try {
      watchFromTheStart();
      return true;
    } catch (StatusRuntimeException e) {
      return false;
    }
  }

  @Test
  void nonsenseIsRefusedAndWhatCameBeforeIsKept() {
    assertRefused(
        Status.Code.INVALID_ARGUMENT,
        "from_index",
        () -> watch(WatchRequest.newBuilder().setFromIndex(-1)).next());
    assertRefused(
        Status.Code.OUT_OF_RANGE,
        "from_index",
        () -> watch(WatchRequest.newBuilder().setFromIndex(1)).next());
    assertRefused(
        Status.Code.INVALID_ARGUMENT,
        "container",
        () -> report(ReportRequest.newBuilder().addEvents(event(Layer.LAYER_BGP, "one")).build()));
    Event good = event(Layer.LAYER_BGP, "good");
    Stream.of(
            good.toBuilder().clearLayer(),
            good.toBuilder().clearName(),
            good.toBuilder().clearWeight())
        .forEach(
            bad ->
                assertRefused(
                    Status.Code.INVALID_ARGUMENT, "event", () -> report(good, bad.build())));

    assertThat(log.from(0, Duration.ZERO))
        .extracting(kept -> kept.happening().event().name())
        .containsExactly("good", "good", "good");
  }
}
