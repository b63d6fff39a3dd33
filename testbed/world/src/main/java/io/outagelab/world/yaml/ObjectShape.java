package io.outagelab.world.yaml;

import io.outagelab.world.yaml.YamlNode.Entry;
import io.outagelab.world.yaml.YamlNode.Mapping;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * A mapping with known keys that stands for one value.
 *
 * <pre>{@code
 * static final Field<String> NAME = required("name", name(), "What it is called.");
 * static final Field<Duration> INTERVAL = optional("interval", duration(..), ofMinutes(1), "...");
 * static final Shape<Door> DOOR = ObjectShape.of("A door.", List.of(NAME, INTERVAL),
 *     values -> new Door(values.get(NAME), values.get(INTERVAL)));
 * }</pre>
 *
 * @param <T> the type of the value
 */
public final class ObjectShape<T> implements Shape<T> {
  private final String description;
  private final List<Field<?>> fields;
  private final Function<Values, T> build;

  private ObjectShape(String description, List<Field<?>> fields, Function<Values, T> build) {
    this.description = description;
    this.fields = List.copyOf(fields);
    this.build = build;
  }

  /**
   * An object.
   *
   * @param description one line on what it is
   * @param fields its keys, in the order of the documentation
   * @param build makes the value; called only if every field has one
   */
  public static <T> ObjectShape<T> of(
      String description, List<Field<?>> fields, Function<Values, T> build) {
    return new ObjectShape<>(description, fields, build);
  }

  @Override
  public Optional<T> read(YamlNode node, Reading reading) {
    return readFields(node, reading)
        .filter(values -> fields.stream().allMatch(field -> values.find(field).isPresent()))
        .map(build);
  }

  /**
   * The values of the fields as far as they can be read, for those who check what there is even if
   * the whole is not sound; empty if the node is no mapping at all.
   */
  public Optional<Values> readFields(YamlNode node, Reading reading) {
    if (!(node instanceof Mapping mapping)) {
      reading.problem(
          node,
          node.asText().isPresent() ? "is not " + allowed() : node.kind() + " is not " + allowed());
      return Optional.empty();
    }
    Provenance.check(mapping, reading);
    Values values = new Values();
    fields.forEach(field -> readField(field, mapping, reading, values));
    mapping.entries().forEach(entry -> rejectUnknown(entry, reading));
    return Optional.of(values);
  }

  private static <T> void readField(
      Field<T> field, Mapping mapping, Reading reading, Values values) {
    Optional<Entry> entry =
        mapping.entries().stream()
            .filter(candidate -> candidate.key().equals(field.key()))
            .filter(candidate -> !candidate.value().isAbsent())
            .findFirst();
    if (entry.isPresent()) {
      Reading inner = reading.key(field.key(), entry.get().place());
      field.read(entry.get().value(), inner).ifPresent(value -> values.put(field, value));
      return;
    }
    field.fallback().ifPresent(value -> values.put(field, value));
    if (field.isRequired()) {
      reading
          .key(field.key(), mapping.place())
          .problem(mapping.place(), "", "is missing; it is " + field.shape().allowed());
    }
  }

  private void rejectUnknown(Entry entry, Reading reading) {
    List<String> keys = fields.stream().map(Field::key).toList();
    if (!keys.contains(entry.key()) && !Provenance.KEYS.contains(entry.key())) {
      reading.problem(
          entry.place(),
          entry.key(),
          "is not a key here;%s allowed are %s"
              .formatted(Nearest.hint(entry.key(), keys), String.join(", ", keys)));
    }
  }

  /** The keys, in order. */
  public List<Field<?>> fields() {
    return fields;
  }

  @Override
  public String allowed() {
    return "a mapping with the keys " + String.join(", ", fields.stream().map(Field::key).toList());
  }

  @Override
  public Map<String, Object> schema() {
    Map<String, Object> properties = new LinkedHashMap<>();
    for (Field<?> field : fields) {
      Map<String, Object> property = Shape.described(field.description(), field.shape().schema());
      field.shownDefault().ifPresent(value -> property.put("default", value));
      properties.put(field.key(), property);
    }
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("description", description);
    schema.put("type", "object");
    schema.put("properties", properties);
    schema.put("required", fields.stream().filter(Field::isRequired).map(Field::key).toList());
    schema.put("patternProperties", Provenance.schema());
    schema.put("additionalProperties", false);
    return schema;
  }
}
