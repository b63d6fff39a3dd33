package io.outagelab.world.yaml;

import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * A single value.
 *
 * @param allowed what is allowed
 * @param schema as JSON Schema
 * @param kind whether quotes are
 * @param parser the value of a text; empty if it has none
 * @param <T> the type of the value
 */
record ScalarShape<T>(
    String allowed, Map<String, Object> schema, Kind kind, Function<String, Optional<T>> parser)
    implements Shape<T> {

  /** Whether a value may stand in quotes. */
  enum Kind {
    /** It may: it is a text. */
    TEXT,
    /** It may not: it is a number or a truth value. */
    PLAIN
  }

  /** A parser from one that throws. */
  static <T> Function<String, Optional<T>> rejecting(Function<String, T> throwing) {
    return text -> {
      try {
        return Optional.of(throwing.apply(text));
      } catch (IllegalArgumentException e) {
        return Optional.empty();
      }
    };
  }

  @Override
  public Optional<T> read(YamlNode node, Reading reading) {
    if (!(node instanceof YamlNode.Scalar scalar)) {
      reading.problem(node, "%s is not %s".formatted(node.kind(), allowed));
      return Optional.empty();
    }
    if (scalar.isNull()) {
      reading.problem(node, "nothing stands here; it is %s".formatted(allowed));
      return Optional.empty();
    }
    if (scalar.quoted() && kind == Kind.PLAIN) {
      reading.problem(node, "in quotes is a text, not " + allowed);
      return Optional.empty();
    }
    Optional<T> value = parser.apply(scalar.text());
    if (value.isEmpty()) {
      reading.problem(
          node, (scalar.text().isEmpty() ? "an empty text is not " : "is not ") + allowed);
    }
    return value;
  }
}
