package io.outagelab.world.yaml;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Describes a part of a file: what it may look like, and the typed value it stands for.
 *
 * @param <T> the type of the value
 */
public interface Shape<T> {
  /**
   * The value of this node. Empty, with at least one problem, if it is not of this shape; all that
   * is wrong below the node is reported.
   */
  Optional<T> read(YamlNode node, Reading reading);

  /** What is allowed here, as the end of the sentence "this is not ...". */
  String allowed();

  /** This shape as JSON Schema (draft 2020-12), in the order to be printed. */
  Map<String, Object> schema();

  /** This shape with its value turned into another type. */
  default <R> Shape<R> map(Function<T, R> mapping) {
    Shape<T> self = this;
    return new Shape<>() {
      @Override
      public Optional<R> read(YamlNode node, Reading reading) {
        return self.read(node, reading).map(mapping);
      }

      @Override
      public String allowed() {
        return self.allowed();
      }

      @Override
      public Map<String, Object> schema() {
        return self.schema();
      }
    };
  }

  /**
   * This shape with a further rule.
   *
   * @param complaint what is wrong with a value, as the end of a sentence that begins with the
   *     value; empty if nothing is
   */
  default Shape<T> rule(Function<T, Optional<String>> complaint) {
    Shape<T> self = this;
    return new Shape<>() {
      @Override
      public Optional<T> read(YamlNode node, Reading reading) {
        Optional<T> value = self.read(node, reading);
        Optional<String> wrong = value.flatMap(complaint);
        wrong.ifPresent(message -> reading.problem(node, message));
        return wrong.isPresent() ? Optional.empty() : value;
      }

      @Override
      public String allowed() {
        return self.allowed();
      }

      @Override
      public Map<String, Object> schema() {
        return self.schema();
      }
    };
  }

  /** A copy of a schema with a description in front. */
  static Map<String, Object> described(String description, Map<String, Object> schema) {
    Map<String, Object> described = new LinkedHashMap<>();
    described.put("description", description);
    schema.forEach(described::putIfAbsent);
    return described;
  }
}
