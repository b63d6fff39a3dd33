package io.outagelab.authoritative.zone;

import java.util.List;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

/** A zone without a complete chain of NSEC or NSEC3 RRsets: it proves nothing. */
record Unsigned() implements Denial {
  @Override
  public Choice choice() {
    return Choice.NONE;
  }

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
}
