package io.outagelab.api;

import io.outagelab.contracts.testbed.v1.EventServiceGrpc;
import io.outagelab.hosting.EventEndpoint;
import io.outagelab.shell.Hosted;
import io.outagelab.shell.HostedService;
import io.quarkus.grpc.GrpcService;
import jakarta.inject.Inject;

/** Where all containers report what they observe, and where it can be read. */
@GrpcService
public class Events extends HostedService {
  /** Feeds the lab of this API. */
  @Inject
  public Events(Hosted hosted, Api api) {
    super(
        hosted,
        EventServiceGrpc.getServiceDescriptor(),
        cast -> new EventEndpoint(api.lab(), api.lab().log()));
  }
}
