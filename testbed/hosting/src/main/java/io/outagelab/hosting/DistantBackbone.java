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
import io.outagelab.hosting.AnnouncementSessions.Origin;
import io.outagelab.hosting.AnnouncementSessions.Terms;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * The routers in another container: forwarding comes from there as it changes, announcements go
 * there, one after the other. What is announced is kept, and told anew in the next session whenever
 * one has ended or anything went wrong in it.
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

  private static final long PATIENCE_SECONDS = 5;

  private final RoutingServiceGrpc.RoutingServiceStub stub;
  private final boolean announces;
  private final ScheduledExecutorService timer;
  private final Runnable changed;
  private final Subscription<WatchForwardingRequest, WatchForwardingResponse> watch;
  private final Subscription<OpenSessionRequest, OpenSessionResponse> session;

  /** What is announced, and how. */
  private final Map<Origin, Terms> announced = new LinkedHashMap<>();

  /** What the session is still to be told of: whether it is announced, and how. */
  private final SequencedSet<Origin> news = new LinkedHashSet<>();

  private Optional<String> sessionId = Optional.empty();
  private boolean isTelling;
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
    this.timer = timer;
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
    news.clear();
    news.addAll(announced.keySet());
    isTelling = false;
    tellNext();
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
    announced.put(origin, new Terms(preference, lease));
    news.add(origin);
    tellNext();
  }

  @Override
  public synchronized void retract(String site, Prefix prefix) {
    Origin origin = new Origin(site, prefix);
    if (announced.remove(origin) != null) {
      news.add(origin);
      tellNext();
    }
  }

  /** Tells the session the next thing, once it has answered the last. */
  private void tellNext() {
    if (sessionId.isPresent() && !isTelling && !news.isEmpty()) {
      isTelling = true;
      tell(sessionId.get(), news.removeFirst());
    }
  }

  private void tell(String id, Origin origin) {
    RoutingServiceGrpc.RoutingServiceStub patient =
        stub.withDeadlineAfter(PATIENCE_SECONDS, TimeUnit.SECONDS);
    Optional.ofNullable(announced.get(origin))
        .ifPresentOrElse(
            terms -> patient.announce(announcement(id, origin, terms), new Answer<>(id)),
            () ->
                patient.withdraw(
                    WithdrawRequest.newBuilder()
                        .setSessionId(id)
                        .setSite(origin.site())
                        .setPrefix(origin.prefix().toString())
                        .build(),
                    new Answer<>(id)));
  }

  private static AnnounceRequest announcement(String id, Origin origin, Terms terms) {
    AnnounceRequest.Builder request =
        AnnounceRequest.newBuilder()
            .setSessionId(id)
            .setSite(origin.site())
            .setPrefix(origin.prefix().toString())
            .setLocalPreference(terms.preference());
    terms.lease().ifPresent(lease -> request.setLease(Durations.of(lease)));
    return request.build();
  }

  private void renew(String id) {
    if (isOpen(id)) {
      session.renew();
    }
  }

  private synchronized boolean isOpen(String id) {
    return sessionId.equals(Optional.of(id));
  }

  /** The session can be told the next thing; or a new one must be told everything. */
  private final class Answer<R> implements StreamObserver<R> {
    private final String id;

    Answer(String id) {
      this.id = id;
    }

    @Override
    public void onNext(R response) {}

    @Override
    public void onError(Throwable broken) {
      if (isOpen(id)) {
        // On a thread of its own: this one may hold the lock that the end of a session wants.
        timer.execute(() -> renew(id));
      }
    }

    @Override
    public void onCompleted() {
      synchronized (DistantBackbone.this) {
        if (isOpen(id)) {
          isTelling = false;
          tellNext();
        }
      }
    }
  }

  @Override
  public void close() {
    watch.close();
    session.close();
    end();
  }
}
