package io.outagelab.backbone.server;

import io.outagelab.contracts.backbone.v1.ConfigServiceGrpc;
import io.outagelab.hosting.ConfigEndpoint;
import io.outagelab.shell.Hosted;
import io.outagelab.shell.HostedService;
import io.quarkus.grpc.GrpcService;
import jakarta.inject.Inject;

/** The operator's desk: changes pushed, taken back and restored. */
@GrpcService
public final class Config extends HostedService {
  /** The desk of the operator whom this process plays. */
  @Inject
  public Config(Hosted hosted) {
    super(hosted, ConfigServiceGrpc.getServiceDescriptor(), ConfigEndpoint::new);
  }
}
