package io.outagelab.authoritative.zone;

import io.outagelab.core.dns.RRset;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
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

  /** In canonical order (RFC 4034 §6.1), the apex first. */
  private final List<ZoneNode> nodes;

  /** Where in the list the node of a name is. */
  private final NameTable names;

  /** Which of the list's names don't exist as names of the zone. */
  private final BitSet occluded;

  private final Denial denial;

  private Zone(Name origin, List<ZoneNode> nodes) {
    this.origin = origin;
    this.nodes = List.copyOf(nodes);
    this.names = new NameTable(this.nodes.stream().map(ZoneNode::name).toList());
    this.occluded = occluded(this.nodes);
    this.denial = Denial.of(this.nodes);
  }

  /** In canonical order, all that is below a name comes right after it. */
  private static BitSet occluded(List<ZoneNode> nodes) {
    BitSet occluded = new BitSet(nodes.size());
    Optional<Name> above = Optional.empty();
    for (int i = 0; i < nodes.size(); i++) {
      ZoneNode node = nodes.get(i);
      if (above.isPresent() && node.name().subdomain(above.get())) {
        occluded.set(i);
      } else if (i > 0 && node.isHashed()) {
        occluded.set(i);
        above = Optional.of(node.name());
      } else if (node.zoneCut() || node.has(Type.DNAME)) {
        above = Optional.of(node.name());
      }
    }
    return occluded;
  }

  /** The zone of these RRsets, unchecked. Those of one owner name and type are taken together. */
  public static Zone of(Name origin, Collection<RRset> rrsets) {
    List<RRset> sorted = new ArrayList<>(rrsets);
    sorted.sort(Zone::byOwnerAndType);
    return ofSorted(origin, sorted);
  }

  /** The same of RRsets in the canonical order of their owner names, then by type. */
  static Zone ofSorted(Name origin, List<RRset> sorted) {
    List<ZoneNode> nodes = new ArrayList<>(sorted.size() + 1);
    nodes.add(new ZoneNode(origin, List.of(), false));
    int to;
    for (int from = 0; from < sorted.size(); from = to) {
      Name owner = sorted.get(from).owner();
      to = from + 1;
      while (to < sorted.size() && sorted.get(to).owner().equals(owner)) {
        to++;
      }
      ZoneNode node = ZoneNode.of(owner, sorted.subList(from, to), owner.equals(origin));
      if (owner.equals(origin)) {
        nodes.set(0, node);
      } else {
        addEmptyNonTerminals(origin, owner, nodes);
        nodes.add(node);
      }
    }
    return new Zone(origin, nodes);
  }

  private static int byOwnerAndType(RRset a, RRset b) {
    int byOwner = a.owner().compareTo(b.owner());
    return byOwner == 0 ? Integer.compare(a.type(), b.type()) : byOwner;
  }

  /**
   * Adds the names between the apex and an owner name that own nothing. What is at or below them
   * stands together in canonical order: they exist if the name before is below them.
   */
  private static void addEmptyNonTerminals(Name origin, Name owner, List<ZoneNode> nodes) {
    Name before = nodes.getLast().name();
    for (int strip = owner.labels() - origin.labels() - 1; strip > 0; strip--) {
      Name ancestor = new Name(owner, strip);
      if (!before.subdomain(ancestor)) {
        nodes.add(new ZoneNode(ancestor, List.of(), false));
      }
    }
  }

  /** The name of the apex. */
  public Name origin() {
    return origin;
  }

  /** Whether it proves what it does not hold, or would (RFC 4035 §2). */
  public boolean isSigned() {
    return apex().has(Type.RRSIG) || !(denial instanceof Unsigned);
  }

  /** The SOA RRset at the apex. */
  public RRset soa() {
    return apex()
        .rrset(Type.SOA)
        .orElseThrow(() -> new IllegalStateException("zone without an SOA record: " + origin));
  }

  /** The version, as its SOA record says. */
  public Serial serial() {
    return Serial.of(soaRecord());
  }

  /** The SOA record at the apex. */
  public SOARecord soaRecord() {
    if (soa().records().getFirst() instanceof SOARecord rr) {
      return rr;
    }
    throw new IllegalStateException("no SOA record at the apex of " + this);
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
    return nodes.stream().flatMap(node -> node.rrsets().stream()).toList();
  }

  /**
   * What is stored at exactly this name, above or below a zone cut, a hashed owner name included.
   */
  public Optional<ZoneNode> node(Name name) {
    int number = names.find(name);
    return number == NameTable.ABSENT ? Optional.empty() : Optional.of(nodes.get(number));
  }

  /** What is at this name, unless it is a hash: those are there for denial alone. */
  private Optional<ZoneNode> existing(Name name) {
    return node(name).filter(node -> !node.isHashed());
  }

  /** Where in {@link #nodes} the node of a name is. */
  public NameTable names() {
    return names;
  }

  /**
   * Whether the name of this number in {@link #nodes} does not exist as a name of the zone: it is
   * below a zone cut or a DNAME RRset, and so is glue, or is or is below a hash that is there for
   * denial alone.
   */
  public boolean isOccluded(int number) {
    return occluded.get(number);
  }

  /** The nodes of the names that exist, zone cuts among them, in canonical order. */
  public List<ZoneNode> existingNodes() {
    return IntStream.range(0, nodes.size())
        .filter(number -> !isOccluded(number))
        .mapToObj(nodes::get)
        .toList();
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
      Optional<ZoneNode> next = existing(strip == 0 ? name : new Name(name, strip));
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

  /** Whether there is a zone cut at exactly this name. */
  public boolean delegates(Name name) {
    return lookup(name) instanceof Lookup.Delegated(ZoneNode cut) && cut.name().equals(name);
  }

  private Lookup beyond(ZoneNode closestEncloser, Name name) {
    Name source = name.wild(name.labels() - closestEncloser.name().labels());
    return existing(source)
        .<Lookup>map(Lookup.Synthesized::new)
        .orElseGet(() -> new Lookup.Missing(closestEncloser.name()));
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
            .filter(made -> !made.rrsets().isEmpty() || existing(made.name()).isPresent())
            .toList());
  }

  private ZoneNode rewritten(ZoneNode node, Function<RRset, Optional<RRset>> rewriting) {
    List<RRset> rewritten =
        node.rrsets().stream()
            .flatMap(rrset -> rewriting.apply(rrset).map(made -> checked(rrset, made)).stream())
            .toList();
    ZoneNode made = ZoneNode.of(node.name(), rewritten, node.name().equals(origin));
    if (node.has(Type.SOA) && !made.has(Type.SOA)) {
      throw new IllegalArgumentException("a rewritten zone keeps its SOA record: " + origin);
    }
    return made;
  }

  private static RRset checked(RRset from, RRset to) {
    if (!to.owner().equals(from.owner()) || to.type() != from.type()) {
      throw new IllegalArgumentException(
          "rewriting keeps owner name and type: %s became %s".formatted(from, to));
    }
    return to;
  }

  private ZoneNode apex() {
    return nodes.getFirst();
  }

  @Override
  public String toString() {
    return "zone " + origin + " of " + nodes.size() + " names";
  }
}
