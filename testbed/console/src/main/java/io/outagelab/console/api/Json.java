package io.outagelab.console.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** JSON as trees: what the API and {@code -o json} print and read. */
public final class Json {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private Json() {}

  /** An empty object. */
  public static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  /** An empty array. */
  public static ArrayNode array() {
    return JsonNodeFactory.instance.arrayNode();
  }

  /** An array of these texts. */
  public static ArrayNode texts(Collection<String> texts) {
    ArrayNode array = array();
    texts.forEach(array::add);
    return array;
  }

  /** The tree on one line. */
  public static String line(JsonNode node) {
    return node.toString();
  }

  /** The tree indented, for people. */
  public static String pretty(JsonNode node) {
    return node.toPrettyString();
  }

  /**
   * The object that a text is.
   *
   * @throws MalformedJson if it is none
   */
  public static ObjectNode parse(String text) {
    try {
      if (MAPPER.readTree(text) instanceof ObjectNode object) {
        return object;
      }
    } catch (JsonProcessingException e) {
      throw new MalformedJson("the body is not JSON: " + e.getOriginalMessage());
    }
    throw new MalformedJson("the body is not a JSON object");
  }

  /** The text under a key that must be there. */
  public static String text(JsonNode object, String key) {
    return maybeText(object, key)
        .orElseThrow(() -> new MalformedJson("'%s' is missing".formatted(key)));
  }

  /** The text under a key. */
  public static Optional<String> maybeText(JsonNode object, String key) {
    JsonNode value = object.path(key);
    if (value.isMissingNode() || value.isNull()) {
      return Optional.empty();
    }
    if (!value.isTextual()) {
      throw new MalformedJson("'%s' is a text, not %s".formatted(key, value));
    }
    return Optional.of(value.textValue());
  }

  /** The boolean under a key. */
  public static boolean flag(JsonNode object, String key, boolean usually) {
    JsonNode value = object.path(key);
    if (value.isMissingNode() || value.isNull()) {
      return usually;
    }
    if (!value.isBoolean()) {
      throw new MalformedJson("'%s' is true or false, not %s".formatted(key, value));
    }
    return value.booleanValue();
  }

  /** The number under a key that must be there. */
  public static long number(JsonNode object, String key) {
    JsonNode value = object.path(key);
    if (!value.isIntegralNumber() || !value.canConvertToLong()) {
      throw new MalformedJson("'%s' is a whole number, not %s".formatted(key, value));
    }
    return value.longValue();
  }

  /** The whole number that a text spells. */
  public static long whole(String key, String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw new MalformedJson("'%s' is a whole number, not '%s'".formatted(key, text));
    }
  }

  /** The texts of the array under a key; none if it is missing. */
  public static List<String> textList(JsonNode object, String key) {
    List<String> texts = new ArrayList<>();
    for (JsonNode item : object.path(key)) {
      if (!item.isTextual()) {
        throw new MalformedJson("'%s' is a list of texts, not %s".formatted(key, item));
      }
      texts.add(item.textValue());
    }
    return texts;
  }
}
