package io.outagelab.backbone.bgp;

import io.outagelab.backbone.bgp.BgpSpeaker.Effect;
import io.outagelab.backbone.bgp.DecisionProcess.Candidate;
import io.outagelab.backbone.bgp.Message.Announcement;
import io.outagelab.backbone.bgp.Message.Update;
import io.outagelab.core.net.IpAddress;
import io.outagelab.core.net.IpAddress.Family;
import io.outagelab.core.net.Prefix;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

/** The routing tables of a speaker, and what flows between them. */
final class Ribs {
  /** The tables of one peer; {@code families} are none while there is no session. */
  private static final class PeerTables {
    private final AdjRibIn in;
    private final AdjRibOut out = new AdjRibOut();
    private List<Family> families = List.of();

    PeerTables(PeerConfig peer) {
      in = new AdjRibIn(peer);
    }
  }

  private final SpeakerConfig speaker;
  private final ImportPolicy importPolicy;
  private final ExportPolicy exportPolicy;
  private final Consumer<Effect> effects;
  private final Map<String, PeerTables> peers = new LinkedHashMap<>();
  private final NavigableMap<Prefix, Route> origins = new TreeMap<>();
  private final LocRib locRib = new LocRib();
  private SortedMap<IpAddress, Integer> interiorCosts = new TreeMap<>();

  Ribs(SpeakerConfig speaker, Consumer<Effect> effects) {
    this.speaker = speaker;
    this.importPolicy = new ImportPolicy(speaker);
    this.exportPolicy = new ExportPolicy(speaker);
    this.effects = effects;
  }

  /** There is one more peer, with no session yet. */
  void add(PeerConfig peer) {
    peers.put(peer.name(), new PeerTables(peer));
  }

  /** A peer whose session is gone is one no longer. */
  void remove(String peer) {
    peers.remove(peer);
  }

  /** The best routes. */
  LocRib locRib() {
    return locRib;
  }

  /** What a peer announced. */
  AdjRibIn adjRibIn(String peer) {
    return tables(peer).in;
  }

  /** What a peer was told. */
  AdjRibOut adjRibOut(String peer) {
    return tables(peer).out;
  }

  /** A session is up: the peer is to be told every best route. */
  void open(String peer, Negotiated negotiated) {
    PeerTables tables = tables(peer);
    tables.in.open(negotiated.routerId());
    tables.families = negotiated.families();
    locRib.table().entries().forEach((prefix, route) -> offer(tables, prefix, Optional.of(route)));
  }

  /** A session is gone, and its routes with it. */
  void close(String peer) {
    PeerTables tables = tables(peer);
    tables.families = List.of();
    tables.out.clear();
    decide(tables.in.clear());
  }

  /** A peer announced and withdrew routes. */
  void update(String peer, Update update) {
    AdjRibIn in = tables(peer).in;
    TreeSet<Prefix> touched = new TreeSet<>();
    for (Prefix prefix : update.withdrawn()) {
      if (in.remove(prefix)) {
        touched.add(prefix);
      }
    }
    for (Announcement announcement : update.announced()) {
      for (Prefix prefix : announcement.nlri()) {
        PathAttributes received = announcement.attributes();
        in.put(prefix, received, importPolicy.accept(in.peer(), prefix, received));
        touched.add(prefix);
      }
    }
    decide(touched);
  }

  /** This router originates a prefix. */
  void originate(Prefix prefix, int localPreference, boolean isInternalOnly) {
    PathAttributes attributes =
        PathAttributes.of(Origin.IGP, AsPath.EMPTY, speaker.routerId())
            .withLocalPreference(OptionalLong.of(localPreference));
    origins.put(
        prefix,
        new Route(
            prefix,
            isInternalOnly ? attributes.withCommunity(Community.NO_EXPORT) : attributes,
            new Source.Local(isInternalOnly)));
    decide(List.of(prefix));
  }

  /** This router no longer originates a prefix. */
  void withdrawOrigin(Prefix prefix) {
    if (origins.remove(prefix) != null) {
      decide(List.of(prefix));
    }
  }

  /** The interior routing has changed: what internal peers announced is judged again. */
  void nextHops(SortedMap<IpAddress, Integer> metrics) {
    if (metrics.equals(interiorCosts)) {
      return;
    }
    interiorCosts = new TreeMap<>(metrics);
    TreeSet<Prefix> touched = new TreeSet<>();
    for (PeerTables tables : peers.values()) {
      if (!tables.in.peer().relation().isExternal()) {
        touched.addAll(tables.in.prefixes());
      }
    }
    decide(touched);
  }

  private void decide(Collection<Prefix> prefixes) {
    for (Prefix prefix : prefixes) {
      Optional<Route> now = DecisionProcess.select(candidates(prefix));
      Optional<Route> before = locRib.replace(prefix, now);
      if (!now.equals(before)) {
        effects.accept(new Effect.BestChanged(prefix, before, now));
        peers.values().forEach(tables -> offer(tables, prefix, now));
      }
    }
  }

  private List<Candidate> candidates(Prefix prefix) {
    List<Candidate> candidates = new ArrayList<>();
    Route origin = origins.get(prefix);
    if (origin != null) {
      candidates.add(new Candidate(origin, 0, speaker.routerId(), speaker.routerId()));
    }
    for (PeerTables tables : peers.values()) {
      tables
          .in
          .imported(prefix)
          .flatMap(route -> eligible(tables.in, route))
          .ifPresent(candidates::add);
    }
    return candidates;
  }

  /** RFC 4271 §9.1.2: a route whose next hop cannot be resolved takes no part. */
  private Optional<Candidate> eligible(AdjRibIn in, Route route) {
    PeerConfig peer = in.peer();
    // An external peer is directly connected, and so are the next hops that it names.
    Optional<Integer> cost =
        peer.relation().isExternal()
            ? Optional.of(0)
            : Optional.ofNullable(interiorCosts.get(route.nextHop()));
    return cost.map(metric -> new Candidate(route, metric, in.routerId(), peer.peerAddress()));
  }

  private void offer(PeerTables tables, Prefix prefix, Optional<Route> best) {
    if (tables.families.contains(prefix.family())) {
      tables.out.offer(prefix, best.flatMap(route -> exportPolicy.export(tables.in.peer(), route)));
    }
  }

  private PeerTables tables(String peer) {
    PeerTables tables = peers.get(peer);
    if (tables == null) {
      throw new IllegalStateException(speaker.name() + " has no peer " + peer);
    }
    return tables;
  }
}
