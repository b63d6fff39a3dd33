package io.outagelab.shell;

import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.outagelab.hosting.Cast;
import io.outagelab.hosting.HostingSettings;
import io.outagelab.hosting.OperatorToken;
import io.quarkus.grpc.GlobalInterceptor;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Optional;

/** Has every service refuse calls that change the lab and lack its operator's token. */
@GlobalInterceptor
@Singleton
public final class TokenGuard implements ServerInterceptor {
  private final Optional<ServerInterceptor> guard;

  /** The guard of this process. Without a cast there is nothing to change. */
  @Inject
  public TokenGuard(Hosted hosted) {
    guard = hosted.cast().map(Cast::settings).map(HostingSettings::token).map(OperatorToken::guard);
  }

  @Override
  public <Q, R> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
    return guard.isPresent()
        ? guard.get().interceptCall(call, headers, next)
        : next.startCall(call, headers);
  }
}
