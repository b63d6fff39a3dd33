package io.outagelab.world.yaml;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The values of an object's fields, as far as they could be read. */
public final class Values {
  private final Map<Field<?>, Object> values = new HashMap<>();

  <T> void put(Field<T> field, T value) {
    values.put(field, value);
  }

  /** The field's value, which must have been read. */
  public <T> T get(Field<T> field) {
    return find(field).orElseThrow(() -> new IllegalStateException("no value for " + field.key()));
  }

  /** The field's value, if it could be read. */
  @SuppressWarnings("unchecked") // put() pairs each field with a value of its own type
  public <T> Optional<T> find(Field<T> field) {
    return Optional.ofNullable((T) values.get(field));
  }
}
