package io.outagelab.authoritative.server;

import io.outagelab.contracts.dns.v1.ZoneServiceGrpc;
import io.outagelab.hosting.ZoneEndpoint;
import io.outagelab.shell.Hosted;
import io.outagelab.shell.HostedService;
import io.quarkus.grpc.GrpcService;
import jakarta.inject.Inject;

/** The zones that are answered from. */
@GrpcService
public final class Zones extends HostedService {
  /** Those of this process's cast. */
  @Inject
  public Zones(Hosted hosted) {
    super(hosted, ZoneServiceGrpc.getServiceDescriptor(), ZoneEndpoint::new);
  }
}
