package io.outagelab.authoritative.transfer;

import io.outagelab.authoritative.zone.Zone;
import java.util.Optional;

/**
 * What a secondary has of its zone.
 *
 * @param held the newest version that it was given
 * @param isServed whether questions are answered from it: not once it has expired
 */
record Copy(Optional<Zone> held, boolean isServed) {
  /** Nothing yet. */
  static final Copy NONE = new Copy(Optional.empty(), false);

  /** This version, in date. */
  static Copy inDate(Zone zone) {
    return new Copy(Optional.of(zone), true);
  }

  /** The same version, too old to be served. */
  Copy expired() {
    return new Copy(held, false);
  }

  /** The version that is served. */
  Optional<Zone> served() {
    return held.filter(zone -> isServed);
  }
}
