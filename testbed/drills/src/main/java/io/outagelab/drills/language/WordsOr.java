package io.outagelab.drills.language;

import io.outagelab.world.yaml.Reading;
import io.outagelab.world.yaml.Shape;
import io.outagelab.world.yaml.Shapes;
import io.outagelab.world.yaml.YamlNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One of some words, each for its value, or else a list or mapping of another shape.
 *
 * @param words the words and what they stand for, in the order to be named
 * @param other the shape of what is no single value
 */
record WordsOr<T>(Map<String, T> words, Shape<T> other) implements Shape<T> {
  @Override
  public Optional<T> read(YamlNode node, Reading reading) {
    if (!(node instanceof YamlNode.Scalar)) {
      return other.read(node, reading);
    }
    Optional<T> value = node.asText().flatMap(word -> Optional.ofNullable(words.get(word)));
    if (value.isEmpty()) {
      reading.problem(node, "is not " + allowed());
    }
    return value;
  }

  @Override
  public String allowed() {
    return "%s or %s".formatted(String.join(", ", words.keySet()), other.allowed());
  }

  @Override
  public Map<String, Object> schema() {
    return Map.of("anyOf", List.of(Shapes.choice(words).schema(), other.schema()));
  }
}
