package io.outagelab.world.yaml;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * How far the reading of one document has come: the key path, the problems so far, the names that
 * references may use, and where each key path stands, so that checks of the finished value can
 * still point at a line.
 */
public final class Reading {
  private final String path;
  private final Problems problems;
  private final Map<String, Set<String>> definitions;
  private final Map<String, Place> places;

  private Reading(
      String path,
      Problems problems,
      Map<String, Set<String>> definitions,
      Map<String, Place> places) {
    this.path = path;
    this.problems = problems;
    this.definitions = definitions;
    this.places = places;
  }

  /** The start of a document at this place. */
  public static Reading of(Place start, Problems problems) {
    Reading reading = new Reading("", problems, new HashMap<>(), new HashMap<>());
    reading.places.put("", start);
    return reading;
  }

  /** Says that references to this kind may use this name. */
  public void define(String kind, String name) {
    definitions.computeIfAbsent(kind, key -> new LinkedHashSet<>()).add(name);
  }

  /** The names that references to this kind may use, in the order of their definition. */
  public Set<String> defined(String kind) {
    return definitions.getOrDefault(kind, Set.of());
  }

  /** The reading of a key's value. */
  public Reading key(String key, Place place) {
    return at(path.isEmpty() ? key : path + "." + key, place);
  }

  /** The reading of a list's item, called by its name or number. */
  public Reading item(String nameOrNumber, Place place) {
    return at(path + "[" + nameOrNumber + "]", place);
  }

  private Reading at(String child, Place place) {
    places.putIfAbsent(child, place);
    return new Reading(child, problems, definitions, places);
  }

  /** The key path. */
  public String path() {
    return path;
  }

  /** All problems of the document so far. */
  public Problems problems() {
    return problems;
  }

  /** Records that something is wrong with this node. */
  public void problem(YamlNode node, String message) {
    problems.add(new Problem(node.place(), path, node.asText().orElse(""), message));
  }

  /** Records that something is wrong here, apart from any value. */
  public void problem(Place place, String found, String message) {
    problems.add(new Problem(place, path, found, message));
  }

  /**
   * Records that something is wrong at a key path that was read before; a path that was not stands
   * where the nearest above it does.
   */
  public void problemAt(String keyPath, String found, String message) {
    problems.add(new Problem(placeOf(keyPath), keyPath, found, message));
  }

  /** Where a key path stands. */
  public Place placeOf(String keyPath) {
    String above = keyPath;
    while (true) {
      Place place = places.get(above);
      if (place != null) {
        return place;
      }
      if (above.isEmpty()) {
        throw new IllegalStateException("a document has a start");
      }
      above =
          above.substring(0, Math.max(0, Math.max(above.lastIndexOf('.'), above.lastIndexOf('['))));
    }
  }
}
