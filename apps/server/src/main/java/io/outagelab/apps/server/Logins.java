package io.outagelab.apps.server;

import io.outagelab.contracts.apps.v1.LoginServiceGrpc;
import io.outagelab.hosting.LoginEndpoint;
import io.outagelab.shell.Hosted;
import io.outagelab.shell.HostedService;
import io.quarkus.grpc.GrpcService;
import jakarta.inject.Inject;

/** Visitors who log in. */
@GrpcService
public final class Logins extends HostedService {
  /** Those of this process's cast. */
  @Inject
  public Logins(Hosted hosted) {
    super(hosted, LoginServiceGrpc.getServiceDescriptor(), LoginEndpoint::new);
  }
}
