package io.outagelab.apps.server;

import io.outagelab.contracts.apps.v1.FeedServiceGrpc;
import io.outagelab.hosting.FeedEndpoint;
import io.outagelab.shell.Hosted;
import io.outagelab.shell.HostedService;
import io.quarkus.grpc.GrpcService;
import jakarta.inject.Inject;

/** Visitors who read. */
@GrpcService
public final class Feeds extends HostedService {
  /** Those of this process's cast. */
  @Inject
  public Feeds(Hosted hosted) {
    super(hosted, FeedServiceGrpc.getServiceDescriptor(), FeedEndpoint::new);
  }
}
