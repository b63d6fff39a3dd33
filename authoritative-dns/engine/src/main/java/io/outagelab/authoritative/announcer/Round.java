package io.outagelab.authoritative.announcer;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** One round of probes: who was asked, and what they said. */
final class Round {
  /** What a round says of the site. */
  enum Verdict {
    /** Enough data centres are well. */
    GOOD,
    /** Some answered, but too few of them are well. */
    BAD,
    /** None answered anything. */
    BLIND
  }

  private final int quorum;
  private final Set<Long> outstanding = new HashSet<>();
  private int well;
  private boolean heard;

  /** A round in which nobody has been asked yet. */
  Round(int quorum) {
    this.quorum = quorum;
  }

  /** A probe has gone out. */
  void asked(long id) {
    outstanding.add(id);
  }

  /** A data centre answered. Returns the verdict if that ends the round. */
  Optional<Verdict> answered(long id, boolean isWell) {
    if (!outstanding.remove(id)) {
      return Optional.empty();
    }
    heard = true;
    well += isWell ? 1 : 0;
    return well >= quorum ? Optional.of(Verdict.GOOD) : endIfAllIn();
  }

  /** A probe found no way. Returns the verdict if that ends the round. */
  Optional<Verdict> undeliverable(long id) {
    return outstanding.remove(id) ? endIfAllIn() : Optional.empty();
  }

  private Optional<Verdict> endIfAllIn() {
    return outstanding.isEmpty() ? Optional.of(verdict()) : Optional.empty();
  }

  /** What the answers so far say. */
  Verdict verdict() {
    if (well >= quorum) {
      return Verdict.GOOD;
    }
    return heard ? Verdict.BAD : Verdict.BLIND;
  }
}
