package io.outagelab.console.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.outagelab.configpush.ChangeDocument;
import io.outagelab.configpush.OperatorInstruction;
import io.outagelab.configpush.OperatorInstruction.Dispatch;
import io.outagelab.configpush.OperatorInstruction.Push;
import io.outagelab.configpush.OperatorInstruction.Restore;
import io.outagelab.configpush.OperatorInstruction.Rollback;
import io.outagelab.configpush.Rollout;
import io.outagelab.configpush.Selector;
import io.outagelab.configpush.Via;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Instructions to the operator as JSON, and back. Durations in them are the lab's own, compressed
 * already.
 *
 * <pre>
 * {"instruction": "push", "change": ..., "author": ..., "reason": ..., "set": {key: value},
 *  "planes": "all" or [1, 2], "sites": "all" or [name], "audited": true,
 *  "rollout": "all-at-once" or "canary", "bake": "PT10S", "confirmWithin": "PT10S"}
 * {"instruction": "rollback", "change": ..., "via": "in-band", "skipTravel": false}
 * {"instruction": "dispatch", "sites": "all" or [name]}
 * {"instruction": "restore", "change": ..., "staged": true}
 * </pre>
 */
public final class InstructionJson {
  private static final String CANARY = "canary";
  private static final String ALL_AT_ONCE = "all-at-once";

  private InstructionJson() {}

  /** The instruction as an object. */
  public static ObjectNode of(OperatorInstruction instruction) {
    ObjectNode json = Json.object();
    switch (instruction) {
      case Push push -> writePush(json, push);
      case Rollback(Optional<String> change, Via via, boolean skipTravel) -> {
        json.put("instruction", "rollback");
        change.ifPresent(id -> json.put("change", id));
        json.put("via", via.label()).put("skipTravel", skipTravel);
      }
      case Dispatch(Selector<String> sites) -> {
        json.put("instruction", "dispatch");
        writeSelector(json, "sites", sites);
      }
      case Restore(Optional<String> change, boolean staged) -> {
        json.put("instruction", "restore");
        change.ifPresent(id -> json.put("change", id));
        json.put("staged", staged);
      }
    }
    return json;
  }

  private static void writePush(ObjectNode json, Push push) {
    ChangeDocument document = push.document();
    json.put("instruction", "push");
    json.put("change", document.id());
    json.put("author", document.author());
    json.put("reason", document.reason());
    ObjectNode set = json.putObject("set");
    document.settings().forEach(set::put);
    writeSelector(json, "planes", document.planes());
    writeSelector(json, "sites", document.sites());
    json.put("audited", push.audited());
    switch (push.rollout()) {
      case Rollout.AllAtOnce all -> json.put("rollout", ALL_AT_ONCE);
      case Rollout.Canary(Duration bake) ->
          json.put("rollout", CANARY).put("bake", bake.toString());
    }
    push.confirmWithin().ifPresent(within -> json.put("confirmWithin", within.toString()));
  }

  private static void writeSelector(ObjectNode json, String key, Selector<?> selector) {
    switch (selector) {
      case Selector.All<?> all -> json.put(key, Selector.ALL);
      case Selector.Only<?> only -> {
        ArrayNode chosen = json.putArray(key);
        for (Object item : only.chosen()) {
          if (item instanceof Integer number) {
            chosen.add(number);
          } else {
            chosen.add(item.toString());
          }
        }
      }
    }
  }

  /**
   * The instruction that an object gives.
   *
   * @throws MalformedJson if it gives none
   */
  public static OperatorInstruction parse(JsonNode json) {
    String kind = Json.text(json, "instruction");
    return switch (kind) {
      case "push" -> parsePush(json);
      case "rollback" ->
          new Rollback(
              Json.maybeText(json, "change"),
              EventJson.constant(Via.class, Json.maybeText(json, "via").orElse("in-band")),
              Json.flag(json, "skipTravel", false));
      case "dispatch" -> new Dispatch(sites(json));
      case "restore" ->
          new Restore(Json.maybeText(json, "change"), Json.flag(json, "staged", true));
      default ->
          throw new MalformedJson(
              "'instruction' is push, rollback, dispatch or restore, not '%s'".formatted(kind));
    };
  }

  private static Push parsePush(JsonNode json) {
    SortedMap<String, String> settings = new TreeMap<>();
    json.path("set").properties().forEach(e -> settings.put(e.getKey(), e.getValue().asText()));
    Selector<Integer> planes = selector(json, "planes", InstructionJson::plane);
    try {
      ChangeDocument document =
          new ChangeDocument(
              Json.text(json, "change"),
              Json.maybeText(json, "author").orElse(""),
              Json.maybeText(json, "reason").orElse(""),
              planes,
              sites(json),
              settings);
      return new Push(
          document,
          Json.flag(json, "audited", true),
          rollout(json),
          Json.maybeText(json, "confirmWithin").map(InstructionJson::positive));
    } catch (IllegalArgumentException e) {
      throw new MalformedJson(String.valueOf(e.getMessage()));
    }
  }

  private static Rollout rollout(JsonNode json) {
    String rollout = Json.maybeText(json, "rollout").orElse(ALL_AT_ONCE);
    return switch (rollout) {
      case ALL_AT_ONCE -> new Rollout.AllAtOnce();
      case CANARY -> new Rollout.Canary(positive(Json.maybeText(json, "bake").orElse("PT10S")));
      default ->
          throw new MalformedJson(
              "'rollout' is all-at-once or canary, not '%s'".formatted(rollout));
    };
  }

  private static Duration positive(String text) {
    Duration duration = EventJson.duration(text);
    if (duration.isNegative() || duration.compareTo(Duration.ofDays(1)) > 0) {
      throw new MalformedJson("a duration is 0 to one day, not " + text);
    }
    return duration;
  }

  private static Selector<String> sites(JsonNode json) {
    return selector(
        json,
        "sites",
        item -> {
          if (!item.isTextual()) {
            throw new MalformedJson("a site is a name, not " + item);
          }
          return item.textValue();
        });
  }

  private static Integer plane(JsonNode item) {
    if (!item.isInt()) {
      throw new MalformedJson("a plane is a number, not " + item);
    }
    return item.intValue();
  }

  private static <T> Selector<T> selector(JsonNode json, String key, Function<JsonNode, T> read) {
    JsonNode value = json.path(key);
    if (value.isTextual() && value.textValue().equals(Selector.ALL)) {
      return Selector.all();
    }
    if (!value.isArray() || value.isEmpty()) {
      throw new MalformedJson("'%s' is \"all\" or a list of at least one".formatted(key));
    }
    List<T> chosen = new ArrayList<>();
    value.forEach(item -> chosen.add(read.apply(item)));
    return Selector.only(chosen);
  }
}
