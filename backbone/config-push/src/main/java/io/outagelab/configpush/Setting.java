package io.outagelab.configpush;

import io.outagelab.core.config.RouterChange;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** A setting that routers have: its key, what it is unless set, and what it may be. */
public enum Setting {
  /** Whether the router's backbone links are out of use. */
  DRAINED(RouterChange.DRAINED, "false", "true");

  private final String key;
  private final String normal;
  private final String other;

  Setting(String key, String normal, String other) {
    this.key = key;
    this.normal = normal;
    this.other = other;
  }

  /** The setting with this key. */
  public static Optional<Setting> of(String key) {
    return Arrays.stream(values()).filter(setting -> setting.key.equals(key)).findFirst();
  }

  /** The keys of all settings. */
  public static List<String> keys() {
    return Arrays.stream(values()).map(Setting::key).toList();
  }

  /** Its key. */
  public String key() {
    return key;
  }

  /** Its value on a router that nobody has changed. */
  public String normal() {
    return normal;
  }

  /** Whether it can have this value. */
  public boolean allows(String value) {
    return value.equals(normal) || value.equals(other);
  }

  /** What it may be, for a message. */
  String allowed() {
    return normal + " or " + other;
  }

  /**
   * What undoes these settings where nobody can look up what was there before: settings have two
   * values, so it is the other one. Keys that no router knows are left out.
   */
  static SortedMap<String, String> inverse(SortedMap<String, String> settings) {
    SortedMap<String, String> inverse = new TreeMap<>();
    settings.forEach(
        (key, value) ->
            of(key)
                .filter(setting -> setting.allows(value))
                .ifPresent(
                    setting ->
                        inverse.put(
                            key, value.equals(setting.normal) ? setting.other : setting.normal)));
    return inverse;
  }
}
