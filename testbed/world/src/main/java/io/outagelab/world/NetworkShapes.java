package io.outagelab.world;

import static io.outagelab.world.yaml.Field.maybe;
import static io.outagelab.world.yaml.Field.optional;
import static io.outagelab.world.yaml.Field.required;
import static io.outagelab.world.yaml.Shapes.bool;
import static io.outagelab.world.yaml.Shapes.choice;
import static io.outagelab.world.yaml.Shapes.decimal;
import static io.outagelab.world.yaml.Shapes.duration;
import static io.outagelab.world.yaml.Shapes.integer;
import static io.outagelab.world.yaml.Shapes.list;
import static io.outagelab.world.yaml.Shapes.mapByName;
import static io.outagelab.world.yaml.Shapes.name;
import static io.outagelab.world.yaml.Shapes.prefix;
import static io.outagelab.world.yaml.Shapes.reference;
import static io.outagelab.world.yaml.Shapes.text;

import io.outagelab.core.net.Prefix;
import io.outagelab.world.yaml.Field;
import io.outagelab.world.yaml.ObjectShape;
import io.outagelab.world.yaml.Shape;
import io.outagelab.world.yaml.Shapes;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The shapes of a world's network: sites, backbone, timers, peerings, prefixes. */
final class NetworkShapes {
  /** The largest AS number (RFC 6793). */
  private static final long MAX_AS = 4_294_967_295L;

  private static final int MAX_PLANES = 32;
  private static final double MAX_LATITUDE = 90;
  private static final Duration LEAST_LATENCY = Duration.ofMillis(1);
  private static final String LATENCY =
      "One way, real time; light's along the great circle in fibre unless given.";

  private NetworkShapes() {}

  /** All sites, by name. */
  static Shape<List<Site>> sites() {
    return mapByName(name(), site())
        .map(
            sites ->
                sites.entrySet().stream()
                    .map(entry -> entry.getValue().apply(entry.getKey()))
                    .toList());
  }

  private static Shape<Function<String, Site>> site() {
    Field<SiteKind> kind = required("kind", choice(SiteKind.class), "What the site is.");
    Field<Long> as = required("as", integer(1, MAX_AS), "The number of its router's AS.");
    Field<String> city = optional("city", text(), "", "Where it is, for people.");
    Field<Location> at =
        required("at", location(), "Where it is, for latency: [latitude, longitude] in degrees.");
    Field<Optional<Prefix>> hosts =
        maybe(
            "hosts",
            ipv4(prefix()),
            "Its unicast prefix: whoever stands here gets an address from it, in file order. Told"
                + " to other ASes by an edge or an outside site, kept inside by the others.");
    return ObjectShape.of(
        "A place with one router of the same name.",
        List.of(kind, as, city, at, hosts),
        values ->
            siteName ->
                new Site(
                    siteName,
                    values.get(kind),
                    values.get(as),
                    values.get(city),
                    values.get(at),
                    values.get(hosts)));
  }

  private static Shape<Prefix> ipv4(Shape<Prefix> any) {
    return any.rule(
        value ->
            value.network().isIpv6() ? Optional.of("is not an IPv4 prefix") : Optional.empty());
  }

  private static Shape<Location> location() {
    return Shapes.pair(decimal(-180, 180))
        .rule(
            degrees ->
                Math.abs(degrees.getFirst()) <= MAX_LATITUDE
                    ? Optional.empty()
                    : Optional.of("is not [latitude, longitude]: a latitude is -90 to 90"))
        .map(degrees -> new Location(degrees.getFirst(), degrees.getLast()));
  }

  /** The backbone. */
  static Shape<BackbonePlan> backbone() {
    Field<Long> as = required("as", integer(1, MAX_AS), "The number of its AS.");
    Field<Integer> planes =
        required("planes", integer(1, MAX_PLANES), "How many parallel planes there are.");
    Field<Integer> drainable =
        required(
            "drainable-planes",
            integer(0, MAX_PLANES),
            "How many planes maintenance may take out at once.");
    Field<Prefix> loopbacks =
        required(
            "loopbacks",
            ipv4(prefix()),
            "Where this AS's routers get their addresses, in file order.");
    Field<List<Span>> spans =
        required("spans", list(span(), 1), "The long-haul links, each in every plane.");
    return ObjectShape.of(
        "The parallel planes that join the sites of one AS.",
        List.of(as, planes, drainable, loopbacks, spans),
        values ->
            new BackbonePlan(
                values.get(as),
                values.get(planes),
                values.get(drainable),
                values.get(loopbacks),
                values.get(spans)));
  }

  private static Shape<Span> span() {
    Field<List<String>> between = required("between", ends(), "The two sites.");
    Field<Optional<Duration>> latency = maybe("latency", duration(LEAST_LATENCY), LATENCY);
    return ObjectShape.of(
        "A long-haul link.",
        List.of(between, latency),
        values ->
            new Span(
                values.get(between).getFirst(),
                values.get(between).getLast(),
                values.get(latency)));
  }

  private static Shape<List<String>> ends() {
    return Shapes.pair(reference(Kinds.SITE))
        .rule(
            sites ->
                sites.getFirst().equals(sites.getLast())
                    ? Optional.of("joins %s to itself".formatted(sites.getFirst()))
                    : Optional.empty());
  }

  /** The routers' timers. */
  static Shape<BgpTimers> bgp() {
    BgpTimers standard = BgpTimers.DEFAULT;
    Field<Duration> hold =
        optional(
            "hold-time",
            duration(Duration.ofSeconds(3)),
            standard.holdTime(),
            "RFC 4271 section 4.2; real time.");
    Field<Duration> keepalive =
        optional(
            "keepalive",
            duration(Duration.ofSeconds(1)),
            standard.keepalive(),
            "RFC 4271 section 4.4; real time.");
    Field<Duration> ebgp =
        optional(
            "ebgp-advertisement-interval",
            duration(Duration.ZERO),
            standard.ebgpAdvertisementInterval(),
            "MinRouteAdvertisementInterval to eBGP peers (RFC 4271 section 9.2.1.1); real time.");
    Field<Duration> ibgp =
        optional(
            "ibgp-advertisement-interval",
            duration(Duration.ZERO),
            standard.ibgpAdvertisementInterval(),
            "The same to iBGP peers; real time.");
    Field<Duration> spf =
        optional(
            "spf-delay",
            duration(Duration.ZERO),
            standard.spfDelay(),
            "From a link-state change to new paths; real time.");
    Field<Duration> apply =
        optional(
            "apply-delay",
            duration(Duration.ZERO),
            standard.applyDelay(),
            "How long a router takes to apply a change; real time.");
    return ObjectShape.of(
        "The timers of every router.",
        List.of(hold, keepalive, ebgp, ibgp, spf, apply),
        values ->
            new BgpTimers(
                values.get(hold),
                values.get(keepalive),
                values.get(ebgp),
                values.get(ibgp),
                values.get(spf),
                values.get(apply)));
  }

  /** An eBGP link. */
  static Shape<Peering> peering() {
    Field<List<String>> between = required("between", ends(), "The two sites.");
    Field<Relation> relation =
        required(
            "relation", choice(Relation.class), "What the second site's AS is to the first's.");
    Field<Optional<Duration>> latency = maybe("latency", duration(LEAST_LATENCY), LATENCY);
    return ObjectShape.of(
        "An eBGP link.",
        List.of(between, relation, latency),
        values ->
            new Peering(
                values.get(between).getFirst(),
                values.get(between).getLast(),
                values.get(relation),
                values.get(latency)));
  }

  /** A static origination. */
  static Shape<StaticPrefix> staticPrefix() {
    Field<Prefix> prefix = required("prefix", prefix(), "What is originated.");
    Field<List<String>> at = required("at", list(reference(Kinds.SITE), 1), "By which sites.");
    Field<Boolean> discard =
        optional(
            "discard",
            bool(),
            false,
            "A covering aggregate with nothing behind it: what falls through to it is lost in"
                + " silence.");
    Field<Boolean> internal = optional("internal", bool(), false, "Never told to another AS.");
    return ObjectShape.of(
        "A prefix that routers originate whatever happens.",
        List.of(prefix, at, discard, internal),
        values ->
            new StaticPrefix(
                values.get(prefix), values.get(at), values.get(discard), values.get(internal)));
  }
}
