package io.outagelab.hosting;

import io.grpc.ConnectivityState;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.outagelab.assembly.Casting;
import io.outagelab.world.Placement.Container;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** The channels to the other containers, made when they are first needed; by address, no names. */
final class Channels implements AutoCloseable {
  private static final long KEEPALIVE_SECONDS = 20;

  private final Casting casting;
  private final int port;
  private final OperatorToken token;
  private final Map<String, ManagedChannel> open = new ConcurrentHashMap<>();

  /** Channels to this port of every container, whose calls carry this token. */
  Channels(Casting casting, int port, OperatorToken token) {
    this.casting = casting;
    this.port = port;
    this.token = token;
  }

  /** The channel to a container. */
  ManagedChannel to(Container container) {
    return open.computeIfAbsent(container.name(), name -> channel(container));
  }

  private ManagedChannel channel(Container container) {
    return ManagedChannelBuilder.forAddress(casting.address(container).toString(), port)
        .usePlaintext()
        .proxyDetector(address -> null)
        .keepAliveTime(KEEPALIVE_SECONDS, TimeUnit.SECONDS)
        .disableRetry()
        .intercept(token.credentials())
        // Nothing that listens to a channel blocks: it leaves a note for the machines' thread.
        .directExecutor()
        .build();
  }

  /**
   * Tries containers again at once that could not be reached. By itself a channel pauses for up to
   * two minutes, which are hours of the world.
   */
  void tryAgain() {
    open.values().stream()
        .filter(channel -> channel.getState(false) == ConnectivityState.TRANSIENT_FAILURE)
        .forEach(ManagedChannel::resetConnectBackoff);
  }

  @Override
  public void close() {
    open.values().forEach(ManagedChannel::shutdownNow);
  }
}
