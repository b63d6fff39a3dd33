package io.outagelab.hosting;

import io.grpc.Channel;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import io.outagelab.configpush.OperatorInstruction;
import io.outagelab.contracts.backbone.v1.ConfigServiceGrpc;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The operator in another container. */
public final class OperatorDesk {
  private static final long PATIENCE_SECONDS = 5;

  private final ConfigServiceGrpc.ConfigServiceStub stub;

  OperatorDesk(Channel channel) {
    this.stub = ConfigServiceGrpc.newStub(channel).withWaitForReady();
  }

  /**
   * Tells the operator what to do. Returns when the operator has it, before it is done.
   *
   * @throws IllegalStateException if the operator cannot be reached
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
    heard.await();
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

    void await() {
      try {
        first.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
      } catch (CompletionException e) {
        // Else it would be done later, when nobody expects it any more.
        call.ifPresent(begun -> begun.cancel("nobody waits any more", e));
        Throwable cause = e.getCause() == null ? e : e.getCause();
        String why =
            cause instanceof TimeoutException
                ? "it does not answer"
                : String.valueOf(cause.getMessage());
        throw new IllegalStateException("the backbone cannot be told: " + why, e);
      }
    }
  }
}
