package io.outagelab.api;

import io.outagelab.contracts.testbed.v1.DrillServiceGrpc;
import io.outagelab.shell.Hosted;
import io.outagelab.shell.HostedService;
import io.quarkus.grpc.GrpcService;
import jakarta.inject.Inject;

/** The drills of the lab's world, for people and other systems. */
@GrpcService
public class DrillRuns extends HostedService {
  /** Runs drills in the lab of this API. */
  @Inject
  public DrillRuns(Hosted hosted, Api api) {
    super(
        hosted,
        DrillServiceGrpc.getServiceDescriptor(),
        cast -> new DrillEndpoint(api.lab(), cast.settings().world()));
  }
}
