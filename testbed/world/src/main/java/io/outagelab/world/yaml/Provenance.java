package io.outagelab.world.yaml;

import io.outagelab.world.yaml.YamlNode.Mapping;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The keys that may stand on any mapping to say where its values come from: {@code basis: recorded}
 * with a {@code source}, or {@code basis: inferred} with a {@code reason}.
 */
final class Provenance {
  /** The keys, in the order in which they are named to users. */
  static final List<String> KEYS = List.of("basis", "source", "reason");

  private static final Shape<String> BASIS = Shapes.choice(inOrder("recorded", "inferred"));

  private Provenance() {}

  private static Map<String, String> inOrder(String... words) {
    Map<String, String> choices = new LinkedHashMap<>();
    for (String word : words) {
      choices.put(word, word);
    }
    return choices;
  }

  /** Reports what is wrong with the provenance of a mapping. */
  static void check(Mapping mapping, Reading reading) {
    for (String key : List.of("source", "reason")) {
      mapping.get(key).ifPresent(node -> Shapes.text().read(node, reading.key(key, node.place())));
    }
    mapping.get("basis").ifPresent(node -> checkBasis(mapping, node, reading));
  }

  private static void checkBasis(Mapping mapping, YamlNode node, Reading reading) {
    Reading inner = reading.key("basis", node.place());
    BASIS
        .read(node, inner)
        .map(basis -> basis.equals("recorded") ? "source" : "reason")
        .filter(needed -> mapping.get(needed).isEmpty())
        .ifPresent(needed -> inner.problem(node, "stands without a " + needed));
  }

  /** The keys as JSON Schema's {@code patternProperties}, by reference to {@link #definitions}. */
  static Map<String, Object> schema() {
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("^basis$", Map.of("$ref", "#/$defs/basis"));
    schema.put("^(source|reason)$", Map.of("$ref", "#/$defs/note"));
    return schema;
  }

  /** What {@link #schema} refers to: JSON Schema's {@code $defs}. */
  static Map<String, Object> definitions() {
    Map<String, Object> definitions = new LinkedHashMap<>();
    definitions.put(
        "basis",
        Shape.described(
            "Whether the values are on record (then with a source) or inferred (with a reason).",
            BASIS.schema()));
    definitions.put(
        "note", Shape.described("Where the values come from, or why.", Shapes.text().schema()));
    return definitions;
  }
}
