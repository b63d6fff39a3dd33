package io.outagelab.resolver;

import io.outagelab.core.LabConfigurationException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the knobs of a {@link ResolverPolicy} from text. The record's components are the knobs, so
 * that a new one needs no line here.
 */
final class PolicyKnobs {
  private static final Duration MIN_FAILURE_TTL = Duration.ofSeconds(1);

  private static final Pattern DURATION = Pattern.compile("(\\d{1,9})(ms|s|m|h|d)");

  private static final Map<String, ChronoUnit> UNITS =
      Map.of(
          "ms",
          ChronoUnit.MILLIS,
          "s",
          ChronoUnit.SECONDS,
          "m",
          ChronoUnit.MINUTES,
          "h",
          ChronoUnit.HOURS,
          "d",
          ChronoUnit.DAYS);

  private PolicyKnobs() {}

  /** The policy with these knobs set otherwise. */
  static ResolverPolicy apply(ResolverPolicy policy, SortedMap<String, String> knobs) {
    RecordComponent[] components = ResolverPolicy.class.getRecordComponents();
    TreeMap<String, String> left = new TreeMap<>(knobs);
    Object[] values = new Object[components.length];
    for (int i = 0; i < components.length; i++) {
      String knob = knobName(components[i]);
      String text = left.remove(knob);
      values[i] =
          text == null ? value(components[i], policy) : parse(knob, text, components[i].getType());
    }
    if (!left.isEmpty()) {
      throw new LabConfigurationException(
          "resolver policy: no knob is called %s; the knobs are %s"
              .formatted(
                  String.join(", ", left.keySet()),
                  String.join(
                      ", ", Arrays.stream(components).map(PolicyKnobs::knobName).toList())));
    }
    raiseFailureTtlMax(components, values, knobs);
    return policy(components, values);
  }

  private static void raiseFailureTtlMax(
      RecordComponent[] components, Object[] values, SortedMap<String, String> knobs) {
    int ttl = indexOf(components, "failure-ttl");
    int max = indexOf(components, "failure-ttl-max");
    Duration failureTtl = (Duration) values[ttl];
    if (!failureTtl.isZero() && failureTtl.compareTo(MIN_FAILURE_TTL) < 0) {
      throw bad("failure-ttl", failureTtl.toString(), "0, or 1s to 5m (RFC 9520 §3.2)");
    }
    if (!knobs.containsKey("failure-ttl-max") && failureTtl.compareTo((Duration) values[max]) > 0) {
      values[max] = failureTtl;
    }
  }

  private static int indexOf(RecordComponent[] components, String knob) {
    return Arrays.stream(components).map(PolicyKnobs::knobName).toList().indexOf(knob);
  }

  private static String knobName(RecordComponent component) {
    return component.getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
  }

  private static Object parse(String knob, String text, Class<?> type) {
    if (type == boolean.class) {
      return switch (text) {
        case "true" -> true;
        case "false" -> false;
        default -> throw bad(knob, text, "true or false");
      };
    }
    return type == int.class ? (Object) number(knob, text) : duration(knob, text);
  }

  private static int number(String knob, String text) {
    try {
      return Integer.parseInt(text.replace("_", ""));
    } catch (NumberFormatException e) {
      throw bad(knob, text, "a whole number");
    }
  }

  private static Duration duration(String knob, String text) {
    if (text.equals("0")) {
      return Duration.ZERO;
    }
    Matcher matcher = DURATION.matcher(text);
    if (!matcher.matches()) {
      throw bad(knob, text, "a duration such as 800ms, 5s, 3m, 1h or 7d");
    }
    ChronoUnit unit = UNITS.getOrDefault(matcher.group(2), ChronoUnit.SECONDS);
    return Duration.of(Long.parseLong(matcher.group(1)), unit);
  }

  private static LabConfigurationException bad(String knob, String value, String allowed) {
    return new LabConfigurationException(
        "resolver policy: %s is '%s', allowed is %s".formatted(knob, value, allowed));
  }

  private static Object value(RecordComponent component, ResolverPolicy policy) {
    try {
      return component.getAccessor().invoke(policy);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("cannot read " + component, e);
    }
  }

  private static ResolverPolicy policy(RecordComponent[] components, Object[] values) {
    Class<?>[] types =
        Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
    try {
      return ResolverPolicy.class.getDeclaredConstructor(types).newInstance(values);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof LabConfigurationException misconfigured) {
        throw misconfigured;
      }
      throw new IllegalStateException("cannot make a policy of " + Arrays.toString(values), e);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("cannot make a policy of " + Arrays.toString(values), e);
    }
  }
}
