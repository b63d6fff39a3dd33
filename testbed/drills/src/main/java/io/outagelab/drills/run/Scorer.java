package io.outagelab.drills.run;

import io.outagelab.assembly.StatusBoard;
import io.outagelab.core.Event;
import io.outagelab.drills.journal.Score;
import io.outagelab.world.DnsService;
import io.outagelab.world.ResolverNode;
import io.outagelab.world.World;
import java.time.Duration;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;

/** Adds up a run's figures from its events. */
final class Scorer {
  /** A zone with at most this many labels, the root's own included, is a parent of users' zones. */
  private static final int PARENT_LABELS = 2;

  private final NavigableSet<String> resolvers = new TreeSet<>();
  private final NavigableSet<String> parents = new TreeSet<>();
  private final Loads resolverLoads;
  private final Loads parentLoads;
  private final LayerWatch layers;
  private double userMinutesLost;
  private Optional<Duration> fault = Optional.empty();
  private Optional<Duration> detected = Optional.empty();
  private Optional<Duration> steadySince = Optional.of(Duration.ZERO);

  /**
   * Starts from what the board shows now.
   *
   * @param from since when the lab has been in its steady state, in its own time
   * @param until the drill's start, in the lab's own time
   */
  Scorer(World world, StatusBoard board, Duration from, Duration until) {
    this.resolverLoads = new Loads(from, until);
    this.parentLoads = new Loads(from, until);
    world.publicResolvers().stream().map(ResolverNode::name).forEach(resolvers::add);
    world.dnsServices().stream()
        .filter(service -> service.health().isEmpty())
        .filter(Scorer::servesParents)
        .map(DnsService::name)
        .forEach(parents::add);
    this.layers = new LayerWatch(world, board);
  }

  private static boolean servesParents(DnsService service) {
    return service.zones().stream().anyMatch(zone -> zone.origin().labels() <= PARENT_LABELS);
  }

  /** Takes in one event from before the drill's start, at this time of the lab's. */
  void baseline(Duration at, Event event) {
    loadOf(event)
        .ifPresent(load -> load.on().usual(load.receiver(), at, number(event, "received")));
  }

  /** Takes in one event of the drill. */
  void accept(Duration at, Event event) {
    if (fault.isPresent()) {
      loadOf(event)
          .ifPresent(load -> load.on().add(load.receiver(), at, number(event, "received")));
    }
    layers.accept(at, event);
    if (event.name().equals("cohort-report")) {
      userMinutesLost += number(event, "userMinutesLost");
    }
    if (event.name().equals("app-changed")
        && fault.isPresent()
        && detected.isEmpty()
        && !event.attributes().getOrDefault("state", "up").equals("up")) {
      detected = Optional.of(at);
    }
  }

  /** Whose load an event reports. */
  private record Load(Loads on, String receiver) {}

  private Optional<Load> loadOf(Event event) {
    return switch (event.name()) {
      case "resolver-load" ->
          Optional.of(event.attributes().getOrDefault("resolver", event.subject()))
              .filter(resolvers::contains)
              .map(resolver -> new Load(resolverLoads, resolver));
      case "server-load" ->
          Optional.of(event.attributes().getOrDefault("service", event.subject()))
              .filter(parents::contains)
              .map(service -> new Load(parentLoads, service));
      default -> Optional.empty();
    };
  }

  private static double number(Event event, String key) {
    return Double.parseDouble(event.attributes().getOrDefault(key, "0"));
  }

  /** Takes in that the drill injected a fault. */
  void faulted(Duration at) {
    if (fault.isEmpty()) {
      fault = Optional.of(at);
    }
  }

  /** Takes in whether the steady state holds from this moment on. */
  void steady(Duration at, boolean holds) {
    if (!holds) {
      steadySince = Optional.empty();
    } else if (steadySince.isEmpty()) {
      steadySince = Optional.of(at);
    }
  }

  /** The figures so far. */
  Score score() {
    Optional<Duration> toDetect = detected.flatMap(at -> fault.map(at::minus));
    Optional<Duration> toMitigate =
        steadySince.flatMap(
            since -> detected.map(since::minus).filter(after -> !after.isNegative()));
    return new Score(
        Math.round(userMinutesLost),
        toDetect,
        toMitigate,
        resolverLoads.peakAmplification(),
        parentLoads.peakAmplification(),
        layers.recoveryTail());
  }
}
