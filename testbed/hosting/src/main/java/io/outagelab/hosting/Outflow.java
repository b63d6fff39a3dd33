package io.outagelab.hosting;

import io.grpc.stub.ServerCallStreamObserver;
import java.util.Collections;
import java.util.Iterator;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/**
 * An answer of many messages on its way to one caller, who takes it as fast as it can. Made before
 * the call returns: from then on nobody can be told any more when the caller is ready.
 */
final class Outflow<T> {
  private final ServerCallStreamObserver<T> caller;
  private Iterator<T> messages = Collections.emptyIterator();
  private boolean begun;
  private boolean ended;

  /** Nothing to send yet. */
  Outflow(ServerCallStreamObserver<T> caller) {
    this.caller = caller;
    caller.setOnReadyHandler(this::flow);
  }

  /** Sends what comes; a caller that goes away cancels it. */
  void follow(CompletableFuture<Stream<T>> coming) {
    caller.setOnCancelHandler(() -> coming.cancel(false));
    var unused =
        coming.whenComplete(
            (stream, failure) -> {
              if (failure == null) {
                begin(stream);
              } else {
                caller.onError(Replies.status(failure));
              }
            });
  }

  private synchronized void begin(Stream<T> stream) {
    messages = stream.iterator();
    begun = true;
    flow();
  }

  private synchronized void flow() {
    while (begun && !ended && caller.isReady()) {
      if (messages.hasNext()) {
        caller.onNext(messages.next());
      } else {
        ended = true;
        caller.onCompleted();
      }
    }
  }
}
