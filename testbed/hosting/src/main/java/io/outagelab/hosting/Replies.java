package io.outagelab.hosting;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/** Answers to calls, once machines have given them, or what is wrong with the question. */
final class Replies {
  /**
   * So many calls of a kind that hold something are under way at most: more than people, drills and
   * containers have.
   */
  static final int MAX_CALLS = 64;

  private Replies() {}

  /** Refuses one more call beside so many; the code is RESOURCE_EXHAUSTED. */
  static void admit(int underWay) {
    if (underWay >= MAX_CALLS) {
      throw Status.RESOURCE_EXHAUSTED
          .withDescription("%d calls are under way".formatted(underWay))
          .asRuntimeException();
    }
  }

  /** Sends the one answer that there will be. A caller that goes away cancels it. */
  static <T> void send(StreamObserver<T> response, Supplier<CompletableFuture<T>> answer) {
    send(response, answer, StreamObserver::onNext);
  }

  /**
   * Sends what there is in an answer.
   *
   * @param answer what an {@link IllegalArgumentException} says is wrong is the caller's fault
   * @param telling hands the answer over, in one message or several
   */
  static <A, T> void send(
      StreamObserver<T> response,
      Supplier<CompletableFuture<A>> answer,
      BiConsumer<StreamObserver<T>, A> telling) {
    understood(response, answer).ifPresent(coming -> follow(response, coming, telling));
  }

  /** What is read from a question; or nothing, and the caller is told what is wrong with it. */
  static <T> Optional<T> understood(StreamObserver<?> response, Supplier<T> reading) {
    try {
      return Optional.of(reading.get());
    } catch (IllegalArgumentException | StatusRuntimeException e) {
      response.onError(status(e));
      return Optional.empty();
    }
  }

  private static <A, T> void follow(
      StreamObserver<T> response,
      CompletableFuture<A> coming,
      BiConsumer<StreamObserver<T>, A> telling) {
    ((ServerCallStreamObserver<T>) response).setOnCancelHandler(() -> coming.cancel(false));
    var unused =
        coming.whenComplete(
            (given, failure) -> {
              if (failure == null) {
                telling.accept(response, given);
                response.onCompleted();
              } else {
                response.onError(status(failure));
              }
            });
  }

  /** What a failure is to a caller. */
  private static StatusRuntimeException status(Throwable failure) {
    return switch (failure) {
      case CompletionException wrapped when wrapped.getCause() != null ->
          status(wrapped.getCause());
      case StatusRuntimeException known -> known;
      case IllegalArgumentException wrong ->
          Status.INVALID_ARGUMENT.withDescription(wrong.getMessage()).asRuntimeException();
      case TimeoutException late ->
          Status.DEADLINE_EXCEEDED.withDescription("nobody answered").asRuntimeException();
      default ->
          Status.INTERNAL
              .withDescription("a machine failed: " + failure)
              .withCause(failure)
              .asRuntimeException();
    };
  }

  /** The refusal of a question about something that is not there. */
  static StatusRuntimeException notFound(String what) {
    return Status.NOT_FOUND.withDescription(what).asRuntimeException();
  }
}
