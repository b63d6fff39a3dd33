package io.outagelab.authoritative.zone;

import io.outagelab.core.dns.RRset;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.xbill.DNS.Name;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Type;

/**
 * A zone: the names from its apex down to its zone cuts, with their RRsets, and the glue below the
 * cuts. Immutable. Made by {@link ZoneFile}, which checks it as a whole.
 *
 * <p>Every name between the apex and an owner name has a node, so that an empty non-terminal exists
 * (RFC 4592 §2.2.2) and the search for the closest encloser is a walk down the labels.
 */
public final class Zone {
  private final Name origin;

  /** In canonical order (RFC 4034 §6.1). */
  private final List<ZoneNode> nodes;

  /** Where in the list the node of a name is. */
  private final NameTable names;

  /** Which of the list's names are below a zone cut or a DNAME RRset. */
  private final BitSet occluded;

  private Zone(Name origin, List<ZoneNode> nodes) {
    this.origin = origin;
    this.nodes = List.copyOf(nodes);
    this.names = new NameTable(this.nodes.stream().map(ZoneNode::name).toList());
    this.occluded = occluded(this.nodes);
  }

  /** In canonical order, all that is below a name comes right after it. */
  private static BitSet occluded(List<ZoneNode> nodes) {
    BitSet occluded = new BitSet(nodes.size());
    Optional<Name> above = Optional.empty();
    for (int i = 0; i < nodes.size(); i++) {
      ZoneNode node = nodes.get(i);
      if (above.isPresent() && node.name().subdomain(above.get())) {
        occluded.set(i);
      } else if (node.zoneCut() || node.has(Type.DNAME)) {
        above = Optional.of(node.name());
      }
    }
    return occluded;
  }

  /** The zone of these RRsets, unchecked. */
  static Zone of(Name origin, Collection<RRset> rrsets) {
    TreeMap<Name, TreeMap<Integer, RRset>> tree = new TreeMap<>();
    tree.put(origin, new TreeMap<>());
    for (RRset rrset : rrsets) {
      int below = rrset.owner().labels() - origin.labels();
      for (int depth = 1; depth < below; depth++) {
        tree.computeIfAbsent(new Name(rrset.owner(), depth), name -> new TreeMap<>());
      }
      tree.computeIfAbsent(rrset.owner(), name -> new TreeMap<>()).put(rrset.type(), rrset);
    }
    List<ZoneNode> nodes = new ArrayList<>();
    tree.forEach((name, sets) -> nodes.add(node(origin, name, sets)));
    return new Zone(origin, nodes);
  }

  private static ZoneNode node(Name origin, Name name, SortedMap<Integer, RRset> rrsets) {
    return new ZoneNode(name, rrsets, rrsets.containsKey(Type.NS) && !name.equals(origin));
  }

  /** The name of the apex. */
  public Name origin() {
    return origin;
  }

  /** Whether its RRsets are signed (RFC 4035 §2). */
  public boolean isSigned() {
    return apex().has(Type.RRSIG);
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

  /** Every RRset, in the canonical order of the owner names, then by the number of the type. */
  public List<RRset> rrsets() {
    return nodes.stream().flatMap(node -> node.rrsets().values().stream()).toList();
  }

  /** Where in {@link #nodes} the node of a name is. */
  public NameTable names() {
    return names;
  }

  /**
   * Whether the name of this number in {@link #nodes} is below a zone cut or a DNAME RRset, and so
   * does not exist in the zone, but as glue.
   */
  public boolean isOccluded(int number) {
    return occluded.get(number);
  }

  /** What is stored at exactly this name, above or below a zone cut. */
  public Optional<ZoneNode> node(Name name) {
    int number = names.find(name);
    return number == NameTable.ABSENT ? Optional.empty() : Optional.of(nodes.get(number));
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
      Optional<ZoneNode> next = node(strip == 0 ? name : new Name(name, strip));
      if (next.isEmpty()) {
        return beyond(encloser, name);
      }
      encloser = next.get();
      if (encloser.zoneCut()) {
        return new Lookup.Delegated(encloser);
      }
    }
    return new Lookup.Found(encloser);
  }

  private Lookup beyond(ZoneNode closestEncloser, Name name) {
    Name source = name.wild(name.labels() - closestEncloser.name().labels());
    return node(source)
        .<Lookup>map(Lookup.Synthesized::new)
        .orElseGet(() -> new Lookup.Missing(closestEncloser.name()));
  }

  /**
   * The zone with every RRset replaced by what {@code rewriting} makes of it, or left out. Names
   * whose RRsets are all left out still exist, so that they keep answering NODATA.
   */
  public Zone rewritten(Function<RRset, Optional<RRset>> rewriting) {
    return new Zone(origin, nodes.stream().map(node -> rewritten(node, rewriting)).toList());
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
    return node(origin)
        .orElseThrow(() -> new IllegalStateException("zone without an apex: " + origin));
  }

  @Override
  public String toString() {
    return "zone " + origin + " of " + nodes.size() + " names";
  }
}
