package io.outagelab.hosting;

import io.grpc.stub.StreamObserver;
import io.outagelab.contracts.apps.v1.FeedServiceGrpc;
import io.outagelab.contracts.apps.v1.ReadFeedRequest;
import io.outagelab.contracts.apps.v1.ReadFeedResponse;

/** Reads visitors' feeds at the front ends of this container. */
public class FeedEndpoint extends FeedServiceGrpc.FeedServiceImplBase {
  private final FrontDesk desk;

  /** The front ends of this cast. */
  public FeedEndpoint(Cast cast) {
    this.desk = new FrontDesk(cast);
  }

  @Override
  public void readFeed(ReadFeedRequest request, StreamObserver<ReadFeedResponse> response) {
    Replies.send(
        response,
        () ->
            desk.serve(request.getApp(), request.getVisitor())
                .thenApply(served -> ReadFeedResponse.newBuilder().setServed(served).build()));
  }
}
