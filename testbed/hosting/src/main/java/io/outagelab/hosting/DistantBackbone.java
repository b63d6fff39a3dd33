package io.outagelab.hosting;

import io.grpc.Channel;
import io.grpc.stub.StreamObserver;
import io.outagelab.assembly.Routing;
import io.outagelab.contracts.backbone.v1.AnnounceRequest;
import io.outagelab.contracts.backbone.v1.OpenSessionRequest;
import io.outagelab.contracts.backbone.v1.OpenSessionResponse;
import io.outagelab.contracts.backbone.v1.RoutingServiceGrpc;
import io.outagelab.contracts.backbone.v1.WatchForwardingRequest;
import io.outagelab.contracts.backbone.v1.WatchForwardingResponse;
import io.outagelab.contracts.backbone.v1.WithdrawRequest;
import io.outagelab.core.net.Forwarding;
import io.outagelab.core.net.IpAddress;
import io.outagelab.core.net.Prefix;
import io.outagelab.core.net.Verdict;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;

/**
 * The routers in another container: forwarding comes from there as it changes, announcements go
 * there. What is announced is kept, and told anew whenever the other side has forgotten it.
 */
final class DistantBackbone implements Routing, AutoCloseable {
  /** Before anything was heard: no routes. */
  private static final Forwarding NOTHING =
      new Forwarding() {
        @Override
        public Verdict verdict(String site, IpAddress destination) {
          return Verdict.UNREACHABLE;
        }

        @Override
        public long version() {
          return 0;
        }
      };

  private record Origin(String site, Prefix prefix) {}

  private record Terms(int preference, Optional<Duration> lease) {}

  private final RoutingServiceGrpc.RoutingServiceStub stub;
  private final boolean announces;
  private final Runnable changed;
  private final Subscription<WatchForwardingRequest, WatchForwardingResponse> watch;
  private final Subscription<OpenSessionRequest, OpenSessionResponse> session;
  private final Map<Origin, Terms> announced = new LinkedHashMap<>();
  private Optional<String> sessionId = Optional.empty();
  private volatile Forwarding forwarding = NOTHING;

  /**
   * The backbone behind this channel, of which nothing is heard before it is opened.
   *
   * @param self the name of this container
   * @param announces whether nodes here announce prefixes
   * @param changed told, on any thread, whenever forwarding has changed
   */
  DistantBackbone(
      Channel channel,
      String self,
      boolean announces,
      ScheduledExecutorService timer,
      Runnable changed) {
    this.stub = RoutingServiceGrpc.newStub(channel);
    this.announces = announces;
    this.changed = changed;
    this.watch =
        new Subscription<>(
            timer,
            observer ->
                stub.withWaitForReady()
                    .watchForwarding(WatchForwardingRequest.getDefaultInstance(), observer),
            this::received);
    this.session =
        new Subscription<>(
            timer,
            observer ->
                stub.withWaitForReady()
                    .openSession(
                        OpenSessionRequest.newBuilder().setContainer(self).build(), observer),
            new Session());
  }

  /** Begins to listen to the backbone. */
  void open() {
    watch.open();
    if (announces) {
      session.open();
    }
  }

  private void received(WatchForwardingResponse message) {
    forwarding = ForwardingMessages.read(message);
    changed.run();
  }

  @Override
  public Forwarding forwarding() {
    return forwarding;
  }

  private synchronized void begin(String id) {
    sessionId = Optional.of(id);
    announced.forEach((origin, terms) -> announce(id, origin, terms));
  }

  private synchronized void end() {
    sessionId = Optional.empty();
  }

  private final class Session
      implements Subscription.Listener<OpenSessionRequest, OpenSessionResponse> {
    @Override
    public void received(OpenSessionResponse opened) {
      begin(opened.getSessionId());
    }

    @Override
    public void ended() {
      end();
    }
  }

  @Override
  public synchronized void originate(
      String site, Prefix prefix, int preference, Optional<Duration> lease) {
    Origin origin = new Origin(site, prefix);
    Terms terms = new Terms(preference, lease);
    announced.put(origin, terms);
    sessionId.ifPresent(id -> announce(id, origin, terms));
  }

  private void announce(String id, Origin origin, Terms terms) {
    AnnounceRequest.Builder request =
        AnnounceRequest.newBuilder()
            .setSessionId(id)
            .setSite(origin.site())
            .setPrefix(origin.prefix().toString())
            .setLocalPreference(terms.preference());
    terms.lease().ifPresent(lease -> request.setLease(Durations.of(lease)));
    stub.announce(request.build(), new Ignored<>());
  }

  @Override
  public synchronized void retract(String site, Prefix prefix) {
    if (announced.remove(new Origin(site, prefix)) != null) {
      sessionId.ifPresent(
          id ->
              stub.withdraw(
                  WithdrawRequest.newBuilder()
                      .setSessionId(id)
                      .setSite(site)
                      .setPrefix(prefix.toString())
                      .build(),
                  new Ignored<>()));
    }
  }

  @Override
  public void close() {
    watch.close();
    session.close();
  }

  /** A call on a broken channel is made good by the next session. */
  private static final class Ignored<R> implements StreamObserver<R> {
    @Override
    public void onNext(R response) {}

    @Override
    public void onError(Throwable broken) {}

    @Override
    public void onCompleted() {}
  }
}
