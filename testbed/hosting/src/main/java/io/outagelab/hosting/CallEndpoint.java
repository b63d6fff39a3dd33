package io.outagelab.hosting;

import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.outagelab.contracts.apps.v1.CallRequest;
import io.outagelab.contracts.apps.v1.CallResponse;
import io.outagelab.contracts.apps.v1.CallServiceGrpc;
import io.outagelab.core.net.Packet;

/** Calls from other containers to nodes of this one. A call for nobody here is never answered. */
public class CallEndpoint extends CallServiceGrpc.CallServiceImplBase {
  private final Cast cast;

  /** The calls to this cast. */
  public CallEndpoint(Cast cast) {
    this.cast = cast;
  }

  @Override
  public void call(CallRequest request, StreamObserver<CallResponse> response) {
    Packet packet;
    try {
      packet = CallMessages.read(request);
    } catch (IllegalArgumentException e) {
      response.onError(
          Status.INVALID_ARGUMENT.withDescription(e.getMessage()).asRuntimeException());
      return;
    }
    var stream = (ServerCallStreamObserver<CallResponse>) response;
    stream.setOnCancelHandler(() -> cast.cancelled(packet.from(), request.getId()));
    cast.arrived(
        request.getTarget().getSite(),
        packet,
        answer -> {
          if (!stream.isCancelled()) {
            stream.onNext(CallMessages.of(answer));
            stream.onCompleted();
          }
        });
  }
}
