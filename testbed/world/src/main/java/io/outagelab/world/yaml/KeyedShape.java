package io.outagelab.world.yaml;

import io.outagelab.world.yaml.YamlNode.Entry;
import io.outagelab.world.yaml.YamlNode.Mapping;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A mapping that is one of several objects, told apart by a key that each alone has: a step that
 * has {@code push} is a push, one that has {@code wait} is a pause.
 *
 * @param <T> what all of them are
 */
public final class KeyedShape<T> implements Shape<T> {
  private final Map<String, Shape<? extends T>> cases;

  private KeyedShape(Map<String, Shape<? extends T>> cases) {
    this.cases = cases;
  }

  /** One of these, by the key that tells it apart; if several keys are there, the first counts. */
  public static <T> KeyedShape<T> of(Map<String, ? extends Shape<? extends T>> cases) {
    return new KeyedShape<>(new LinkedHashMap<>(cases));
  }

  @Override
  public Optional<T> read(YamlNode node, Reading reading) {
    if (!(node instanceof Mapping mapping)) {
      reading.problem(
          node,
          node.asText().isPresent() ? "is not " + allowed() : node.kind() + " is not " + allowed());
      return Optional.empty();
    }
    for (Map.Entry<String, Shape<? extends T>> candidate : cases.entrySet()) {
      if (mapping.get(candidate.getKey()).isPresent()) {
        return candidate.getValue().read(node, reading).map(value -> value);
      }
    }
    List<String> found = mapping.entries().stream().map(Entry::key).toList();
    reading.problem(
        node.place(),
        String.join(", ", found),
        "has none of the keys %s;%s"
            .formatted(String.join(", ", cases.keySet()), hint(found))
            .replaceAll(";$", ""));
    return Optional.empty();
  }

  private String hint(List<String> found) {
    return found.stream()
        .map(word -> Nearest.hint(word, cases.keySet()))
        .filter(hint -> !hint.isEmpty())
        .findFirst()
        .orElse("");
  }

  @Override
  public String allowed() {
    return "a mapping with one of the keys " + String.join(", ", cases.keySet());
  }

  @Override
  public Map<String, Object> schema() {
    List<Object> alternatives = new ArrayList<>();
    cases.forEach(
        (key, shape) -> {
          Map<String, Object> alternative = new LinkedHashMap<>();
          alternative.put("title", key);
          alternative.putAll(shape.schema());
          alternatives.add(alternative);
        });
    return Map.of("anyOf", alternatives);
  }
}
