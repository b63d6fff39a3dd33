package io.outagelab.backbone.server;

import io.outagelab.contracts.backbone.v1.RoutingServiceGrpc;
import io.outagelab.hosting.RoutingEndpoint;
import io.outagelab.shell.Hosted;
import io.outagelab.shell.HostedService;
import io.quarkus.grpc.GrpcService;
import jakarta.inject.Inject;

/** The backbone's routing, for nodes in other containers. */
@GrpcService
public final class Routing extends HostedService {
  /** The routing of the backbone that this process plays. */
  @Inject
  public Routing(Hosted hosted) {
    super(hosted, RoutingServiceGrpc.getServiceDescriptor(), RoutingEndpoint::new);
  }
}
