package io.outagelab.authoritative.zone;

import java.util.List;
import java.util.Optional;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

/**
 * A zone without a complete chain of NSEC or NSEC3 RRsets: it proves nothing.
 *
 * @param hashes the nodes of an NSEC3 chain that is not in use yet (RFC 5155 §10.4), hidden
 */
record Unsigned(List<ZoneNode> hashes) implements Denial {
  @Override
  public int type() {
    return Type.NSEC;
  }

  @Override
  public List<ZoneNode> noName(Name name, Name closestEncloser) {
    return List.of();
  }

  @Override
  public List<ZoneNode> noType(Name name) {
    return List.of();
  }

  @Override
  public List<ZoneNode> noCloserName(Name name, Name wildcard) {
    return List.of();
  }

  @Override
  public List<ZoneNode> noTypeAtWildcard(Name name, Name wildcard) {
    return List.of();
  }

  @Override
  public Optional<ZoneNode> hashed(Name owner) {
    return CanonicalOrder.find(hashes, owner);
  }
}
