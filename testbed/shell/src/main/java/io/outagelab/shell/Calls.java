package io.outagelab.shell;

import io.outagelab.contracts.apps.v1.CallServiceGrpc;
import io.outagelab.hosting.CallEndpoint;
import io.quarkus.grpc.GrpcService;
import jakarta.inject.Inject;

/** Calls from other containers: any may play what is called. */
@GrpcService
public final class Calls extends HostedService {
  /** The calls to this process's cast. */
  @Inject
  public Calls(Hosted hosted) {
    super(hosted, CallServiceGrpc.getServiceDescriptor(), CallEndpoint::new);
  }
}
