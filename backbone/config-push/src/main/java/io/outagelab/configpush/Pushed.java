package io.outagelab.configpush;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.SequencedSet;

/**
 * What the operator remembers of a change that was pushed.
 *
 * @param document the change
 * @param targets the routers that it is for
 * @param restored the names of those where it was undone at the console
 * @param undone on which way it was taken back on all of them, if it was
 */
record Pushed(
    ChangeDocument document,
    List<RouterEntry> targets,
    SequencedSet<String> restored,
    Optional<Via> undone) {
  Pushed {
    targets = List.copyOf(targets);
    restored = Collections.unmodifiableSequencedSet(new LinkedHashSet<>(restored));
  }

  static Pushed of(ChangeDocument document, List<RouterEntry> targets) {
    return new Pushed(document, targets, new LinkedHashSet<>(), Optional.empty());
  }

  String id() {
    return document.id();
  }

  /** The routers where it has not been undone at the console. */
  List<RouterEntry> left() {
    return targets.stream().filter(router -> !restored.contains(router.name())).toList();
  }

  Pushed undone(Via via) {
    return new Pushed(document, targets, restored, Optional.of(via));
  }

  /** The same after work at the consoles of these routers. */
  Pushed restored(List<RouterEntry> routers, Via via) {
    SequencedSet<String> all = new LinkedHashSet<>(restored);
    routers.forEach(router -> all.add(router.name()));
    boolean complete = all.size() == targets.size();
    return new Pushed(document, targets, all, complete ? Optional.of(via) : undone);
  }
}
