package io.outagelab.world.yaml;

import io.outagelab.world.yaml.YamlNode.Entry;
import io.outagelab.world.yaml.YamlNode.Mapping;
import io.outagelab.world.yaml.YamlNode.Sequence;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Lays one document over another. Mappings merge key by key, lists whose items all have a {@code
 * name} merge by that name, everything else is replaced; null takes a key away. Every node keeps
 * the place that it came from.
 */
public final class YamlMerge {
  private static final String NAME = "name";

  private YamlMerge() {}

  /** The base with the overlay laid over it. */
  public static YamlNode merge(YamlNode base, YamlNode overlay) {
    if (base instanceof Mapping below && overlay instanceof Mapping above) {
      return mappings(below, above);
    }
    if (base instanceof Sequence below
        && overlay instanceof Sequence above
        && isNamed(below)
        && isNamed(above)) {
      return sequences(below, above);
    }
    return overlay;
  }

  private static Mapping mappings(Mapping base, Mapping overlay) {
    Map<String, Entry> merged = new LinkedHashMap<>();
    base.entries().forEach(entry -> merged.put(entry.key(), entry));
    for (Entry above : overlay.entries()) {
      Entry below = merged.get(above.key());
      merged.put(
          above.key(),
          below == null
              ? above
              : new Entry(above.place(), above.key(), merge(below.value(), above.value())));
    }
    return new Mapping(base.place(), new ArrayList<>(merged.values()));
  }

  private static Sequence sequences(Sequence base, Sequence overlay) {
    List<YamlNode> merged = new ArrayList<>(base.items());
    for (YamlNode above : overlay.items()) {
      int at = indexOf(base, name(above));
      if (at < 0) {
        merged.add(above);
      } else {
        merged.set(at, merge(merged.get(at), above));
      }
    }
    return new Sequence(base.place(), merged);
  }

  private static int indexOf(Sequence sequence, String name) {
    for (int i = 0; i < sequence.items().size(); i++) {
      if (name(sequence.items().get(i)).equals(name)) {
        return i;
      }
    }
    return -1;
  }

  private static boolean isNamed(Sequence sequence) {
    return !sequence.items().isEmpty()
        && sequence.items().stream().noneMatch(item -> name(item).isEmpty());
  }

  private static String name(YamlNode item) {
    return item instanceof Mapping mapping
        ? mapping.get(NAME).flatMap(YamlNode::asText).orElse("")
        : "";
  }
}
