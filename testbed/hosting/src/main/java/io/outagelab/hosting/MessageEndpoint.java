package io.outagelab.hosting;

import io.grpc.stub.StreamObserver;
import io.outagelab.contracts.apps.v1.MessageServiceGrpc;
import io.outagelab.contracts.apps.v1.SendMessageRequest;
import io.outagelab.contracts.apps.v1.SendMessageResponse;

/** Takes visitors' messages to other users at the front ends of this container. */
public class MessageEndpoint extends MessageServiceGrpc.MessageServiceImplBase {
  private final FrontDesk desk;

  /** The front ends of this cast. */
  public MessageEndpoint(Cast cast) {
    this.desk = new FrontDesk(cast);
  }

  @Override
  public void sendMessage(
      SendMessageRequest request, StreamObserver<SendMessageResponse> response) {
    Replies.send(
        response,
        () -> {
          FrontDesk.named("the recipient", request.getRecipient());
          return desk.serve(request.getApp(), request.getVisitor())
              .thenApply(served -> SendMessageResponse.newBuilder().setServed(served).build());
        });
  }
}
