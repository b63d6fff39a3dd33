package io.outagelab.drills;

import io.outagelab.core.Event;
import io.outagelab.core.Layer;
import java.util.SortedMap;
import java.util.TreeMap;

/** An event as a test makes it up, in the words that the players use. */
public record Said(
    Layer layer,
    String name,
    String subject,
    String detail,
    Weight weight,
    SortedMap<String, String> attributes)
    implements Event {

  private static Said said(
      Layer layer, String name, String subject, String detail, Weight weight, String... read) {
    SortedMap<String, String> attributes = new TreeMap<>();
    for (int i = 0; i < read.length; i += 2) {
      attributes.put(read[i], read[i + 1]);
    }
    return new Said(layer, name, subject, detail, weight, attributes);
  }

  /** An event of the story about a change. */
  public static Said change(String name, String detail, String... read) {
    return said(Layer.OPERATOR, name, "drain-everything", detail, Weight.STORY, read).with();
  }

  private Said with() {
    SortedMap<String, String> more = new TreeMap<>(attributes);
    more.put("change", subject);
    return new Said(layer, name, subject, detail, weight, more);
  }

  /** A router has the change. */
  public static Said applied(String router) {
    return said(
        Layer.BACKBONE,
        "config-applied",
        router,
        "applied drain-everything",
        Weight.DETAIL,
        "router",
        router,
        "change",
        "drain-everything");
  }

  /** A link went or came. */
  public static Said link(int plane, boolean up) {
    String link = "bb%d.core--bb%d.edge".formatted(plane, plane);
    return said(
        Layer.BACKBONE,
        up ? "link-up" : "link-down",
        link,
        up ? "in use" : "out of use",
        Weight.DETAIL,
        "link",
        link);
  }

  /** A plane went or came. */
  public static Said plane(int plane, boolean up) {
    return said(
        Layer.BACKBONE,
        up ? "plane-up" : "plane-down",
        "plane-" + plane,
        (up ? 1 : 0) + " of 1 links up",
        Weight.STORY);
  }

  /** A site was cut off or joined. */
  public static Said site(String site, boolean connected) {
    return said(
        Layer.BACKBONE,
        connected ? "site-connected" : "site-isolated",
        site,
        connected ? "has a path to another site" : "no path to any other site",
        Weight.STORY,
        "site",
        site);
  }

  /** A name-server site's health. */
  public static Said health(boolean healthy) {
    return said(
        Layer.DNS,
        healthy ? "site-healthy" : "site-unhealthy",
        "www-dns@edge",
        healthy ? "data centres answer" : "no data centre answered 4 times",
        Weight.STORY,
        "service",
        "www-dns",
        "site",
        "edge");
  }

  /** The edge originates the name server's prefix, or not. */
  public static Said origin(boolean announced) {
    return said(
        Layer.BGP,
        announced ? "prefix-originated" : "prefix-retracted",
        "192.0.2.0/25 at edge",
        announced ? "originated" : "no longer originated",
        Weight.STORY,
        "prefix",
        "192.0.2.0/25",
        "site",
        "edge");
  }

  /** The outside has a route to the name server's prefix, or not. */
  public static Said route(boolean there) {
    return said(
        Layer.BGP,
        there ? "route-gained" : "route-lost",
        "192.0.2.0/25 at outside",
        "path 64496",
        Weight.DETAIL,
        "prefix",
        "192.0.2.0/25",
        "site",
        "outside");
  }

  /** A resolver's answer changed. */
  public static Said answer(String resolver, String from, String to) {
    return said(
        Layer.RESOLVER,
        "answer-changed",
        "www.example A at " + resolver,
        to + " after " + from,
        Weight.STORY,
        "resolver",
        resolver,
        "name",
        "www.example",
        "type",
        "A",
        "from",
        from,
        "to",
        to);
  }

  /** The app's state changed. */
  public static Said app(String state, String cause) {
    return said(
        Layer.APP,
        "app-changed",
        "www",
        cause.equals("none") ? state : state + ", cause " + cause,
        Weight.STORY,
        "app",
        "www",
        "state",
        state,
        "cause",
        cause,
        "ratio",
        state.equals("up") ? "1.00" : "0.00");
  }

  /** A resolver's load over a minute. */
  public static Said load(String resolver, int received) {
    return said(
        Layer.RESOLVER,
        "resolver-load",
        resolver,
        "",
        Weight.METRIC,
        "resolver",
        resolver,
        "received",
        Integer.toString(received));
  }

  /** A name server's load over a minute. */
  public static Said serverLoad(String service, int received) {
    return said(
        Layer.DNS,
        "server-load",
        service + "@outside",
        "",
        Weight.METRIC,
        "service",
        service,
        "site",
        "outside",
        "received",
        Integer.toString(received));
  }

  /** What the users lost over a minute. */
  public static Said users(double minutes) {
    return said(
        Layer.USERS,
        "cohort-report",
        "visitors",
        "",
        Weight.METRIC,
        "userMinutesLost",
        Double.toString(minutes));
  }
}
