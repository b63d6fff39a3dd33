package io.outagelab.apps;

import io.outagelab.core.Event;
import io.outagelab.core.Layer;
import io.outagelab.core.dns.Lookup;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What the players of this module observe. */
public sealed interface AppEvent extends Event {
  /**
   * An app's state or its cause changed; the first state counts as a change, from none.
   *
   * @param from the level before
   */
  record AppChanged(String app, Optional<AppState.Level> from, AppState state) implements AppEvent {
    @Override
    public Layer layer() {
      return Layer.APP;
    }

    @Override
    public String subject() {
      return app;
    }

    @Override
    public String detail() {
      String level = state.level().label();
      return state.cause() == Cause.NONE ? level : level + ", cause " + state.cause().label();
    }

    /** That an app is up to begin with is no turn of the story. */
    @Override
    public Weight weight() {
      boolean calm = from.isEmpty() && state.level() == AppState.Level.UP;
      return calm ? Weight.DETAIL : Weight.STORY;
    }

    @Override
    public Map<String, String> attributes() {
      return Map.of(
          "app", app,
          "state", state.level().label(),
          "cause", state.cause().label(),
          "ratio", String.format(Locale.ROOT, "%.2f", state.ratio()));
    }
  }

  /**
   * What a resolver answers for a watched name changed.
   *
   * @param qname the watched name, without the final dot
   * @param type the type's mnemonic
   * @param from the result before, {@code NONE} the first time
   * @param to the result now: an rcode's mnemonic, {@code NODATA}, {@code TIMEOUT} …
   */
  record AnswerChanged(String resolver, String qname, String type, String from, String to)
      implements AppEvent {
    /** The result before the first lookup. */
    static final String NONE = "NONE";

    @Override
    public Layer layer() {
      return Layer.RESOLVER;
    }

    @Override
    public String subject() {
      return qname + " " + type + " at " + resolver;
    }

    @Override
    public String detail() {
      return to + " after " + from;
    }

    /**
     * A flip between working and failing is a turn of the story; one failure for another is not.
     */
    @Override
    public Weight weight() {
      return works(from) == works(to) ? Weight.DETAIL : Weight.STORY;
    }

    private static boolean works(String result) {
      return result.equals(Lookup.NOERROR) || result.equals(NONE);
    }

    @Override
    public Map<String, String> attributes() {
      return Map.of("resolver", resolver, "name", qname, "type", type, "from", from, "to", to);
    }
  }

  /**
   * How a cohort fared over one report interval.
   *
   * @param attempts requests that ended, each counted for all the users it stands for
   * @param failures those of them that failed
   * @param slow those that succeeded late or degraded
   * @param userMinutesLost users times world minutes during which they could not use the app
   */
  record CohortReport(
      String cohort,
      String app,
      String resolver,
      long attempts,
      long failures,
      long slow,
      double userMinutesLost)
      implements AppEvent {
    @Override
    public Layer layer() {
      return Layer.USERS;
    }

    @Override
    public String subject() {
      return cohort;
    }

    @Override
    public String detail() {
      return "%d of %d attempts failed".formatted(failures, attempts);
    }

    @Override
    public Weight weight() {
      return Weight.METRIC;
    }

    @Override
    public Map<String, String> attributes() {
      return Map.of(
          "cohort", cohort,
          "app", app,
          "resolver", resolver,
          "attempts", Long.toString(attempts),
          "failures", Long.toString(failures),
          "slow", Long.toString(slow),
          "userMinutesLost", String.format(Locale.ROOT, "%.3f", userMinutesLost));
    }
  }

  /** A door reader gave up on its service: the door stays shut. */
  record DoorShut(String door, Cause cause, String detail) implements AppEvent {
    @Override
    public Layer layer() {
      return Layer.DOORS;
    }

    @Override
    public String subject() {
      return door;
    }

    @Override
    public Weight weight() {
      return Weight.STORY;
    }

    @Override
    public Map<String, String> attributes() {
      return Map.of("door", door, "cause", cause.label());
    }
  }

  /** A door reader reaches its service: again, a turn of the story, or for the first time. */
  record DoorOpen(String door, Weight weight) implements AppEvent {
    @Override
    public Layer layer() {
      return Layer.DOORS;
    }

    @Override
    public String subject() {
      return door;
    }

    @Override
    public String detail() {
      return "";
    }

    @Override
    public Map<String, String> attributes() {
      return Map.of("door", door, "cause", Cause.NONE.label());
    }
  }

  /** An internal tool gave up on its service. */
  record ToolDown(String tool, Cause cause, String detail) implements AppEvent {
    @Override
    public Layer layer() {
      return Layer.TOOLS;
    }

    @Override
    public String subject() {
      return tool;
    }

    @Override
    public Weight weight() {
      return Weight.STORY;
    }

    @Override
    public Map<String, String> attributes() {
      return Map.of("tool", tool, "cause", cause.label());
    }
  }

  /** An internal tool reaches its service: again, a turn of the story, or for the first time. */
  record ToolUp(String tool, Weight weight) implements AppEvent {
    @Override
    public Layer layer() {
      return Layer.TOOLS;
    }

    @Override
    public String subject() {
      return tool;
    }

    @Override
    public String detail() {
      return "";
    }

    @Override
    public Map<String, String> attributes() {
      return Map.of("tool", tool, "cause", Cause.NONE.label());
    }
  }

  /** A service found its caches cold when load came back to it. */
  record ServiceCold(String service, String site) implements AppEvent {
    @Override
    public Layer layer() {
      return Layer.APP;
    }

    @Override
    public String subject() {
      return service + "@" + site;
    }

    @Override
    public String detail() {
      return "caches are cold, capacity is reduced";
    }

    @Override
    public Map<String, String> attributes() {
      return Map.of("service", service, "site", site);
    }
  }

  /** A service has its full capacity again. */
  record ServiceWarm(String service, String site) implements AppEvent {
    @Override
    public Layer layer() {
      return Layer.APP;
    }

    @Override
    public String subject() {
      return service + "@" + site;
    }

    @Override
    public String detail() {
      return "caches are warm, capacity is full";
    }

    @Override
    public Map<String, String> attributes() {
      return Map.of("service", service, "site", site);
    }
  }
}
