package io.outagelab.configpush;

import io.outagelab.configpush.JournalEntry.Ending;
import io.outagelab.core.Tick;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SequencedSet;
import java.util.SortedMap;

/**
 * What became of one push, as the history tells it.
 *
 * @param at when it was asked for
 * @param request what was asked for
 * @param before the settings that it replaced, by router: of every router that it was sent to and
 *     that may have it still
 * @param acknowledged the routers that have it for certain
 * @param confirmed the routers that were told to keep it, if they must be
 * @param ending how it ended; empty while it is under way
 * @param detail why it ended so
 */
public record Change(
    Tick at,
    PushRequest request,
    SequencedMap<String, SortedMap<String, String>> before,
    SequencedSet<String> acknowledged,
    SequencedSet<String> confirmed,
    Optional<Ending> ending,
    String detail) {
  /** Keeps its own copies. */
  public Change {
    before = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(before));
    acknowledged = Collections.unmodifiableSequencedSet(new LinkedHashSet<>(acknowledged));
    confirmed = Collections.unmodifiableSequencedSet(new LinkedHashSet<>(confirmed));
  }

  /** A push that was just asked for. */
  static Change requested(Tick at, PushRequest request) {
    return new Change(
        at,
        request,
        new LinkedHashMap<>(),
        new LinkedHashSet<>(),
        new LinkedHashSet<>(),
        Optional.empty(),
        "");
  }

  /** The change's id. */
  public String id() {
    return request.document().id();
  }

  /** Whether routers have it, or are getting it. */
  public boolean isInForce() {
    return ending.map(Ending::isInForce).orElse(true);
  }

  /** The routers that may have it and undo it by themselves, as nobody told them to keep it. */
  List<String> unconfirmed() {
    return request.confirmWithin().isEmpty()
        ? List.of()
        : before.keySet().stream().filter(router -> !confirmed.contains(router)).toList();
  }

  /** Where it stands, as a person reads it. */
  public String state() {
    return ending
        .map(how -> how.name().toLowerCase(Locale.ROOT).replace('_', '-'))
        .orElse("under-way");
  }

  Change sent(Map<String, SortedMap<String, String>> replaced) {
    SequencedMap<String, SortedMap<String, String>> all = new LinkedHashMap<>(before);
    replaced.forEach(all::putIfAbsent);
    return new Change(at, request, all, acknowledged, confirmed, ending, detail);
  }

  Change acknowledged(List<String> routers) {
    SequencedSet<String> all = new LinkedHashSet<>(acknowledged);
    all.addAll(routers);
    return new Change(at, request, before, all, confirmed, ending, detail);
  }

  Change confirmed(List<String> routers) {
    SequencedSet<String> all = new LinkedHashSet<>(confirmed);
    all.addAll(routers);
    return new Change(at, request, before, acknowledged, all, ending, detail);
  }

  Change undone(List<String> routers) {
    SequencedMap<String, SortedMap<String, String>> left = new LinkedHashMap<>(before);
    SequencedSet<String> having = new LinkedHashSet<>(acknowledged);
    routers.forEach(
        router -> {
          left.remove(router);
          having.remove(router);
        });
    return new Change(at, request, left, having, confirmed, ending, detail);
  }

  Change closed(Ending how, String why) {
    return new Change(at, request, before, acknowledged, confirmed, Optional.of(how), why);
  }
}
