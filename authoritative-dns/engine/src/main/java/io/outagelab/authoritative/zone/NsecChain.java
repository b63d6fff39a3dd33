package io.outagelab.authoritative.zone;

import java.util.List;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

/**
 * Denial by NSEC RRsets (RFC 4035 §3.1.3): each says which name follows its own in canonical order,
 * and which types its own has. The RRset that denies a name is that of the last name at or before
 * it; for an empty non-terminal too, which owns none itself.
 *
 * @param nodes those that own an NSEC RRset, in canonical order, the apex first
 */
record NsecChain(List<ZoneNode> nodes) implements Denial {
  @Override
  public Choice choice() {
    return Choice.ORDER;
  }

  @Override
  public int type() {
    return Type.NSEC;
  }

  @Override
  public List<ZoneNode> noName(Name name, Name closestEncloser) {
    Name wildcard = name.wild(name.labels() - closestEncloser.labels());
    return CanonicalOrder.distinct(floor(name), floor(wildcard));
  }

  @Override
  public List<ZoneNode> noType(Name name) {
    return List.of(floor(name));
  }

  @Override
  public List<ZoneNode> noCloserName(Name name, Name wildcard) {
    return List.of(floor(name));
  }

  @Override
  public List<ZoneNode> noTypeAtWildcard(Name name, Name wildcard) {
    return CanonicalOrder.distinct(floor(name), floor(wildcard));
  }

  private ZoneNode floor(Name name) {
    return nodes.get(Math.max(0, CanonicalOrder.floor(nodes, name)));
  }
}
