package io.outagelab.hosting;

import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.outagelab.backbone.ForwardingTable;
import io.outagelab.contracts.backbone.v1.AnnounceRequest;
import io.outagelab.contracts.backbone.v1.AnnounceResponse;
import io.outagelab.contracts.backbone.v1.LookUpRequest;
import io.outagelab.contracts.backbone.v1.LookUpResponse;
import io.outagelab.contracts.backbone.v1.OpenSessionRequest;
import io.outagelab.contracts.backbone.v1.OpenSessionResponse;
import io.outagelab.contracts.backbone.v1.RoutingServiceGrpc;
import io.outagelab.contracts.backbone.v1.WatchForwardingRequest;
import io.outagelab.contracts.backbone.v1.WatchForwardingResponse;
import io.outagelab.contracts.backbone.v1.WithdrawRequest;
import io.outagelab.contracts.backbone.v1.WithdrawResponse;
import io.outagelab.core.net.Prefix;
import io.outagelab.hosting.AnnouncementSessions.Origin;
import io.outagelab.hosting.AnnouncementSessions.Terms;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The backbone's routing, for nodes in other containers: they watch its forwarding and announce
 * prefixes in sessions, as name servers do to the router beside them.
 */
public class RoutingEndpoint extends RoutingServiceGrpc.RoutingServiceImplBase {
  /** Whoever wants longer wants no lease; it keeps ticks within bounds. */
  private static final Duration LONGEST_LEASE = Duration.ofDays(3_650);

  private final Cast cast;
  private final List<Watcher> watchers = new CopyOnWriteArrayList<>();
  private final AnnouncementSessions sessions = new AnnouncementSessions(this::changed);

  /** The routing of the backbone that this cast plays. */
  public RoutingEndpoint(Cast cast) {
    this.cast = cast;
    cast.watchForwarding(this::changed);
  }

  private void changed(Origin origin, Optional<Terms> terms) {
    terms.ifPresentOrElse(
        best -> cast.originate(origin.site(), origin.prefix(), best.preference(), best.lease()),
        () -> cast.retract(origin.site(), origin.prefix()));
  }

  private void changed(ForwardingTable table) {
    WatchForwardingResponse message = ForwardingMessages.of(table);
    watchers.forEach(watcher -> watcher.offer(message));
  }

  @Override
  public void watchForwarding(
      WatchForwardingRequest request, StreamObserver<WatchForwardingResponse> responses) {
    Replies.understood(responses, () -> watcher(responses)).ifPresent(this::watch);
  }

  private Watcher watcher(StreamObserver<WatchForwardingResponse> responses) {
    Replies.admit(watchers.size());
    return new Watcher((ServerCallStreamObserver<WatchForwardingResponse>) responses);
  }

  private void watch(Watcher watcher) {
    watchers.add(watcher);
    watcher.begin(() -> watchers.remove(watcher));
    var unused = cast.snapshot().thenAccept(table -> watcher.offer(ForwardingMessages.of(table)));
  }

  /** One who watches: gets the latest table whenever there is room for it, and skips older ones. */
  private static final class Watcher {
    private final ServerCallStreamObserver<WatchForwardingResponse> responses;
    private Optional<WatchForwardingResponse> latest = Optional.empty();
    private long newest = -1;

    Watcher(ServerCallStreamObserver<WatchForwardingResponse> responses) {
      this.responses = responses;
    }

    void begin(Runnable gone) {
      responses.setOnReadyHandler(this::send);
      responses.setOnCancelHandler(gone);
    }

    synchronized void offer(WatchForwardingResponse message) {
      if (message.getVersion() > newest) {
        newest = message.getVersion();
        latest = Optional.of(message);
      }
      send();
    }

    private synchronized void send() {
      if (latest.isPresent() && responses.isReady() && !responses.isCancelled()) {
        responses.onNext(latest.get());
        latest = Optional.empty();
      }
    }
  }

  @Override
  public void openSession(
      OpenSessionRequest request, StreamObserver<OpenSessionResponse> responses) {
    Replies.understood(responses, () -> opened(request.getContainer()))
        .ifPresent(
            id -> {
              ((ServerCallStreamObserver<OpenSessionResponse>) responses)
                  .setOnCancelHandler(() -> sessions.end(id));
              responses.onNext(OpenSessionResponse.newBuilder().setSessionId(id).build());
            });
  }

  private String opened(String container) {
    String id = container + "-" + UUID.randomUUID();
    sessions.open(id);
    return id;
  }

  @Override
  public void announce(AnnounceRequest request, StreamObserver<AnnounceResponse> response) {
    Replies.send(
        response,
        () -> {
          Origin origin = origin(request.getSite(), request.getPrefix());
          Terms terms = new Terms(request.getLocalPreference(), lease(request));
          sessions.announce(request.getSessionId(), origin, terms);
          return CompletableFuture.completedFuture(AnnounceResponse.getDefaultInstance());
        });
  }

  private static Optional<Duration> lease(AnnounceRequest request) {
    if (!request.hasLease()) {
      return Optional.empty();
    }
    Duration lease = Durations.read(request.getLease());
    if (!lease.isPositive() || lease.compareTo(LONGEST_LEASE) > 0) {
      throw new IllegalArgumentException(
          "a lease is longer than 0 and at most %d days, not %s"
              .formatted(LONGEST_LEASE.toDays(), lease));
    }
    return Optional.of(lease);
  }

  @Override
  public void withdraw(WithdrawRequest request, StreamObserver<WithdrawResponse> response) {
    Replies.send(
        response,
        () -> {
          Origin origin = origin(request.getSite(), request.getPrefix());
          sessions.withdraw(request.getSessionId(), origin);
          return CompletableFuture.completedFuture(WithdrawResponse.getDefaultInstance());
        });
  }

  @Override
  public void lookUp(LookUpRequest request, StreamObserver<LookUpResponse> response) {
    Replies.send(
        response,
        () -> {
          LookingGlass glass = LookingGlass.of(cast.settings().world(), request);
          return cast.ask(now -> glass.look(cast.assembled().backbone()));
        });
  }

  private Origin origin(String site, String prefix) {
    if (cast.settings().world().sites().stream().noneMatch(known -> known.name().equals(site))) {
      throw Replies.notFound("the world has no site '%s'".formatted(site));
    }
    return new Origin(site, Prefix.of(prefix));
  }
}
