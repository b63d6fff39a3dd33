package io.outagelab.hosting;

import io.grpc.Status;
import io.outagelab.core.net.Prefix;
import java.time.Duration;
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

  /**
   * How it is to be originated.
   *
   * @param preference its LOCAL_PREF, unsigned
   * @param lease after how long the router is to stop by itself, unless it is told again
   */
  record Terms(int preference, Optional<Duration> lease) {}

  private final BiConsumer<Origin, Optional<Terms>> stands;
  private final Map<String, Map<Origin, Terms>> sessions = new HashMap<>();

  /**
   * No session yet.
   *
   * @param stands told, in order, on which terms an origin stands after every announcement and
   *     every change, or that it stands no more
   */
  AnnouncementSessions(BiConsumer<Origin, Optional<Terms>> stands) {
    this.stands = stands;
  }

  /** A session of this id has begun, unless there are too many. */
  synchronized void open(String id) {
    Replies.admit(sessions.size());
    sessions.put(id, new LinkedHashMap<>());
  }

  /** A session announces a prefix, or announces it again. */
  synchronized void announce(String id, Origin origin, Terms terms) {
    session(id).put(origin, terms);
    stands.accept(origin, terms(origin));
  }

  /** A session takes an announcement back; nothing happens if it made none. */
  synchronized void withdraw(String id, Origin origin) {
    Map<Origin, Terms> session = session(id);
    Optional<Terms> before = terms(origin);
    session.remove(origin);
    Optional<Terms> after = terms(origin);
    if (!after.equals(before)) {
      stands.accept(origin, after);
    }
  }

  /** A session has ended, and with it what it announced. */
  synchronized void end(String id) {
    Map<Origin, Terms> session = sessions.getOrDefault(id, new LinkedHashMap<>());
    List.copyOf(session.keySet()).forEach(origin -> withdraw(id, origin));
    sessions.remove(id);
  }

  private Optional<Terms> terms(Origin origin) {
    return sessions.values().stream()
        .flatMap(session -> Optional.ofNullable(session.get(origin)).stream())
        .max((one, other) -> Integer.compareUnsigned(one.preference(), other.preference()));
  }

  private Map<Origin, Terms> session(String id) {
    return Optional.ofNullable(sessions.get(id))
        .orElseThrow(
            () ->
                Status.FAILED_PRECONDITION
                    .withDescription(
                        "no session '%s' is open: open one and announce again".formatted(id))
                    .asRuntimeException());
  }
}
