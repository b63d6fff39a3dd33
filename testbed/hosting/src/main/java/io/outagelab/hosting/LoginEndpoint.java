package io.outagelab.hosting;

import io.grpc.stub.StreamObserver;
import io.outagelab.contracts.apps.v1.LogInRequest;
import io.outagelab.contracts.apps.v1.LogInResponse;
import io.outagelab.contracts.apps.v1.LoginServiceGrpc;

/** Logs visitors in at the front ends of this container. */
public class LoginEndpoint extends LoginServiceGrpc.LoginServiceImplBase {
  private final FrontDesk desk;

  /** The front ends of this cast. */
  public LoginEndpoint(Cast cast) {
    this.desk = new FrontDesk(cast);
  }

  @Override
  public void logIn(LogInRequest request, StreamObserver<LogInResponse> response) {
    Replies.send(
        response,
        () ->
            desk.serve(request.getApp(), request.getVisitor())
                .thenApply(served -> LogInResponse.newBuilder().setServed(served).build()));
  }
}
