package io.outagelab.world.yaml;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** Prints shapes as JSON Schema (draft 2020-12). */
public final class JsonSchema {
  private static final String DIALECT = "https://json-schema.org/draft/2020-12/schema";

  private JsonSchema() {}

  /** The schema of a file of this shape, as JSON text with a final line feed. */
  public static String print(String title, Shape<?> shape) {
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("$schema", DIALECT);
    schema.put("title", title);
    schema.putAll(shape.schema());
    schema.put("$defs", Provenance.definitions());
    StringBuilder text = new StringBuilder();
    write(text, schema, 0);
    return text.append('\n').toString();
  }

  private static void write(StringBuilder text, Object value, int depth) {
    switch (value) {
      case Map<?, ?> map -> writeMap(text, map, depth);
      case Collection<?> list -> writeList(text, list, depth);
      case Double number when number % 1 == 0 -> text.append(number.longValue());
      case Number number -> text.append(number);
      case Boolean truth -> text.append(truth);
      default -> writeString(text, value.toString());
    }
  }

  private static void writeMap(StringBuilder text, Map<?, ?> map, int depth) {
    // Map.of() has no order of its own: such a map is printed sorted.
    Map<?, ?> ordered = map instanceof LinkedHashMap<?, ?> ? map : new TreeMap<>(map);
    boolean flat = map.size() == 1 && map.values().stream().allMatch(String.class::isInstance);
    text.append('{');
    boolean first = true;
    for (Map.Entry<?, ?> entry : ordered.entrySet()) {
      text.append(first ? "" : ",").append(flat ? "" : "\n" + "  ".repeat(depth + 1));
      writeString(text, entry.getKey().toString());
      text.append(": ");
      write(text, entry.getValue(), depth + 1);
      first = false;
    }
    text.append(first || flat ? "}" : "\n" + "  ".repeat(depth) + "}");
  }

  private static void writeList(StringBuilder text, Collection<?> list, int depth) {
    boolean flat = list.stream().noneMatch(item -> item instanceof Map);
    text.append('[');
    boolean first = true;
    for (Object item : list) {
      text.append(first ? "" : flat ? ", " : ",");
      text.append(flat ? "" : "\n" + "  ".repeat(depth + 1));
      write(text, item, depth + 1);
      first = false;
    }
    text.append(flat || first ? "]" : "\n" + "  ".repeat(depth) + "]");
  }

  private static void writeString(StringBuilder text, String value) {
    text.append('"');
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      switch (c) {
        case '"' -> text.append("\\\"");
        case '\\' -> text.append("\\\\");
        default -> {
          if (c < ' ') {
            text.append(String.format("\\u%04x", (int) c));
          } else {
            text.append(c);
          }
        }
      }
    }
    text.append('"');
  }
}
