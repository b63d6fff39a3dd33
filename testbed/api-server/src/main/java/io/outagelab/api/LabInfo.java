package io.outagelab.api;

import io.outagelab.contracts.testbed.v1.LabServiceGrpc;
import io.outagelab.shell.Hosted;
import io.outagelab.shell.HostedService;
import io.quarkus.grpc.GrpcService;
import jakarta.inject.Inject;

/** What the lab is and how it does, for people and other systems. */
@GrpcService
public class LabInfo extends HostedService {
  /** Tells of the lab of this API. */
  @Inject
  public LabInfo(Hosted hosted, Api api) {
    super(hosted, LabServiceGrpc.getServiceDescriptor(), cast -> new LabEndpoint(api.lab()));
  }
}
