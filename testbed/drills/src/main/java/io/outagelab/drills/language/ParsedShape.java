package io.outagelab.drills.language;

import io.outagelab.world.yaml.Reading;
import io.outagelab.world.yaml.Shape;
import io.outagelab.world.yaml.YamlNode;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * A single value with a spelling of its own.
 *
 * @param allowed what is allowed, as the end of "is not ..."
 * @param schema its JSON Schema
 * @param parser the value that a text spells, if it spells one
 */
record ParsedShape<T>(
    String allowed, Map<String, Object> schema, Function<String, Optional<T>> parser)
    implements Shape<T> {
  @Override
  public Optional<T> read(YamlNode node, Reading reading) {
    Optional<T> value = node.asText().flatMap(parser);
    if (value.isEmpty()) {
      reading.problem(node, "is not " + allowed);
    }
    return value;
  }
}
