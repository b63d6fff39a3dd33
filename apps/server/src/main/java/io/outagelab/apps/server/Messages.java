package io.outagelab.apps.server;

import io.outagelab.contracts.apps.v1.MessageServiceGrpc;
import io.outagelab.hosting.MessageEndpoint;
import io.outagelab.shell.Hosted;
import io.outagelab.shell.HostedService;
import io.quarkus.grpc.GrpcService;
import jakarta.inject.Inject;

/** Visitors who write to each other. */
@GrpcService
public final class Messages extends HostedService {
  /** Those of this process's cast. */
  @Inject
  public Messages(Hosted hosted) {
    super(hosted, MessageServiceGrpc.getServiceDescriptor(), MessageEndpoint::new);
  }
}
