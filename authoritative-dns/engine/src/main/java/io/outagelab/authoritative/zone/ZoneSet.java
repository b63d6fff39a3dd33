package io.outagelab.authoritative.zone;

import io.outagelab.core.LabConfigurationException;
import io.outagelab.core.dns.DnsNames;
import io.outagelab.core.dns.RRset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

/**
 * The zones that one name server serves, looked up by closest enclosing apex (RFC 1034 §4.3.2 step
 * 2). Immutable: its owner swaps the whole set.
 */
public final class ZoneSet {
  /** No zones at all: every question is refused. */
  public static final ZoneSet EMPTY = of(List.of());

  private final List<Zone> zones;

  /** Where in the list the zone of an origin is. */
  private final NameTable origins;

  private ZoneSet(SortedMap<Name, Zone> sorted) {
    this.zones = List.copyOf(sorted.values());
    this.origins = new NameTable(List.copyOf(sorted.keySet()));
  }

  /** The set of these zones; two zones of one origin are refused. */
  public static ZoneSet of(Collection<Zone> zones) {
    SortedMap<Name, Zone> sorted = new TreeMap<>();
    for (Zone zone : zones) {
      if (sorted.put(zone.origin(), zone) != null) {
        throw new LabConfigurationException(
            "zone '%s' is given twice to one name server: give each zone once"
                .formatted(DnsNames.display(zone.origin())));
      }
    }
    return new ZoneSet(sorted);
  }

  /** The zones in the canonical order of their origins (RFC 4034 §6.1). */
  public List<Zone> zones() {
    return zones;
  }

  /** Where in {@link #zones} the zone of an origin is. */
  public NameTable origins() {
    return origins;
  }

  /** The zone with exactly this apex. */
  public Optional<Zone> zone(Name origin) {
    int number = origins.find(origin);
    return number == NameTable.ABSENT ? Optional.empty() : Optional.of(zones.get(number));
  }

  /** The zone with the longest apex at or above the name. */
  public Optional<Zone> closest(Name name) {
    for (int strip = 0; strip <= name.labels() - 1; strip++) {
      int number = origins.find(strip == 0 ? name : new Name(name, strip));
      if (number != NameTable.ABSENT) {
        return Optional.of(zones.get(number));
      }
    }
    return Optional.empty();
  }

  /**
   * The zone to ask for a name and type. DS records belong to the parent's side of a zone cut (RFC
   * 4035 §3.1.4.1), so for them an apex counts as a name of the parent zone if that is served too.
   * A zone further above, or one that does not delegate the name, is no parent.
   */
  public Optional<Zone> closest(Name name, int type) {
    Optional<Zone> zone = closest(name);
    boolean atApex = zone.filter(closest -> closest.origin().equals(name)).isPresent();
    return type == Type.DS && atApex && name.labels() > 1
        ? closest(new Name(name, 1)).filter(above -> above.delegates(name)).or(() -> zone)
        : zone;
  }

  /** The set with this zone, in place of one of the same origin. */
  public ZoneSet with(Zone zone) {
    return with(List.of(zone));
  }

  /** The set with these zones, each in place of one of the same origin, the later the better. */
  public ZoneSet with(Collection<Zone> more) {
    SortedMap<Name, Zone> sorted = sorted();
    more.forEach(zone -> sorted.put(zone.origin(), zone));
    return new ZoneSet(sorted);
  }

  /** The set without the zone of this origin. */
  public ZoneSet without(Name origin) {
    return without(List.of(origin));
  }

  /** The set without the zones of these origins. */
  public ZoneSet without(Collection<Name> origins) {
    SortedMap<Name, Zone> sorted = sorted();
    origins.forEach(origin -> sorted.remove(origin));
    return new ZoneSet(sorted);
  }

  /** The set of the same zones, each {@linkplain Zone#rewritten rewritten}. */
  public ZoneSet rewritten(Function<RRset, Optional<RRset>> rewriting) {
    List<Zone> rewritten = new ArrayList<>();
    zones.forEach(zone -> rewritten.add(zone.rewritten(rewriting)));
    return of(rewritten);
  }

  private SortedMap<Name, Zone> sorted() {
    SortedMap<Name, Zone> sorted = new TreeMap<>();
    zones.forEach(zone -> sorted.put(zone.origin(), zone));
    return sorted;
  }
}
