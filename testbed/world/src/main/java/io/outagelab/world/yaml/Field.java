package io.outagelab.world.yaml;

import java.time.Duration;
import java.util.Optional;

/**
 * One key of an object: its shape, and what holds where the file is silent.
 *
 * @param <T> the type of the value in the object
 */
public final class Field<T> {
  /** Reads a value and wraps it as the object wants it. */
  @FunctionalInterface
  private interface Reader<T> {
    Optional<T> read(YamlNode node, Reading reading);
  }

  private final String key;
  private final String description;
  private final Shape<?> shape;
  private final Reader<T> reader;
  private final Optional<T> fallback;
  private final Optional<Object> shownDefault;

  private Field(
      String key,
      String description,
      Shape<?> shape,
      Reader<T> reader,
      Optional<T> fallback,
      Optional<Object> shownDefault) {
    this.key = key;
    this.description = description;
    this.shape = shape;
    this.reader = reader;
    this.fallback = fallback;
    this.shownDefault = shownDefault;
  }

  /** A key that must be there. */
  public static <T> Field<T> required(String key, Shape<T> shape, String description) {
    return new Field<>(key, description, shape, shape::read, Optional.empty(), Optional.empty());
  }

  /** A key that may be left out; then this value holds. */
  public static <T> Field<T> optional(String key, Shape<T> shape, T fallback, String description) {
    return new Field<>(
        key, description, shape, shape::read, Optional.of(fallback), shown(fallback));
  }

  /** A key that may be left out; then there is no value. */
  public static <T> Field<Optional<T>> maybe(String key, Shape<T> shape, String description) {
    return new Field<>(
        key,
        description,
        shape,
        (node, reading) -> present(shape.read(node, reading)),
        Optional.of(Optional.empty()),
        Optional.empty());
  }

  /** A value read is a value that may be absent but is not; one that could not be read is none. */
  private static <T> Optional<Optional<T>> present(Optional<T> read) {
    return read.isPresent() ? Optional.of(read) : Optional.empty();
  }

  private static Optional<Object> shown(Object fallback) {
    return switch (fallback) {
      case Duration duration -> Optional.of(Durations.display(duration));
      case Boolean truth -> Optional.of(truth);
      case Number number -> Optional.of(number);
      case String text -> Optional.of(text);
      case Enum<?> constant -> Optional.of(Shapes.label(constant));
      default -> Optional.empty();
    };
  }

  /** The key. */
  public String key() {
    return key;
  }

  /** One line on what the key means. */
  public String description() {
    return description;
  }

  /** Whether the key must be there. */
  public boolean isRequired() {
    return fallback.isEmpty();
  }

  /** The value where the file is silent. */
  Optional<T> fallback() {
    return fallback;
  }

  /** The value where the file is silent, as the schema shows it. */
  Optional<Object> shownDefault() {
    return shownDefault;
  }

  /** The shape of the value. */
  Shape<?> shape() {
    return shape;
  }

  /** Reads the key's value. */
  Optional<T> read(YamlNode node, Reading reading) {
    return reader.read(node, reading);
  }
}
