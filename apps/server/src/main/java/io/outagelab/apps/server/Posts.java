package io.outagelab.apps.server;

import io.outagelab.contracts.apps.v1.PostServiceGrpc;
import io.outagelab.hosting.PostEndpoint;
import io.outagelab.shell.Hosted;
import io.outagelab.shell.HostedService;
import io.quarkus.grpc.GrpcService;
import jakarta.inject.Inject;

/** Visitors who post. */
@GrpcService
public final class Posts extends HostedService {
  /** Those of this process's cast. */
  @Inject
  public Posts(Hosted hosted) {
    super(hosted, PostServiceGrpc.getServiceDescriptor(), PostEndpoint::new);
  }
}
