package io.outagelab.authoritative.transfer;

import io.outagelab.authoritative.zone.Zone;
import java.time.Instant;

/**
 * A secondary's copy of a zone as it outlasts the server's process. Without the instant, each start
 * would begin its age anew, and a copy could be served for ever (RFC 1034 §4.3.5).
 *
 * @param zone the version
 * @param confirmed when a primary last had this version, by the secondary's clock
 */
public record StoredZone(Zone zone, Instant confirmed) {}
