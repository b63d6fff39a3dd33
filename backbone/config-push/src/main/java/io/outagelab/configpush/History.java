package io.outagelab.configpush;

import io.outagelab.configpush.JournalEntry.Ending;
import io.outagelab.core.Tick;
import io.outagelab.core.config.RouterChange;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/**
 * The changes so far and what routers are set to, read from the journal: the same journal gives the
 * same history.
 *
 * <p>What is known of a router is what was last sent to it, whether or not it acknowledged: an
 * acknowledgement that is lost must not make the audit count too little. Only what no longer holds
 * anywhere is forgotten, the oldest first.
 */
public final class History {
  private static final int MAX_CHANGES = 1_000;

  private final List<Change> changes = new ArrayList<>();
  private final SortedMap<String, SortedMap<String, String>> settings = new TreeMap<>();

  /** Adds what a line of the journal tells. */
  public void apply(JournalEntry entry) {
    switch (entry) {
      case JournalEntry.Requested requested -> {
        changes.add(Change.requested(requested.at(), requested.request()));
        forget();
      }
      case JournalEntry.Audited audited -> {}
      case JournalEntry.Sent sent -> sent(sent);
      case JournalEntry.Acknowledged acknowledged ->
          update(acknowledged.change(), change -> change.acknowledged(acknowledged.routers()));
      case JournalEntry.Confirmed confirmed ->
          update(confirmed.change(), change -> change.confirmed(confirmed.routers()));
      case JournalEntry.Undone undone -> undone(undone);
      case JournalEntry.Closed closed ->
          update(closed.change(), change -> change.closed(closed.ending(), closed.detail()));
    }
  }

  /**
   * The lines that close what was under way when the journal ended. Routers start again with what
   * the journal says they have, so what nobody confirmed to them is undone.
   */
  public List<JournalEntry> interruption(Tick now) {
    List<JournalEntry> lines = new ArrayList<>();
    for (Change change : changes) {
      if (change.ending().isEmpty()) {
        List<String> unconfirmed = change.unconfirmed();
        if (!unconfirmed.isEmpty()) {
          lines.add(new JournalEntry.Undone(now, change.id(), unconfirmed));
        }
        boolean kept = unconfirmed.isEmpty() || !change.confirmed().isEmpty();
        Ending ending = kept ? Ending.INTERRUPTED : Ending.UNCONFIRMED;
        lines.add(
            new JournalEntry.Closed(now, change.id(), ending, "the controller was started again"));
      }
    }
    return lines;
  }

  /** Every change, the oldest first. */
  public List<Change> changes() {
    return List.copyOf(changes);
  }

  /** The latest change with this id. */
  public Optional<Change> change(String id) {
    return changes.reversed().stream().filter(change -> change.id().equals(id)).findFirst();
  }

  /** The latest change that routers have. */
  public Optional<Change> latestInForce() {
    return changes.reversed().stream().filter(Change::isInForce).findFirst();
  }

  /** The routers that are drained, or may be. */
  public SortedSet<String> drained() {
    SortedSet<String> drained = new TreeSet<>();
    settings.forEach(
        (router, values) -> {
          if (Boolean.parseBoolean(values.getOrDefault(RouterChange.DRAINED, "false"))) {
            drained.add(router);
          }
        });
    return Collections.unmodifiableSortedSet(drained);
  }

  private void sent(JournalEntry.Sent sent) {
    change(sent.change())
        .ifPresent(
            change -> {
              SortedMap<String, String> set = change.request().document().settings();
              SequencedMap<String, SortedMap<String, String>> replaced = new LinkedHashMap<>();
              for (String router : sent.routers()) {
                replaced.put(router, current(router, set));
                settings.computeIfAbsent(router, name -> new TreeMap<>()).putAll(set);
              }
              update(sent.change(), before -> before.sent(replaced));
            });
  }

  /** What these settings are on a router now. Settings that no router knows have no value. */
  private SortedMap<String, String> current(String router, SortedMap<String, String> keys) {
    Map<String, String> values = settings.getOrDefault(router, new TreeMap<>());
    SortedMap<String, String> current = new TreeMap<>();
    for (String key : keys.keySet()) {
      Optional.ofNullable(values.get(key))
          .or(() -> Setting.of(key).map(Setting::normal))
          .ifPresent(value -> current.put(key, value));
    }
    return current;
  }

  private void undone(JournalEntry.Undone undone) {
    change(undone.change())
        .ifPresent(
            change -> {
              for (String router : undone.routers()) {
                SortedMap<String, String> before = change.before().get(router);
                if (before != null) {
                  settings.computeIfAbsent(router, name -> new TreeMap<>()).putAll(before);
                }
              }
              update(undone.change(), having -> having.undone(undone.routers()));
            });
  }

  private void update(String id, UnaryOperator<Change> step) {
    for (int i = changes.size() - 1; i >= 0; i--) {
      if (changes.get(i).id().equals(id)) {
        changes.set(i, step.apply(changes.get(i)));
        return;
      }
    }
  }

  private void forget() {
    for (int i = 0; changes.size() > MAX_CHANGES && i < changes.size(); i++) {
      if (!changes.get(i).isInForce()) {
        changes.remove(i--);
      }
    }
  }
}
