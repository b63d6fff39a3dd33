package io.outagelab.hosting;

import com.google.protobuf.DescriptorProtos.MethodOptions.IdempotencyLevel;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.grpc.protobuf.ProtoMethodDescriptorSupplier;
import io.outagelab.contracts.apps.v1.DoorServiceGrpc;
import io.outagelab.contracts.apps.v1.FeedServiceGrpc;
import io.outagelab.contracts.apps.v1.LoginServiceGrpc;
import io.outagelab.contracts.apps.v1.MessageServiceGrpc;
import io.outagelab.contracts.apps.v1.PostServiceGrpc;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.Set;

/**
 * The operator's token, which every call needs that changes the lab: as {@code authorization:
 * Bearer TOKEN} (RFC 6750 §2.1). Containers know it, and send it with what they ask of each other.
 *
 * <p>Without it go calls whose method the contract marks {@code NO_SIDE_EFFECTS}, what visitors ask
 * of apps and doors, which is traffic, and the services of gRPC itself.
 *
 * @param text the token, not empty
 */
public record OperatorToken(String text) {
  private static final Metadata.Key<String> AUTHORIZATION =
      Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);
  private static final String SCHEME = "Bearer ";

  /** The first part of the names of the lab's own services. */
  private static final String CONTRACTS = "outagelab.";

  private static final Set<String> FOR_VISITORS =
      Set.of(
          LoginServiceGrpc.SERVICE_NAME,
          FeedServiceGrpc.SERVICE_NAME,
          PostServiceGrpc.SERVICE_NAME,
          MessageServiceGrpc.SERVICE_NAME,
          DoorServiceGrpc.SERVICE_NAME);

  /** Refuses an empty token: it would let everybody in. */
  public OperatorToken {
    if (text.isBlank()) {
      throw new IllegalArgumentException("the operator's token is empty");
    }
  }

  /** Refuses calls that lack the token and need it; the code is UNAUTHENTICATED. */
  public ServerInterceptor guard() {
    return new Guard();
  }

  /** Adds the token to every call. */
  ClientInterceptor credentials() {
    return new Credentials();
  }

  private static boolean isForEverybody(MethodDescriptor<?, ?> method) {
    String service = Optional.ofNullable(method.getServiceName()).orElse("");
    return !service.startsWith(CONTRACTS)
        || FOR_VISITORS.contains(service)
        || (method.getSchemaDescriptor() instanceof ProtoMethodDescriptorSupplier schema
            && schema.getMethodDescriptor().getOptions().getIdempotencyLevel()
                == IdempotencyLevel.NO_SIDE_EFFECTS);
  }

  private boolean isIn(Metadata headers) {
    String given = Optional.ofNullable(headers.get(AUTHORIZATION)).orElse("");
    return MessageDigest.isEqual(octets(given), octets(SCHEME + text));
  }

  private static byte[] octets(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private final class Guard implements ServerInterceptor {
    @Override
    public <Q, R> ServerCall.Listener<Q> interceptCall(
        ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
      if (isForEverybody(call.getMethodDescriptor()) || isIn(headers)) {
        return next.startCall(call, headers);
      }
      call.close(
          Status.UNAUTHENTICATED.withDescription(
              "%s changes the lab and wants its operator's token: authorization: Bearer TOKEN"
                  .formatted(call.getMethodDescriptor().getFullMethodName())),
          new Metadata());
      return new ServerCall.Listener<>() {};
    }
  }

  private final class Credentials implements ClientInterceptor {
    @Override
    public <Q, R> ClientCall<Q, R> interceptCall(
        MethodDescriptor<Q, R> method, CallOptions options, Channel next) {
      return new SimpleForwardingClientCall<>(next.newCall(method, options)) {
        @Override
        public void start(Listener<R> listener, Metadata headers) {
          headers.put(AUTHORIZATION, SCHEME + text);
          super.start(listener, headers);
        }
      };
    }
  }

  /** Keeps the token out of logs. */
  @Override
  public String toString() {
    return "OperatorToken";
  }
}
