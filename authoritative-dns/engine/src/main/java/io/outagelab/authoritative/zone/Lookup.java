package io.outagelab.authoritative.zone;

import org.xbill.DNS.Name;

/** Where the search for a name in a zone ends (RFC 1034 §4.3.2 step 3). */
public sealed interface Lookup {
  /** The name exists in the zone's authoritative data, perhaps as an empty non-terminal. */
  record Found(ZoneNode node) implements Lookup {}

  /** The name is at or below this zone cut: the delegated zone knows more (step 3b). */
  record Delegated(ZoneNode cut) implements Lookup {}

  /** The name is below this one, which owns a DNAME RRset (RFC 6672 §3.2). */
  record Redirected(ZoneNode dname) implements Lookup {}

  /** The name does not exist, but a wildcard at its closest encloser does (RFC 4592 §3.3.1). */
  record Synthesized(ZoneNode wildcard) implements Lookup {}

  /** Neither the name nor a wildcard for it exists: NXDOMAIN. */
  record Missing(Name closestEncloser) implements Lookup {}
}
