package io.outagelab.resolver;

import java.time.Duration;

/**
 * A small Internet: the root, com and net; example.com with two servers and a sub-zone for its
 * edge; control.net, which nothing that befalls example.com should touch.
 */
final class SmallWorld {
  static final String ROOT = "198.41.0.4";
  static final String COM = "192.5.6.30";
  static final String NET = "192.5.6.31";
  static final String NS_A = "192.0.2.12";
  static final String NS_B = "192.0.2.13";
  static final String EDGE = "192.0.2.14";
  static final String CONTROL = "203.0.113.53";

  static final String SOA = "%s 3600 SOA ns.%s host.%s 1 3600 600 86400 900";

  private SmallWorld() {}

  /** Builds it. */
  static void build(FakeInternet net) {
    net.server(ROOT)
        .zone(
            ".",
            ". 86400 SOA a.root-servers.net. host.root-servers.net. 1 1800 900 604800 86400",
            ". 518400 NS a.root-servers.net.",
            "com. 172800 NS a.gtld-servers.net.",
            "a.gtld-servers.net. 172800 A " + COM,
            "net. 172800 NS b.gtld-servers.net.",
            "b.gtld-servers.net. 172800 A " + NET);
    net.server(COM)
        .zone(
            "com.",
            SOA.formatted("com.", "com.", "com."),
            "example.com. 172800 NS a.ns.example.com.",
            "example.com. 172800 NS b.ns.example.com.",
            "a.ns.example.com. 172800 A " + NS_A,
            "b.ns.example.com. 172800 A " + NS_B,
            "glueless.com. 172800 NS ns.control.net.");
    net.server(NET)
        .zone(
            "net.",
            SOA.formatted("net.", "net.", "net."),
            "control.net. 172800 NS ns.control.net.",
            "ns.control.net. 172800 A " + CONTROL);
    String[] example = {
      SOA.formatted("example.com.", "example.com.", "example.com."),
      "example.com. 172800 NS a.ns.example.com.",
      "example.com. 172800 NS b.ns.example.com.",
      "a.ns.example.com. 172800 A " + NS_A,
      "b.ns.example.com. 172800 A " + NS_B,
      "www.example.com. 3600 CNAME star.edge.example.com.",
      "api.example.com. 300 A 192.0.2.80",
      "one.example.com. 300 A 192.0.2.81",
      "two.example.com. 300 A 192.0.2.82",
      "brief.example.com. 0 A 192.0.2.83",
      "eternal.example.com. 99999999 A 192.0.2.84",
      "loop-a.example.com. 300 CNAME loop-b.example.com.",
      "loop-b.example.com. 300 CNAME loop-c.control.net.",
      "out.example.com. 300 CNAME www.control.net.",
      "void.example.com. 300 CNAME nothing.example.com.",
      "edge.example.com. 3600 NS ns.edge.example.com.",
      "ns.edge.example.com. 3600 A " + EDGE
    };
    net.server(NS_A).zone("example.com.", example);
    net.server(NS_B).zone("example.com.", example);
    net.server(EDGE)
        .zone(
            "edge.example.com.",
            SOA.formatted("edge.example.com.", "edge.example.com.", "edge.example.com."),
            "edge.example.com. 3600 NS ns.edge.example.com.",
            "ns.edge.example.com. 3600 A " + EDGE,
            "star.edge.example.com. 60 A 192.0.2.35");
    net.server(CONTROL)
        .zone(
            "control.net.",
            SOA.formatted("control.net.", "control.net.", "control.net."),
            "control.net. 172800 NS ns.control.net.",
            "ns.control.net. 172800 A " + CONTROL,
            "loop-c.control.net. 300 CNAME loop-a.example.com.",
            "www.control.net. 300 A 203.0.113.80")
        .zone(
            "glueless.com.",
            SOA.formatted("glueless.com.", "glueless.com.", "glueless.com."),
            "glueless.com. 3600 NS ns.control.net.",
            "www.glueless.com. 300 A 203.0.113.81");
  }

  /** The servers of example.com and its edge keep silent. */
  static void outage(FakeInternet net, Duration from, Duration to) {
    net.server(NS_A).silent(from, to);
    net.server(NS_B).silent(from, to);
    net.server(EDGE).silent(from, to);
  }
}
