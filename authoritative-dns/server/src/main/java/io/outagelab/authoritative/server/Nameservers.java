package io.outagelab.authoritative.server;

import io.outagelab.contracts.dns.v1.NameserverServiceGrpc;
import io.outagelab.hosting.NameserverEndpoint;
import io.outagelab.shell.Hosted;
import io.outagelab.shell.HostedService;
import io.quarkus.grpc.GrpcService;
import jakarta.inject.Inject;

/** The name servers' load and the announcers' view of their sites. */
@GrpcService
public final class Nameservers extends HostedService {
  /** Those of this process's cast. */
  @Inject
  public Nameservers(Hosted hosted) {
    super(hosted, NameserverServiceGrpc.getServiceDescriptor(), NameserverEndpoint::new);
  }
}
