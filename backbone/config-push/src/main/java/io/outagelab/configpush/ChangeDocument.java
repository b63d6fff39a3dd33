package io.outagelab.configpush;

import io.outagelab.core.config.RouterChange;
import java.time.Duration;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * A change of configuration as its author writes it: what is set, on which routers, and why.
 *
 * @param id names the change in the history; letters, digits, dots, hyphens and underscores
 * @param author who wants it
 * @param reason why
 * @param planes the backbone planes it is for
 * @param sites the sites it is for
 * @param settings what is set on each router, by key
 */
public record ChangeDocument(
    String id,
    String author,
    String reason,
    Selector<Integer> planes,
    Selector<String> sites,
    SortedMap<String, String> settings) {
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");
  private static final int MAX_TEXT = 1_000;
  private static final int MAX_SETTINGS = 64;

  /** Keeps its own copy of the settings; rejects an id that cannot stand in a history. */
  public ChangeDocument {
    settings = Collections.unmodifiableSortedMap(new TreeMap<>(settings));
    if (!isId(id)) {
      throw new IllegalArgumentException(
          "a change's id is 1 to 100 letters, digits, '.', '-' or '_', not '%s'".formatted(id));
    }
    if (author.length() > MAX_TEXT || reason.length() > MAX_TEXT) {
      throw new IllegalArgumentException(
          "the author and the reason of change %s have at most %d characters"
              .formatted(id, MAX_TEXT));
    }
    if (settings.isEmpty() || settings.size() > MAX_SETTINGS) {
      throw new IllegalArgumentException(
          "change %s sets 1 to %d settings, not %d".formatted(id, MAX_SETTINGS, settings.size()));
    }
  }

  /** A change that drains the selected routers, or ends their drain. */
  public static ChangeDocument drain(
      String id, Selector<Integer> planes, Selector<String> sites, boolean drained) {
    return new ChangeDocument(
        id, "", "", planes, sites, RouterChange.drained(id, drained).settings());
  }

  /** Whether a text can be the id of a change. */
  static boolean isId(String text) {
    return ID.matcher(text).matches();
  }

  /** Whether it takes routers out of use. */
  public boolean drains() {
    return Boolean.parseBoolean(settings.getOrDefault(RouterChange.DRAINED, "false"));
  }

  /** The change of one of its routers, undone by itself if not confirmed in time. */
  public RouterChange routerChange(Optional<Duration> confirmWithin) {
    return new RouterChange(id, settings, confirmWithin);
  }
}
