package io.outagelab.apps.server;

import io.outagelab.contracts.apps.v1.DoorServiceGrpc;
import io.outagelab.hosting.DoorEndpoint;
import io.outagelab.shell.Hosted;
import io.outagelab.shell.HostedService;
import io.quarkus.grpc.GrpcService;
import jakarta.inject.Inject;

/** People in front of doors. */
@GrpcService
public final class Doors extends HostedService {
  /** Those of this process's cast. */
  @Inject
  public Doors(Hosted hosted) {
    super(hosted, DoorServiceGrpc.getServiceDescriptor(), DoorEndpoint::new);
  }
}
