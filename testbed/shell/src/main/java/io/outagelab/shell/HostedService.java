package io.outagelab.shell;

import io.grpc.BindableService;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerServiceDefinition;
import io.grpc.ServiceDescriptor;
import io.grpc.Status;
import io.outagelab.hosting.Cast;
import java.util.Optional;
import java.util.function.Function;

/**
 * A gRPC service of a cast. Without a cast it refuses every call with what is wrong with the
 * settings.
 */
public abstract class HostedService implements BindableService {
  private final Hosted hosted;
  private final ServiceDescriptor descriptor;
  private final Function<Cast, BindableService> service;

  /**
   * A service of this process's cast.
   *
   * @param service makes the service once there is a cast
   */
  protected HostedService(
      Hosted hosted, ServiceDescriptor descriptor, Function<Cast, BindableService> service) {
    this.hosted = hosted;
    this.descriptor = descriptor;
    this.service = service;
  }

  @Override
  public final ServerServiceDefinition bindService() {
    Optional<Cast> cast = hosted.cast();
    return cast.isPresent() ? service.apply(cast.get()).bindService() : refusing();
  }

  private ServerServiceDefinition refusing() {
    ServerServiceDefinition.Builder definition = ServerServiceDefinition.builder(descriptor);
    descriptor.getMethods().forEach(method -> definition.addMethod(method, this::refuse));
    return definition.build();
  }

  private <Q, R> ServerCall.Listener<Q> refuse(ServerCall<Q, R> call, Metadata headers) {
    call.close(
        Status.FAILED_PRECONDITION.withDescription(hosted.refusal().orElse("there is no cast")),
        new Metadata());
    return new ServerCall.Listener<>() {};
  }
}
