package io.outagelab.hosting;

import io.grpc.Channel;
import io.grpc.Status;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import io.outagelab.assembly.LabUnavailable;
import io.outagelab.configpush.OperatorInstruction;
import io.outagelab.contracts.backbone.v1.ConfigServiceGrpc;
import io.outagelab.core.LabConfigurationException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The operator in another container. */
public final class OperatorDesk {
  /** A container that was killed is back by then. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final ConfigServiceGrpc.ConfigServiceStub stub;
  private final Duration patience;

  OperatorDesk(Channel channel) {
    this(channel, PATIENCE);
  }

  OperatorDesk(Channel channel, Duration patience) {
    this.stub = ConfigServiceGrpc.newStub(channel).withWaitForReady();
    this.patience = patience;
  }

  /**
   * Tells the operator what to do. Returns when the operator has it, before it is done; waits for a
   * backbone that starts again.
   *
   * @throws LabConfigurationException if the operator says that it makes no sense
   * @throws LabUnavailable if the operator cannot be reached, or cannot take it now
   */
  public void instruct(OperatorInstruction instruction) {
    Heard heard = new Heard();
    switch (instruction) {
      case OperatorInstruction.Push push -> stub.push(InstructionMessages.of(push), heard.of());
      case OperatorInstruction.Rollback rollback ->
          stub.rollback(InstructionMessages.of(rollback), heard.of());
      case OperatorInstruction.Dispatch dispatch ->
          stub.dispatch(InstructionMessages.of(dispatch), heard.of());
      case OperatorInstruction.Restore restore ->
          stub.restore(InstructionMessages.of(restore), heard.of());
    }
    heard.await(patience);
  }

  /** Waits for the first response, which says that the operator has it. */
  private static final class Heard {
    private final CompletableFuture<Boolean> first = new CompletableFuture<>();
    private Optional<ClientCallStreamObserver<?>> call = Optional.empty();

    <Q, R> ClientResponseObserver<Q, R> of() {
      return new ClientResponseObserver<>() {
        @Override
        public void beforeStart(ClientCallStreamObserver<Q> begun) {
          call = Optional.of(begun);
        }

        @Override
        public void onNext(R response) {
          first.complete(true);
        }

        @Override
        public void onError(Throwable broken) {
          first.completeExceptionally(broken);
        }

        @Override
        public void onCompleted() {
          first.complete(true);
        }
      };
    }

    void await(Duration patience) {
      try {
        first.orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS).join();
      } catch (CompletionException e) {
        // Else it would be done later, when nobody expects it any more.
        call.ifPresent(begun -> begun.cancel("nobody waits any more", e));
        throw refusal(e.getCause() == null ? e : e.getCause());
      }
    }

    private static RuntimeException refusal(Throwable cause) {
      if (cause instanceof TimeoutException) {
        return new LabUnavailable("the backbone does not answer");
      }
      Status status = Status.fromThrowable(cause);
      String why = Optional.ofNullable(status.getDescription()).orElse(status.getCode().name());
      return status.getCode() == Status.Code.INVALID_ARGUMENT
          ? new LabConfigurationException("the backbone refuses it: " + why)
          : new LabUnavailable("the backbone cannot be told: " + why);
    }
  }
}
