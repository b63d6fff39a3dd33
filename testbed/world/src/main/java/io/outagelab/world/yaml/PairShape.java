package io.outagelab.world.yaml;

import io.outagelab.world.yaml.YamlNode.Sequence;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A list of exactly two items. Unlike a longer list it is of no use without one of them.
 *
 * @param item the shape of both
 * @param <T> the type of both
 */
record PairShape<T>(Shape<T> item) implements Shape<List<T>> {
  @Override
  public Optional<List<T>> read(YamlNode node, Reading reading) {
    if (!(node instanceof Sequence sequence)) {
      reading.problem(
          node, (node.asText().isPresent() ? "" : node.kind() + " ") + "is not " + allowed());
      return Optional.empty();
    }
    if (sequence.items().size() != 2) {
      reading.problem(
          node, "the list has %d items; it is %s".formatted(sequence.items().size(), allowed()));
      return Optional.empty();
    }
    Optional<T> first = item.read(sequence.items().get(0), reading.item("0", node.place()));
    Optional<T> second = item.read(sequence.items().get(1), reading.item("1", node.place()));
    return first.isPresent() && second.isPresent()
        ? Optional.of(List.of(first.get(), second.get()))
        : Optional.empty();
  }

  @Override
  public String allowed() {
    return "a list of two; each is " + item.allowed();
  }

  @Override
  public Map<String, Object> schema() {
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("type", "array");
    schema.put("items", item.schema());
    schema.put("minItems", 2);
    schema.put("maxItems", 2);
    return schema;
  }
}
