package io.outagelab.drills.language;

import io.outagelab.core.Layer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/** The events that a drill may wait for: their layers and what can be asked of them. */
final class EventCatalogue {
  /** An event's layer and the keys of its attributes. */
  record Entry(Layer layer, List<String> attributes) {}

  private static final Map<String, Entry> ENTRIES = new LinkedHashMap<>();

  static {
    put(Layer.OPERATOR, "audit-passed", "change");
    put(Layer.OPERATOR, "audit-refused", "change");
    put(Layer.OPERATOR, "push-refused", "change");
    put(Layer.OPERATOR, "push-accepted", "change", "targets");
    put(Layer.OPERATOR, "rollout-stopped", "change", "plane");
    put(Layer.OPERATOR, "push-unconfirmed", "change");
    put(Layer.OPERATOR, "push-finished", "change", "applied", "total");
    put(Layer.OPERATOR, "rollback-refused", "change", "via");
    put(Layer.OPERATOR, "rollback-finished", "change", "via", "applied", "total");
    put(Layer.OPERATOR, "crew-dispatched", "site");
    put(Layer.OPERATOR, "crew-on-site", "site");
    put(Layer.OPERATOR, "dispatch-finished", "sites");
    put(Layer.OPERATOR, "dispatch-refused");
    put(Layer.OPERATOR, "restore-started", "change");
    put(Layer.OPERATOR, "restore-finished", "change", "applied", "total");
    put(Layer.BACKBONE, "config-applied", "router", "change");
    put(Layer.BACKBONE, "config-reverted", "router", "change");
    put(Layer.BACKBONE, "link-down", "link", "plane");
    put(Layer.BACKBONE, "link-up", "link", "plane");
    put(Layer.BACKBONE, "plane-down", "plane", "up", "total");
    put(Layer.BACKBONE, "plane-up", "plane", "up", "total");
    put(Layer.BACKBONE, "site-isolated", "site");
    put(Layer.BACKBONE, "site-connected", "site");
    put(Layer.BGP, "session-up", "a", "b");
    put(Layer.BGP, "session-down", "a", "b");
    put(Layer.BGP, "route-gained", "prefix", "site", "path");
    put(Layer.BGP, "route-lost", "prefix", "site");
    put(Layer.BGP, "route-changed", "prefix", "site", "path");
    put(Layer.BGP, "prefix-originated", "prefix", "site");
    put(Layer.BGP, "prefix-retracted", "prefix", "site");
    put(Layer.BGP, "announcement-lapsed", "prefix", "site");
    put(Layer.DNS, "site-unhealthy", "service", "site");
    put(Layer.DNS, "site-healthy", "service", "site");
    put(Layer.DNS, "site-blind", "service", "site");
    put(Layer.DNS, "site-sighted", "service", "site");
    put(Layer.DNS, "kept-among-last", "service", "site");
    put(Layer.DNS, "zone-transferred", "zone", "primary", "kind", "serial", "records");
    put(Layer.DNS, "refresh-failed", "zone", "primary", "reason");
    put(Layer.DNS, "differences-refused", "zone", "primary", "reason");
    put(Layer.DNS, "notify-abandoned", "zone", "secondary", "serial");
    put(Layer.DNS, "zone-expired", "zone");
    put(Layer.RESOLVER, "answer-changed", "resolver", "type", "from", "to");
    put(Layer.APP, "app-changed", "app", "state", "cause");
    put(Layer.APP, "service-cold", "service", "site");
    put(Layer.APP, "service-warm", "service", "site");
    put(Layer.TOOLS, "tool-down", "tool", "cause");
    put(Layer.TOOLS, "tool-up", "tool");
    put(Layer.DOORS, "door-shut", "door", "cause");
    put(Layer.DOORS, "door-open", "door");
  }

  private EventCatalogue() {}

  private static void put(Layer layer, String name, String... attributes) {
    ENTRIES.put(name, new Entry(layer, List.of(attributes)));
  }

  /** The names of all events, from cause to effect. */
  static List<String> names() {
    return List.copyOf(ENTRIES.keySet());
  }

  /** What is known of the event with this name, which must exist. */
  static Entry entry(String name) {
    Entry entry = ENTRIES.get(name);
    if (entry == null) {
      throw new IllegalStateException("no event " + name);
    }
    return entry;
  }

  /** The keys of all attributes. */
  static SortedSet<String> attributes() {
    SortedSet<String> all = new TreeSet<>();
    ENTRIES.values().forEach(entry -> all.addAll(entry.attributes()));
    return all;
  }
}
