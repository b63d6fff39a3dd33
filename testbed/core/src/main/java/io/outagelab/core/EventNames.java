package io.outagelab.core;

import java.util.Locale;

/** The names of event types, worked out once each. */
final class EventNames {
  private static final ClassValue<String> NAMES =
      new ClassValue<>() {
        @Override
        protected String computeValue(Class<?> type) {
          return type.getSimpleName()
              .replaceAll("([a-z0-9])([A-Z])", "$1-$2")
              .toLowerCase(Locale.ROOT);
        }
      };

  private EventNames() {}

  /** The type's simple name in kebab case. */
  static String of(Class<?> type) {
    return NAMES.get(type);
  }
}
