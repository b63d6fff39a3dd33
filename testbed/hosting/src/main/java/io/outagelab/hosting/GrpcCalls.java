package io.outagelab.hosting;

import io.grpc.stub.StreamObserver;
import io.outagelab.contracts.apps.v1.CallResponse;
import io.outagelab.contracts.apps.v1.CallServiceGrpc;
import io.outagelab.core.net.Packet;
import io.outagelab.core.net.Payload;
import io.outagelab.world.Placement.Container;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Calls to nodes in other containers, by gRPC. A call that breaks is one without a response. */
record GrpcCalls(Channels channels) implements CallCarrier {
  /** Longer than any caller waits. */
  private static final long DEADLINE_SECONDS = 30;

  @Override
  public void call(
      Container container,
      Packet packet,
      String fromSite,
      String toSite,
      Consumer<Payload.Response> answered) {
    if (packet.payload() instanceof Payload.Request request) {
      CallServiceGrpc.newStub(channels.to(container))
          .withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS)
          .call(
              CallMessages.of(packet, request, fromSite, toSite),
              new StreamObserver<CallResponse>() {
                @Override
                public void onNext(CallResponse response) {
                  answered.accept(CallMessages.read(request.id(), response));
                }

                @Override
                public void onError(Throwable broken) {}

                @Override
                public void onCompleted() {}
              });
    }
  }
}
