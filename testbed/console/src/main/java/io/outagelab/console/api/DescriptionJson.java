package io.outagelab.console.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.outagelab.assembly.Mode;
import io.outagelab.console.api.LabDescription.Place;
import io.outagelab.console.api.LabDescription.Role;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A lab's description as JSON, and back. */
public final class DescriptionJson {
  private DescriptionJson() {}

  /** The description as an object. */
  public static ObjectNode of(LabDescription lab) {
    ObjectNode json = Json.object();
    json.put("name", lab.world());
    json.put("title", lab.title());
    json.put("file", lab.file().toString());
    json.put("mode", lab.mode().label());
    json.put("seed", lab.seed());
    json.put("compression", lab.compression());
    json.set("mitigations", Json.texts(lab.mitigations()));
    json.put("epoch", lab.epoch().toString());
    json.put("time", lab.time().toString());
    json.put("dnsPort", lab.dnsPort());
    json.set("addresses", places(lab.addresses()));
    json.set("roots", places(lab.roots()));
    return json;
  }

  private static ArrayNode places(List<Place> places) {
    ArrayNode all = Json.array();
    for (Place place : places) {
      all.addObject()
          .put("role", place.role().name().toLowerCase(Locale.ROOT).replace('_', '-'))
          .put("name", place.name())
          .put("address", place.address())
          .put("published", place.published());
    }
    return all;
  }

  /** The description that an object gives. */
  public static LabDescription parse(JsonNode json) {
    try {
      return new LabDescription(
          Json.text(json, "name"),
          Json.text(json, "title"),
          Path.of(Json.text(json, "file")),
          EventJson.constant(Mode.class, Json.text(json, "mode")),
          Json.number(json, "seed"),
          Math.toIntExact(Json.number(json, "compression")),
          Json.textList(json, "mitigations"),
          Instant.parse(Json.text(json, "epoch")),
          EventJson.duration(Json.text(json, "time")),
          Math.toIntExact(Json.number(json, "dnsPort")),
          parsePlaces(json.path("addresses")),
          parsePlaces(json.path("roots")));
    } catch (DateTimeParseException | InvalidPathException | ArithmeticException e) {
      throw new MalformedJson("not the description of a lab: " + e.getMessage());
    }
  }

  private static List<Place> parsePlaces(JsonNode array) {
    List<Place> places = new ArrayList<>();
    for (JsonNode json : array) {
      places.add(
          new Place(
              EventJson.constant(Role.class, Json.text(json, "role")),
              Json.text(json, "name"),
              Json.text(json, "address"),
              Json.text(json, "published")));
    }
    return places;
  }
}
