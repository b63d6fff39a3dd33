package io.outagelab.backbone;

import io.outagelab.core.net.Forwarding;
import io.outagelab.core.net.IpAddress;
import io.outagelab.core.net.Prefix;
import io.outagelab.core.net.PrefixTable;
import io.outagelab.core.net.Verdict;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;

/**
 * Forwarding flattened into one table: for every prefix that any router knows, one verdict per
 * site. Immutable, so any thread may ask it while the backbone runs on.
 *
 * <p>That is exact: a destination's longest match among all known prefixes is at least as long as
 * any router's own, so all destinations with one longest match share their way.
 */
public final class ForwardingTable implements Forwarding {
  private final long version;
  private final List<String> sites;
  private final Map<String, Integer> places = new HashMap<>();
  private final PrefixTable<List<Verdict>> verdicts = new PrefixTable<>();

  /** Walks from every site to every prefix. */
  ForwardingTable(
      long version, List<String> sites, Collection<Prefix> prefixes, ForwardingWalk walk) {
    this.version = version;
    this.sites = List.copyOf(sites);
    for (String site : sites) {
      places.put(site, places.size());
    }
    for (Prefix prefix : prefixes) {
      verdicts.put(
          prefix,
          sites.stream()
              .map(site -> walk.verdict(site, prefix.network(), prefix.length()))
              .toList());
    }
  }

  @Override
  public Verdict verdict(String site, IpAddress destination) {
    Integer place = places.get(site);
    if (place == null) {
      throw new IllegalArgumentException("the backbone has no site '%s'".formatted(site));
    }
    return verdicts
        .lookup(destination)
        .map(match -> match.value().get(place))
        .orElse(Verdict.UNREACHABLE);
  }

  @Override
  public long version() {
    return version;
  }

  /** The sites that the verdicts of {@link #entries} are for, in that order. */
  public List<String> sites() {
    return sites;
  }

  /** Every known prefix with its verdicts, one per site. */
  public NavigableMap<Prefix, List<Verdict>> entries() {
    return verdicts.entries();
  }
}
