package io.outagelab.configpush;

import java.time.DateTimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * What the controller understands: methods, and requests as fields.
 *
 * <p>Fields come from the network, so anything may be in them: decoding yields a value either way.
 */
public final class ControllerProtocol {
  /** The port of the controller. */
  public static final int PORT = 9000;

  /** Pushes a change; answered when it is accepted. Fields: those of {@link #encode}. */
  public static final String PUSH = "netconfig.push";

  /**
   * Takes a change back; answered when that has ended. Fields: {@link #ID}, or none for the last.
   */
  public static final String ROLLBACK = "netconfig.rollback";

  /** Lists the changes, latest first. No fields. */
  public static final String HISTORY = "netconfig.history";

  /**
   * Tells the controller that a change was undone past it, at the routers' consoles. Fields: {@link
   * #ID} and {@link #ROUTERS}.
   */
  public static final String UNDONE = "netconfig.undone";

  /** The field with a change's id. */
  public static final String ID = "id";

  /** The field with router names, separated by commas. */
  public static final String ROUTERS = "routers";

  /** The field of a response that says why not. */
  public static final String REASON = "reason";

  /** The field of a response with the number of routers that a change is for. */
  public static final String TOTAL = "total";

  /** The field of a response with the number of routers where it took effect. */
  public static final String APPLIED = "applied";

  private static final String AUTHOR = "author";
  private static final String AUDIT = "audit";
  private static final String ROLLOUT = "rollout";
  private static final String BAKE = "bake";
  private static final String CONFIRM_WITHIN = "confirm-within";
  private static final String PLANES = "planes";
  private static final String SITES = "sites";
  private static final String SETTING = "set.";
  private static final Pattern COMMA = Pattern.compile(",");
  private static final Duration LONGEST = Duration.ofDays(365);

  /** What became of decoding. */
  public sealed interface Decoded {
    /** The fields say this. */
    record Understood(PushRequest request) implements Decoded {}

    /** They say nothing that makes sense, because of this. */
    record Malformed(String reason) implements Decoded {}
  }

  private ControllerProtocol() {}

  /** A push as the fields of a request. */
  public static SortedMap<String, String> encode(PushRequest push) {
    ChangeDocument document = push.document();
    SortedMap<String, String> fields = new TreeMap<>();
    fields.put(ID, document.id());
    fields.put(AUTHOR, document.author());
    fields.put(REASON, document.reason());
    fields.put(PLANES, document.planes().toString());
    fields.put(SITES, document.sites().toString());
    document.settings().forEach((key, value) -> fields.put(SETTING + key, value));
    fields.put(AUDIT, Boolean.toString(push.audited()));
    fields.put(ROLLOUT, push.rollout().toString());
    if (push.rollout() instanceof Rollout.Canary(Duration bake)) {
      fields.put(BAKE, bake.toString());
    }
    push.confirmWithin().ifPresent(within -> fields.put(CONFIRM_WITHIN, within.toString()));
    return fields;
  }

  /** The push that these fields ask for. */
  public static Decoded decode(SortedMap<String, String> fields) {
    try {
      return new Decoded.Understood(
          new PushRequest(
              document(fields),
              flag(fields, AUDIT, true),
              rollout(fields),
              Optional.ofNullable(fields.get(CONFIRM_WITHIN))
                  .map(text -> duration(CONFIRM_WITHIN, text))));
    } catch (IllegalArgumentException e) {
      return new Decoded.Malformed(String.valueOf(e.getMessage()));
    }
  }

  /** The router names in a request's fields. */
  static List<String> routers(SortedMap<String, String> fields) {
    return items(fields.getOrDefault(ROUTERS, ""));
  }

  private static ChangeDocument document(SortedMap<String, String> fields) {
    SortedMap<String, String> settings = new TreeMap<>();
    fields.forEach(
        (key, value) -> {
          if (key.startsWith(SETTING)) {
            settings.put(key.substring(SETTING.length()), value);
          }
        });
    return new ChangeDocument(
        fields.getOrDefault(ID, ""),
        fields.getOrDefault(AUTHOR, ""),
        fields.getOrDefault(REASON, ""),
        selector(fields, PLANES, ControllerProtocol::plane),
        selector(fields, SITES, site -> site),
        settings);
  }

  private static <T> Selector<T> selector(
      SortedMap<String, String> fields, String key, Function<String, T> item) {
    String text = fields.get(key);
    if (text == null) {
      throw new IllegalArgumentException("%s is missing".formatted(key));
    }
    return text.equals(Selector.ALL)
        ? Selector.all()
        : new Selector.Only<>(items(text).stream().map(item).toList());
  }

  private static List<String> items(String text) {
    List<String> items = new ArrayList<>();
    COMMA
        .splitAsStream(text)
        .map(String::strip)
        .filter(item -> !item.isEmpty())
        .forEach(items::add);
    return items;
  }

  private static Integer plane(String text) {
    try {
      return Integer.valueOf(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("a plane is a number, not '%s'".formatted(text), e);
    }
  }

  private static Rollout rollout(SortedMap<String, String> fields) {
    String name = fields.getOrDefault(ROLLOUT, "all-at-once");
    return switch (name) {
      case "all-at-once" -> new Rollout.AllAtOnce();
      case "canary" -> new Rollout.Canary(duration(BAKE, fields.getOrDefault(BAKE, "PT0S")));
      default ->
          throw new IllegalArgumentException(
              "rollout is all-at-once or canary, not '%s'".formatted(name));
    };
  }

  private static boolean flag(SortedMap<String, String> fields, String key, boolean otherwise) {
    String text = fields.getOrDefault(key, Boolean.toString(otherwise));
    return switch (text) {
      case "true" -> true;
      case "false" -> false;
      default ->
          throw new IllegalArgumentException("%s is true or false, not '%s'".formatted(key, text));
    };
  }

  private static Duration duration(String key, String text) {
    try {
      Duration duration = Duration.parse(text);
      if (duration.compareTo(LONGEST) <= 0) {
        return duration;
      }
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(
          "%s is a duration such as PT5M, not '%s'".formatted(key, text), e);
    }
    throw new IllegalArgumentException("%s is at most a year, not %s".formatted(key, text));
  }
}
