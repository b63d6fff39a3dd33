package io.outagelab.console.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.outagelab.assembly.Status;
import io.outagelab.assembly.Status.NameServerSite;
import java.util.Map;

/** A lab's status as JSON: the shape that {@code lab status -o json} promises. */
public final class StatusJson {
  private StatusJson() {}

  /** The status as an object. */
  public static ObjectNode of(Status status) {
    ObjectNode json = Json.object();
    json.put("world", status.world());
    json.put("mode", status.mode().label());
    json.put("time", status.time().toString());
    json.put("compression", status.compression());
    json.set("mitigations", Json.texts(status.mitigations()));
    json.set("layers", layers(status));
    json.set("resolvers", resolvers(status));
    json.set("apps", apps(status));
    json.set("doors", works(status.doors(), "open"));
    json.set("tools", works(status.tools(), "working"));
    return json;
  }

  private static ObjectNode layers(Status status) {
    ObjectNode layers = Json.object();
    ObjectNode backbone = layers.putObject("backbone");
    backbone.put("linksUp", status.backbone().linksUp());
    backbone.put("linksTotal", status.backbone().linksTotal());
    backbone.set("planesDown", Json.texts(status.backbone().planesDown()));
    backbone.set("sitesIsolated", Json.texts(status.backbone().sitesIsolated()));
    ObjectNode bgp = layers.putObject("bgp");
    bgp.put("prefixesAnnounced", status.bgp().prefixesAnnounced());
    bgp.put("prefixesTotal", status.bgp().prefixesTotal());
    bgp.set("withdrawn", Json.texts(status.bgp().withdrawn()));
    ArrayNode sites = layers.putObject("dns").putArray("sites");
    status.nameServerSites().forEach(site -> sites.add(site(site)));
    return layers;
  }

  private static ObjectNode site(NameServerSite site) {
    ObjectNode json = Json.object();
    json.put("name", site.service() + "@" + site.site());
    json.put("service", site.service());
    json.put("site", site.site());
    json.put("address", site.addresses().isEmpty() ? "" : site.addresses().getFirst());
    json.set("addresses", Json.texts(site.addresses()));
    json.put("announcing", site.announcing());
    json.put("healthy", site.healthy());
    return json;
  }

  private static ArrayNode resolvers(Status status) {
    ArrayNode all = Json.array();
    for (Status.ResolverStatus resolver : status.resolvers()) {
      ObjectNode json = all.addObject();
      json.put("name", resolver.name());
      json.put("address", resolver.address());
      json.put("published", resolver.published());
      ObjectNode names = json.putObject("names");
      resolver.names().forEach(names::put);
    }
    return all;
  }

  private static ArrayNode apps(Status status) {
    ArrayNode all = Json.array();
    for (Status.AppStatus app : status.apps()) {
      ObjectNode json = all.addObject();
      json.put("name", app.name());
      json.put("state", app.state());
      json.put("cause", app.cause());
      json.put("successRatio", app.successRatio());
    }
    return all;
  }

  private static ArrayNode works(Map<String, Boolean> working, String key) {
    ArrayNode all = Json.array();
    working.forEach((name, works) -> all.addObject().put("name", name).put(key, works));
    return all;
  }
}
