package io.outagelab.world.yaml;

import io.outagelab.world.yaml.YamlNode.Entry;
import io.outagelab.world.yaml.YamlNode.Mapping;
import io.outagelab.world.yaml.YamlNode.Scalar;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A mapping whose keys are names, in file order. Entries that are not of this shape are reported
 * and left out.
 *
 * @param key the shape of a key
 * @param value the shape of a value
 * @param <K> the type of a key
 * @param <V> the type of a value
 */
record MapShape<K, V>(Shape<K> key, Shape<V> value) implements Shape<Map<K, V>> {
  @Override
  public Optional<Map<K, V>> read(YamlNode node, Reading reading) {
    if (!(node instanceof Mapping mapping)) {
      reading.problem(
          node,
          node.asText().isPresent() ? "is not " + allowed() : node.kind() + " is not " + allowed());
      return Optional.empty();
    }
    Provenance.check(mapping, reading);
    Map<K, V> values = new LinkedHashMap<>();
    for (Entry entry : mapping.entries()) {
      if (Provenance.KEYS.contains(entry.key())) {
        continue;
      }
      Reading inner = reading.key(entry.key(), entry.place());
      Optional<K> name = key.read(new Scalar(entry.place(), entry.key(), true), inner);
      Optional<V> read = value.read(entry.value(), inner);
      if (name.isPresent() && read.isPresent()) {
        values.put(name.get(), read.get());
      }
    }
    return Optional.of(Collections.unmodifiableMap(values));
  }

  @Override
  public String allowed() {
    return "a mapping whose keys are names; each value is " + value.allowed();
  }

  @Override
  public Map<String, Object> schema() {
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("type", "object");
    schema.put("patternProperties", Provenance.schema());
    schema.put("additionalProperties", value.schema());
    return schema;
  }
}
