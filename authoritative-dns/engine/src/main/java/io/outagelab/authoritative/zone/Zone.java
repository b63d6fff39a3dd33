package io.outagelab.authoritative.zone;

import io.outagelab.core.dns.RRset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.xbill.DNS.Name;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Type;

/**
 * A zone: the names from its apex down to its zone cuts, with their RRsets, and the glue below the
 * cuts. Immutable. Made by {@link ZoneFile}, which checks it as a whole.
 *
 * <p>Every name between the apex and an owner name has a node, so that an empty non-terminal exists
 * (RFC 4592 §2.2.2) and the search for the closest encloser is a walk down the labels. Owner names
 * of NSEC3 RRsets are kept apart: no search finds them (RFC 5155 §7.2.8).
 */
public final class Zone {
  private final Name origin;

  /** In canonical order (RFC 4034 §6.1). */
  private final List<ZoneNode> nodes;

  /** The same nodes for lookups; never iterated. */
  private final Map<Name, ZoneNode> byName;

  /** Those whose names are hashes (RFC 5155 §3), in canonical order; they are in no lookup. */
  private final List<ZoneNode> hashed;

  private final Denial denial;

  private Zone(Name origin, List<ZoneNode> nodes) {
    this.origin = origin;
    this.nodes = List.copyOf(nodes);
    this.byName = HashMap.newHashMap(nodes.size());
    nodes.stream().filter(node -> !node.isHashed()).forEach(node -> byName.put(node.name(), node));
    this.hashed = nodes.stream().filter(ZoneNode::isHashed).toList();
    this.denial = Denial.of(this.nodes);
  }

  /** The zone of these RRsets, unchecked. RRSIG RRsets of one owner name are taken together. */
  public static Zone of(Name origin, Collection<RRset> rrsets) {
    TreeMap<Name, TreeMap<Integer, RRset>> tree = new TreeMap<>();
    tree.put(origin, new TreeMap<>());
    for (RRset rrset : rrsets) {
      int below = rrset.owner().labels() - origin.labels();
      for (int depth = 1; depth < below; depth++) {
        tree.computeIfAbsent(new Name(rrset.owner(), depth), name -> new TreeMap<>());
      }
      tree.computeIfAbsent(rrset.owner(), name -> new TreeMap<>())
          .merge(rrset.type(), rrset, Zone::together);
    }
    List<ZoneNode> nodes = new ArrayList<>();
    tree.forEach((name, sets) -> nodes.add(node(origin, name, sets)));
    return new Zone(origin, nodes);
  }

  private static RRset together(RRset there, RRset more) {
    return more.type() == Type.RRSIG
        ? RRset.of(Stream.concat(there.records().stream(), more.records().stream()).toList())
        : more;
  }

  private static ZoneNode node(Name origin, Name name, SortedMap<Integer, RRset> rrsets) {
    return new ZoneNode(name, rrsets, rrsets.containsKey(Type.NS) && !name.equals(origin));
  }

  /** The name of the apex. */
  public Name origin() {
    return origin;
  }

  /** The SOA RRset at the apex. */
  public RRset soa() {
    return apex()
        .rrset(Type.SOA)
        .orElseThrow(() -> new IllegalStateException("zone without an SOA record: " + origin));
  }

  /**
   * The SOA RRset as it goes into a negative answer: with the lower of its own TTL and its MINIMUM
   * field (RFC 2308 §3).
   */
  public RRset negativeSoa() {
    RRset soa = soa();
    return soa.records().getFirst() instanceof SOARecord rr
        ? soa.withTtl(Math.min(soa.ttl(), rr.getMinimum()))
        : soa;
  }

  /** Every name with its RRsets, in canonical order (RFC 4034 §6.1). */
  public List<ZoneNode> nodes() {
    return nodes;
  }

  /**
   * Every RRset, in the canonical order of the owner names, then by the number of the type. RRSIG
   * records are sorted by the type they cover, and have the TTL of what they cover.
   */
  public List<RRset> rrsets() {
    return nodes.stream().flatMap(Zone::rrsets).toList();
  }

  private static Stream<RRset> rrsets(ZoneNode node) {
    return node.rrsets().values().stream()
        .flatMap(set -> set.type() == Type.RRSIG ? node.signatures().stream() : Stream.of(set));
  }

  /**
   * What is stored at exactly this name, above or below a zone cut, a hashed owner name included.
   */
  public Optional<ZoneNode> node(Name name) {
    return Optional.ofNullable(byName.get(name)).or(() -> CanonicalOrder.find(hashed, name));
  }

  /** How the zone proves what it does not hold. */
  public Denial denial() {
    return denial;
  }

  /** The addresses stored at exactly this name: authoritative ones, or glue below a zone cut. */
  public List<RRset> addresses(Name name) {
    return node(name).map(ZoneNode::addresses).orElse(List.of());
  }

  /** Searches for a name at or below the apex, label by label (RFC 1034 §4.3.2 step 3). */
  public Lookup lookup(Name name) {
    ZoneNode encloser = apex();
    for (int strip = name.labels() - origin.labels() - 1; strip >= 0; strip--) {
      if (encloser.has(Type.DNAME)) {
        return new Lookup.Redirected(encloser);
      }
      ZoneNode next = byName.get(strip == 0 ? name : new Name(name, strip));
      if (next == null) {
        return beyond(encloser, name);
      }
      if (next.zoneCut()) {
        return new Lookup.Delegated(next);
      }
      encloser = next;
    }
    return new Lookup.Found(encloser);
  }

  private Lookup beyond(ZoneNode closestEncloser, Name name) {
    Name source = name.wild(name.labels() - closestEncloser.name().labels());
    ZoneNode wildcard = byName.get(source);
    return wildcard == null
        ? new Lookup.Missing(closestEncloser.name())
        : new Lookup.Synthesized(wildcard);
  }

  /**
   * The zone with every RRset replaced by what {@code rewriting} makes of it, or left out. Names
   * whose RRsets are all left out still exist, so that they keep answering NODATA; save for hashed
   * owner names, which are no names of their own (RFC 5155 §7.2.8).
   */
  public Zone rewritten(Function<RRset, Optional<RRset>> rewriting) {
    return new Zone(
        origin,
        nodes.stream()
            .map(node -> rewritten(node, rewriting))
            .filter(made -> !made.rrsets().isEmpty() || byName.containsKey(made.name()))
            .toList());
  }

  private ZoneNode rewritten(ZoneNode node, Function<RRset, Optional<RRset>> rewriting) {
    SortedMap<Integer, RRset> rewritten = new TreeMap<>();
    for (RRset rrset : node.rrsets().values()) {
      rewriting.apply(rrset).ifPresent(made -> rewritten.put(checked(rrset, made).type(), made));
    }
    if (node.has(Type.SOA) && !rewritten.containsKey(Type.SOA)) {
      throw new IllegalArgumentException("a rewritten zone keeps its SOA record: " + origin);
    }
    return node(origin, node.name(), rewritten);
  }

  private static RRset checked(RRset from, RRset to) {
    if (!to.owner().equals(from.owner()) || to.type() != from.type()) {
      throw new IllegalArgumentException(
          "rewriting keeps owner name and type: %s became %s".formatted(from, to));
    }
    return to;
  }

  private ZoneNode apex() {
    ZoneNode apex = byName.get(origin);
    if (apex == null) {
      throw new IllegalStateException("zone without an apex: " + origin);
    }
    return apex;
  }

  @Override
  public String toString() {
    return "zone " + origin + " of " + nodes.size() + " names";
  }
}
