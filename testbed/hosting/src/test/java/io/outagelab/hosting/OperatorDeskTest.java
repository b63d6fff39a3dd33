package io.outagelab.hosting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import io.outagelab.assembly.LabUnavailable;
import io.outagelab.configpush.OperatorInstruction.Restore;
import io.outagelab.contracts.backbone.v1.ConfigServiceGrpc.ConfigServiceImplBase;
import io.outagelab.contracts.backbone.v1.RestoreRequest;
import io.outagelab.contracts.backbone.v1.RestoreResponse;
import io.outagelab.core.LabConfigurationException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OperatorDeskTest {
  private static final Restore RESTORE = new Restore(Optional.empty(), true);
  private static final Duration LONG = Duration.ofSeconds(30);

  private final List<Runnable> closing = new ArrayList<>();

  @AfterEach
  void close() {
    closing.reversed().forEach(Runnable::run);
  }

  /** A backbone that answers so. */
  private Server backbone(int port, Consumer<StreamObserver<RestoreResponse>> answer)
      throws IOException {
    Server server =
        NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
            .addService(
                new ConfigServiceImplBase() {
                  @Override
                  public void restore(
                      RestoreRequest request, StreamObserver<RestoreResponse> responses) {
                    answer.accept(responses);
                  }
                })
            .build()
            .start();
    closing.add(server::shutdownNow);
    return server;
  }

  private OperatorDesk desk(int port, Duration patience) {
    ManagedChannel channel =
        NettyChannelBuilder.forAddress("127.0.0.1", port).usePlaintext().build();
    closing.add(channel::shutdownNow);
    return new OperatorDesk(channel, patience);
  }

  private OperatorDesk deskOf(Status refusal) throws IOException {
    int port = backbone(0, responses -> responses.onError(refusal.asException())).getPort();
    return desk(port, LONG);
  }

  @Test
  void waitsForABackboneThatStarts() throws Exception {
    int port;
    try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = probe.getLocalPort();
    }
    OperatorDesk desk = desk(port, LONG);
    CompletableFuture<Void> told = CompletableFuture.runAsync(() -> desk.instruct(RESTORE));

    backbone(port, responses -> responses.onNext(RestoreResponse.getDefaultInstance()));

    assertThat(told).succeedsWithin(LONG);
  }

  @Test
  void saysThatTheBackboneDoesNotAnswer() throws IOException {
    int port = backbone(0, responses -> {}).getPort();

    assertThatThrownBy(() -> desk(port, Duration.ofMillis(1)).instruct(RESTORE))
        .isInstanceOf(LabUnavailable.class)
        .hasMessage("the backbone does not answer");
  }

  @Test
  void passesOnWhyTheBackboneCannotBeToldNow() throws IOException {
    OperatorDesk desk = deskOf(Status.RESOURCE_EXHAUSTED.withDescription("64 calls are under way"));

    assertThatThrownBy(() -> desk.instruct(RESTORE))
        .isInstanceOf(LabUnavailable.class)
        .hasMessage("the backbone cannot be told: 64 calls are under way");
  }

  @Test
  void passesOnWhatTheBackboneRefuses() throws IOException {
    OperatorDesk desk = deskOf(Status.INVALID_ARGUMENT.withDescription("there is no plane 99"));

    assertThatThrownBy(() -> desk.instruct(RESTORE))
        .isInstanceOf(LabConfigurationException.class)
        .hasMessage("the backbone refuses it: there is no plane 99");
  }
}
