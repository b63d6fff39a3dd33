package io.outagelab.world.yaml;

import io.outagelab.world.yaml.YamlNode.Mapping;
import io.outagelab.world.yaml.YamlNode.Sequence;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A list of items of one shape. Items that are not of that shape are reported; the rest is still
 * handed out, so that what is wrong elsewhere can be found too.
 *
 * @param item the shape of the items
 * @param least how many items there are at least
 * @param named whether every item has a name of its own
 * @param <T> the type of an item
 */
record ListShape<T>(Shape<T> item, int least, boolean named) implements Shape<List<T>> {
  private static final String NAME = "name";

  @Override
  public Optional<List<T>> read(YamlNode node, Reading reading) {
    if (!(node instanceof Sequence sequence)) {
      reading.problem(
          node,
          node.asText().isPresent() ? "is not " + allowed() : node.kind() + " is not " + allowed());
      return Optional.empty();
    }
    if (sequence.items().size() < least) {
      reading.problem(node, "the list is too short: it is " + allowed());
      return Optional.empty();
    }
    List<T> values = new ArrayList<>();
    Map<String, Place> names = new HashMap<>();
    for (int i = 0; i < sequence.items().size(); i++) {
      YamlNode child = sequence.items().get(i);
      String name = nameOf(child);
      Reading inner = reading.item(name.isEmpty() ? Integer.toString(i) : name, child.place());
      Place first = name.isEmpty() ? null : names.putIfAbsent(name, child.place());
      if (named && first != null) {
        inner.problem(child.place(), name, "is the name of another item too, in " + first);
      }
      item.read(child, inner).ifPresent(values::add);
    }
    return Optional.of(List.copyOf(values));
  }

  private static String nameOf(YamlNode child) {
    return child instanceof Mapping mapping
        ? mapping.get(NAME).flatMap(YamlNode::asText).orElse("")
        : "";
  }

  @Override
  public String allowed() {
    return least == 0
        ? "a list; each item is " + item.allowed()
        : "a list of at least %d; each item is %s".formatted(least, item.allowed());
  }

  @Override
  public Map<String, Object> schema() {
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("type", "array");
    schema.put("items", item.schema());
    if (least > 0) {
      schema.put("minItems", least);
    }
    return schema;
  }
}
