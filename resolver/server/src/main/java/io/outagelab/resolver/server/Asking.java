package io.outagelab.resolver.server;

import io.outagelab.contracts.dns.v1.ResolverServiceGrpc;
import io.outagelab.hosting.ResolverEndpoint;
import io.outagelab.shell.Hosted;
import io.outagelab.shell.HostedService;
import io.quarkus.grpc.GrpcService;
import jakarta.inject.Inject;

/** The resolver's instances: asked, counted, cleared. */
@GrpcService
public final class Asking extends HostedService {
  /** Those of this process's cast. */
  @Inject
  public Asking(Hosted hosted) {
    super(hosted, ResolverServiceGrpc.getServiceDescriptor(), ResolverEndpoint::new);
  }
}
