package io.outagelab.world.yaml;

import java.util.List;
import java.util.Optional;

/** A part of a YAML document, with the place that it came from. Immutable. */
public sealed interface YamlNode {
  /** Where it stands. */
  Place place();

  /** What a person calls this kind of node. */
  String kind();

  /** Keys and values, in file order; keys are unique. */
  record Mapping(Place place, List<Entry> entries) implements YamlNode {
    /** Keeps its own copy of the entries. */
    public Mapping {
      entries = List.copyOf(entries);
    }

    /** The value of this key, if there is one. */
    public Optional<YamlNode> get(String key) {
      return entries.stream()
          .filter(entry -> entry.key().equals(key))
          .map(Entry::value)
          .findFirst();
    }

    @Override
    public String kind() {
      return "a mapping";
    }
  }

  /**
   * One key of a mapping and its value.
   *
   * @param place where the key stands
   */
  record Entry(Place place, String key, YamlNode value) {}

  /** Items, in file order. */
  record Sequence(Place place, List<YamlNode> items) implements YamlNode {
    /** Keeps its own copy of the items. */
    public Sequence {
      items = List.copyOf(items);
    }

    @Override
    public String kind() {
      return "a list";
    }
  }

  /**
   * A single value. What it is a shape decides, not YAML's own guesses: {@code no} is a word where
   * a word is wanted.
   *
   * @param text the value without quotes
   * @param quoted whether it stood in quotes, which makes it a text for sure
   */
  record Scalar(Place place, String text, boolean quoted) implements YamlNode {
    /** Whether it is YAML's null: nothing, {@code ~} or {@code null}. */
    public boolean isNull() {
      return !quoted && (text.isEmpty() || text.equals("~") || text.equals("null"));
    }

    @Override
    public String kind() {
      return isNull() ? "nothing" : "a single value";
    }
  }

  /** Whether this is YAML's null. */
  default boolean isAbsent() {
    return this instanceof Scalar scalar && scalar.isNull();
  }

  /** The text of a scalar that is not null; empty for everything else. */
  default Optional<String> asText() {
    return this instanceof Scalar scalar && !scalar.isNull()
        ? Optional.of(scalar.text())
        : Optional.empty();
  }
}
