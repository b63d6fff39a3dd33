package io.outagelab.hosting;

import io.grpc.stub.StreamObserver;
import io.outagelab.contracts.apps.v1.CallRequest;
import io.outagelab.contracts.apps.v1.CallResponse;
import io.outagelab.contracts.apps.v1.CallServiceGrpc;
import io.outagelab.core.net.Packet;
import java.util.concurrent.CompletableFuture;

/** Calls from other containers to nodes of this one. What keeps silent answers nobody. */
public class CallEndpoint extends CallServiceGrpc.CallServiceImplBase {
  private final Cast cast;

  /** The calls to this cast. */
  public CallEndpoint(Cast cast) {
    this.cast = cast;
  }

  @Override
  public void call(CallRequest request, StreamObserver<CallResponse> response) {
    Replies.send(response, () -> answer(request));
  }

  private CompletableFuture<CallResponse> answer(CallRequest request) {
    Packet packet = CallMessages.read(request);
    CompletableFuture<CallResponse> answer =
        cast.arrived(request.getTarget().getSite(), packet, request.getId())
            .thenApply(CallMessages::of);
    var unused =
        answer.whenComplete(
            (given, failure) -> {
              if (answer.isCancelled()) {
                cast.cancelled(packet.from(), request.getId());
              }
            });
    return answer;
  }
}
