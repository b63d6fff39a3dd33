package io.outagelab.hosting;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import io.outagelab.contracts.backbone.v1.AnnounceRequest;
import io.outagelab.contracts.backbone.v1.AnnounceResponse;
import io.outagelab.contracts.backbone.v1.OpenSessionRequest;
import io.outagelab.contracts.backbone.v1.OpenSessionResponse;
import io.outagelab.contracts.backbone.v1.RoutingServiceGrpc;
import io.outagelab.contracts.backbone.v1.WatchForwardingRequest;
import io.outagelab.contracts.backbone.v1.WatchForwardingResponse;
import io.outagelab.contracts.backbone.v1.WithdrawRequest;
import io.outagelab.contracts.backbone.v1.WithdrawResponse;
import io.outagelab.core.net.Prefix;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a backbone elsewhere is told of announcements, and in which order. */
@Timeout(30)
class DistantBackboneTest {
  private static final Prefix PREFIX = Prefix.of("129.134.30.0/24");

  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
  private final Backbone backbone = new Backbone();
  private Server server;
  private ManagedChannel channel;
  private DistantBackbone distant;

  @BeforeEach
  void serve() throws IOException {
    InetAddress host = InetAddress.getLoopbackAddress();
    server =
        NettyServerBuilder.forAddress(new InetSocketAddress(host, 0))
            .addService(backbone)
            .build()
            .start();
    channel =
        NettyChannelBuilder.forAddress(host.getHostAddress(), server.getPort())
            .usePlaintext()
            .directExecutor()
            .build();
    distant = new DistantBackbone(channel, "announcer", true, timer, () -> {});
  }

  @AfterEach
  void stop() {
    distant.close();
    channel.shutdownNow();
    server.shutdownNow();
    timer.shutdownNow();
  }

  @Test
  void tellsOneThingAfterTheOther() throws Exception {
    distant.originate("sjc", PREFIX, 100, Optional.empty());
    distant.open();
    Told announced = backbone.told.take();
    assertThat(announced.what()).isEqualTo("1 announces 129.134.30.0/24 100");

    distant.retract("sjc", PREFIX);
    distant.originate("sjc", PREFIX, 200, Optional.empty());
    assertThat(backbone.told).isEmpty();
    announced.answer().run();
    Told again = backbone.told.take();
    assertThat(again.what()).isEqualTo("1 announces 129.134.30.0/24 200");

    distant.retract("sjc", PREFIX);
    assertThat(backbone.told).isEmpty();
    again.answer().run();
    assertThat(backbone.told.take().what()).isEqualTo("1 withdraws 129.134.30.0/24");
  }

  @Test
  void tellsEverythingAnewInANewSessionAfterAFailure() throws Exception {
    distant.originate("sjc", PREFIX, 100, Optional.empty());
    distant.open();

    backbone.told.take().failure().run();

    assertThat(backbone.told.take().what()).isEqualTo("2 announces 129.134.30.0/24 100");
  }

  @Test
  void tellsEverythingAnewWhenTheSessionEnds() throws Exception {
    distant.originate("sjc", PREFIX, 100, Optional.empty());
    distant.open();
    Told lost = backbone.told.take();

    backbone.sessions.take().onError(Status.UNAVAILABLE.asRuntimeException());
    Told anew = backbone.told.take();
    distant.retract("sjc", PREFIX);
    lost.answer().run();
    assertThat(backbone.told).isEmpty();
    anew.answer().run();

    assertThat(backbone.told.take().what()).isEqualTo("2 withdraws 129.134.30.0/24");
  }

  /** What the backbone was told, and what it may say to that. */
  private record Told(String what, Runnable answer, Runnable failure) {}

  /** A backbone that answers when it is asked to. */
  private static final class Backbone extends RoutingServiceGrpc.RoutingServiceImplBase {
    private final BlockingQueue<Told> told = new LinkedBlockingQueue<>();
    private final BlockingQueue<StreamObserver<OpenSessionResponse>> sessions =
        new LinkedBlockingQueue<>();
    private int opened;

    @Override
    public synchronized void openSession(
        OpenSessionRequest request, StreamObserver<OpenSessionResponse> responses) {
      opened++;
      sessions.add(responses);
      responses.onNext(
          OpenSessionResponse.newBuilder().setSessionId(Integer.toString(opened)).build());
    }

    @Override
    public void announce(AnnounceRequest request, StreamObserver<AnnounceResponse> response) {
      tell(
          "%s announces %s %d"
              .formatted(request.getSessionId(), request.getPrefix(), request.getLocalPreference()),
          AnnounceResponse.getDefaultInstance(),
          response);
    }

    @Override
    public void withdraw(WithdrawRequest request, StreamObserver<WithdrawResponse> response) {
      tell(
          "%s withdraws %s".formatted(request.getSessionId(), request.getPrefix()),
          WithdrawResponse.getDefaultInstance(),
          response);
    }

    private <T> void tell(String what, T answer, StreamObserver<T> response) {
      told.add(
          new Told(
              what,
              () -> {
                response.onNext(answer);
                response.onCompleted();
              },
              () -> response.onError(Status.INTERNAL.asRuntimeException())));
    }

    @Override
    public void watchForwarding(
        WatchForwardingRequest request, StreamObserver<WatchForwardingResponse> responses) {}
  }
}
