package io.outagelab.hosting;

import io.grpc.Status;
import io.outagelab.core.net.Prefix;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * What nodes elsewhere announce, session by session. A site's router originates a prefix as long as
 * any session announces it there, with the highest LOCAL_PREF of those that do.
 */
final class AnnouncementSessions {
  /** A prefix at the site whose router is to originate it. */
  record Origin(String site, Prefix prefix) {}

  private final BiConsumer<Origin, Optional<Integer>> stands;
  private final Map<String, Map<Origin, Integer>> sessions = new HashMap<>();

  /**
   * No session yet.
   *
   * @param stands told, in order, with which LOCAL_PREF an origin stands after every announcement
   *     and every change, or that it stands no more
   */
  AnnouncementSessions(BiConsumer<Origin, Optional<Integer>> stands) {
    this.stands = stands;
  }

  /** A session of this id has begun, unless there are too many. */
  synchronized void open(String id) {
    Replies.admit(sessions.size());
    sessions.put(id, new LinkedHashMap<>());
  }

  /** A session announces a prefix, or announces it again. */
  synchronized void announce(String id, Origin origin, int preference) {
    session(id).put(origin, preference);
    stands.accept(origin, preference(origin));
  }

  /** A session takes an announcement back; nothing happens if it made none. */
  synchronized void withdraw(String id, Origin origin) {
    Map<Origin, Integer> session = session(id);
    Optional<Integer> before = preference(origin);
    session.remove(origin);
    Optional<Integer> after = preference(origin);
    if (!after.equals(before)) {
      stands.accept(origin, after);
    }
  }

  /** A session has ended, and with it what it announced. */
  synchronized void end(String id) {
    Map<Origin, Integer> session = sessions.getOrDefault(id, new LinkedHashMap<>());
    List.copyOf(session.keySet()).forEach(origin -> withdraw(id, origin));
    sessions.remove(id);
  }

  private Optional<Integer> preference(Origin origin) {
    return sessions.values().stream()
        .flatMap(session -> Optional.ofNullable(session.get(origin)).stream())
        .max(Integer::compareUnsigned);
  }

  private Map<Origin, Integer> session(String id) {
    return Optional.ofNullable(sessions.get(id))
        .orElseThrow(
            () ->
                Status.FAILED_PRECONDITION
                    .withDescription(
                        "no session '%s' is open: open one and announce again".formatted(id))
                    .asRuntimeException());
  }
}
