package io.outagelab.hosting;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Answers to calls, once machines have given them, or what is wrong with the question. */
final class Replies {
  /** A status travels in a header: clients take 8 KiB of them, escapes counted. */
  private static final int MAX_REASONS = 4_000;

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

  /**
   * Sends the one answer that there will be. A caller that goes away cancels it.
   *
   * @param answer what an {@link IllegalArgumentException} says is wrong is the caller's fault
   */
  static <T> void send(StreamObserver<T> response, Supplier<CompletableFuture<T>> answer) {
    understood(response, answer).ifPresent(coming -> follow(response, coming));
  }

  /** Sends an answer of many messages, each made when the caller has taken those before it. */
  static <T> void stream(
      StreamObserver<T> responses, Supplier<CompletableFuture<Stream<T>>> answer) {
    Outflow<T> outflow = new Outflow<>((ServerCallStreamObserver<T>) responses);
    understood(responses, answer).ifPresent(outflow::follow);
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

  private static <T> void follow(StreamObserver<T> response, CompletableFuture<T> coming) {
    ((ServerCallStreamObserver<T>) response).setOnCancelHandler(() -> coming.cancel(false));
    var unused =
        coming.whenComplete(
            (given, failure) -> {
              if (failure == null) {
                response.onNext(given);
                response.onCompleted();
              } else {
                response.onError(status(failure));
              }
            });
  }

  /** What a failure is to a caller. */
  static StatusRuntimeException status(Throwable failure) {
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

  /** The refusal of a question that makes no sense, for every reason, or as many as fit. */
  static StatusRuntimeException invalid(List<String> reasons) {
    StringBuilder fitting = new StringBuilder();
    int told = 0;
    while (told < reasons.size() && fitting.length() + reasons.get(told).length() < MAX_REASONS) {
      fitting.append(told == 0 ? "" : "\n").append(reasons.get(told));
      told++;
    }
    if (told < reasons.size()) {
      fitting.append("\nand %d more".formatted(reasons.size() - told));
    }
    return Status.INVALID_ARGUMENT.withDescription(fitting.toString()).asRuntimeException();
  }

  /** The refusal of a question about something that is not there. */
  static StatusRuntimeException notFound(String what) {
    return Status.NOT_FOUND.withDescription(what).asRuntimeException();
  }
}
