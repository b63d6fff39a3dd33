package io.outagelab.drills.run;

import io.outagelab.core.Event;
import io.outagelab.core.config.RouterChange;
import io.outagelab.drills.journal.Journal;
import io.outagelab.drills.journal.Journal.Proof;
import io.outagelab.drills.language.Action;
import io.outagelab.world.PushFile;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Looks for the proof of one fault, from observers that had no part in injecting it: the routers
 * must say that they have the change, and others that something came of it. What the controller
 * says proves nothing.
 */
final class FaultWatch {
  private static final List<String> DOWN =
      List.of("link-down", "plane-down", "site-isolated", "session-down", "prefix-retracted");
  private static final List<String> UP =
      List.of("link-up", "plane-up", "site-connected", "session-up", "prefix-originated");

  private final Action.Push push;
  private final Duration at;
  private final boolean drains;
  private final boolean undrains;
  private final SortedSet<String> applied = new TreeSet<>();
  private Optional<String> refusal = Optional.empty();
  private Optional<String> claim = Optional.empty();
  private Optional<String> effect = Optional.empty();

  /** Watches for a push of this moment. */
  FaultWatch(Action.Push push, Duration at) {
    this.push = push;
    this.at = at;
    String drained = push.file().set().getOrDefault(RouterChange.DRAINED, "");
    this.drains = drained.equals("true");
    this.undrains = drained.equals("false");
  }

  /** Takes in one event after the push. */
  void accept(Duration now, Event event) {
    boolean own = file().change().equals(event.attributes().getOrDefault("change", ""));
    switch (event.name()) {
      case "config-applied" -> {
        if (own) {
          applied.add(event.attributes().getOrDefault("router", event.subject()));
        }
      }
      case "audit-refused", "push-refused" -> {
        if (own) {
          refusal = Optional.of(event.detail());
        }
      }
      case "push-finished" -> {
        if (own) {
          claim = Optional.of(event.detail());
        }
      }
      default -> {
        if (effect.isEmpty() && !applied.isEmpty() && isEffect(event.name())) {
          effect =
              Optional.of(
                  "%s: %s at %s"
                      .formatted(
                          event.subject(),
                          event.name().replace('-', ' '),
                          ExpectationWatch.plain(now)));
        }
      }
    }
  }

  private boolean isEffect(String name) {
    return (!undrains && DOWN.contains(name)) || (!drains && UP.contains(name));
  }

  private PushFile file() {
    return push.file();
  }

  /** The fault and its proof, as far as it goes. */
  Journal.Fault fault() {
    return switch (push.proof()) {
      case EFFECT -> effect();
      case REFUSAL -> refusal();
    };
  }

  private Journal.Fault effect() {
    String routers = routers() + " the change";
    if (effect.isPresent() && !applied.isEmpty()) {
      return proof(Proof.CONFIRMED, routers + "; " + effect.get());
    }
    if (!applied.isEmpty()) {
      return proof(Proof.MISMATCH, routers + "; nobody else saw anything of it");
    }
    if (refusal.isPresent()) {
      return proof(Proof.INCONCLUSIVE, refusal.get());
    }
    return claim
        .map(
            said ->
                proof(Proof.MISMATCH, "the controller says: %s; no router does".formatted(said)))
        .orElse(proof(Proof.INCONCLUSIVE, "nobody saw anything of it"));
  }

  private String routers() {
    return applied.size() == 1 ? "1 router has" : applied.size() + " routers have";
  }

  private Journal.Fault refusal() {
    if (!applied.isEmpty()) {
      return proof(Proof.MISMATCH, routers() + " the change that was to be refused");
    }
    return refusal
        .map(said -> proof(Proof.CONFIRMED, said + "; no router has the change"))
        .orElse(proof(Proof.INCONCLUSIVE, "nobody refused it, and no router has it"));
  }

  private Journal.Fault proof(Proof proof, String by) {
    return new Journal.Fault(file().change(), at, proof, by);
  }
}
