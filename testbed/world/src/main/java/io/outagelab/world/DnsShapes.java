package io.outagelab.world;

import static io.outagelab.world.yaml.Field.maybe;
import static io.outagelab.world.yaml.Field.optional;
import static io.outagelab.world.yaml.Field.required;
import static io.outagelab.world.yaml.Shapes.address;
import static io.outagelab.world.yaml.Shapes.bool;
import static io.outagelab.world.yaml.Shapes.domainName;
import static io.outagelab.world.yaml.Shapes.duration;
import static io.outagelab.world.yaml.Shapes.integer;
import static io.outagelab.world.yaml.Shapes.list;
import static io.outagelab.world.yaml.Shapes.mapByName;
import static io.outagelab.world.yaml.Shapes.name;
import static io.outagelab.world.yaml.Shapes.oneOrMore;
import static io.outagelab.world.yaml.Shapes.prefix;
import static io.outagelab.world.yaml.Shapes.reference;

import io.outagelab.core.net.IpAddress;
import io.outagelab.core.net.Prefix;
import io.outagelab.world.yaml.Field;
import io.outagelab.world.yaml.ObjectShape;
import io.outagelab.world.yaml.Shape;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The shapes of a world's names: name services and resolvers. */
final class DnsShapes {
  private static final int MAX_RATE = 1_000;
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration MOMENT = Duration.ofMillis(10);

  /** RFC 9520 §3.2: no failure is cached for longer. */
  private static final Duration MAX_FAILURE_TTL = Duration.ofMinutes(5);

  private static final ResolverKnobs STANDARD = ResolverKnobs.DEFAULT;

  private DnsShapes() {}

  /** A name service, whose zone files lie in this folder. */
  static Shape<DnsService> dnsService(Path folder) {
    Field<String> name = required("name", name(), "What it is called.");
    Field<List<String>> sites =
        required("sites", list(reference(Kinds.SITE), 1), "Where it has an instance: anycast.");
    Field<List<ServerName>> servers =
        required("servers", servers(), "Its servers' names and published addresses.");
    Field<List<ZoneFile>> zones =
        optional(
            "zones",
            list(new ZoneShape(folder)),
            List.of(),
            "Its zones: RFC 1035 master files, with published addresses and real TTLs.");
    Field<List<String>> secondaryOf =
        optional(
            "secondary-of",
            oneOrMore(reference(Kinds.NAME_SERVER)),
            List.of(),
            "The services whose zones it copies, as a secondary (RFC 1034 section 4.3.5).");
    Field<List<Prefix>> announces =
        optional(
            "announces",
            list(prefix()),
            List.of(),
            "What a site originates while its announcer says so; always, without a health rule.");
    Field<Optional<Integer>> rateLimit =
        maybe(
            "rate-limit",
            integer(1, MAX_RATE),
            "How many like answers one network gets over UDP without a cookie; per world second.");
    Field<Optional<HealthRule>> health =
        maybe(
            "health",
            HealthShape.health(),
            "When a site counts as unhealthy, and what it does then.");
    return ObjectShape.of(
        "An authoritative name service.",
        List.of(name, sites, servers, zones, secondaryOf, announces, rateLimit, health),
        values ->
            new DnsService(
                values.get(name),
                values.get(sites),
                values.get(servers),
                values.get(zones),
                values.get(secondaryOf),
                values.get(announces),
                values.get(rateLimit),
                values.get(health)));
  }

  private static Shape<List<ServerName>> servers() {
    return mapByName(domainName(), oneOrMore(address()))
        .map(
            servers ->
                servers.entrySet().stream()
                    .map(entry -> new ServerName(entry.getKey(), entry.getValue()))
                    .toList());
  }

  /** A recursive resolver. */
  static Shape<ResolverNode> resolver() {
    Field<String> name = required("name", name(), "What it is called.");
    Field<List<String>> sites =
        required("sites", list(reference(Kinds.SITE), 1), "Where it has an instance: anycast.");
    Field<List<IpAddress>> addresses =
        required("addresses", list(address(), 1), "Where clients ask it.");
    Field<List<ServerName>> rootHints =
        required("root-hints", servers(), "The root servers that it starts from.");
    Field<ResolverKnobs> policy = optional("policy", policy(), STANDARD, "Its knobs.");
    return ObjectShape.of(
        "A recursive resolver.",
        List.of(name, sites, addresses, rootHints, policy),
        values ->
            new ResolverNode(
                values.get(name),
                values.get(sites),
                values.get(addresses),
                values.get(rootHints),
                values.get(policy)));
  }

  /** A resolver's knobs. */
  static Shape<ResolverKnobs> policy() {
    Field<Duration> maxTtl =
        optional(
            "max-ttl",
            duration(Duration.ZERO),
            STANDARD.maxTtl(),
            "The longest that anything is cached; world time.");
    Field<Duration> maxNegativeTtl =
        optional(
            "max-negative-ttl",
            duration(Duration.ZERO),
            STANDARD.maxNegativeTtl(),
            "The longest that a negative answer is cached (RFC 2308 section 5); world time.");
    Field<Duration> failureTtl =
        optional(
            "failure-ttl",
            duration(Duration.ZERO)
                .rule(
                    ttl ->
                        ttl.compareTo(MAX_FAILURE_TTL) <= 0
                            ? Optional.empty()
                            : Optional.of(
                                "is more than 5m, the longest for a cached failure (RFC 9520)")),
            STANDARD.failureTtl(),
            "How long a failure is cached (RFC 9520 section 3.2); 0 is never; world time.");
    Field<Boolean> serveStale =
        optional(
            "serve-stale",
            bool(),
            STANDARD.serveStale(),
            "Whether expired data answers when no server does (RFC 8767).");
    Field<Duration> staleAnswerTtl =
        optional(
            "stale-answer-ttl",
            duration(SECOND),
            STANDARD.staleAnswerTtl(),
            "The TTL of a stale answer (RFC 8767 section 4); world time.");
    Field<Duration> maxStale =
        optional(
            "max-stale",
            duration(Duration.ZERO),
            STANDARD.maxStale(),
            "How long after its expiry data may be served; world time.");
    Field<Duration> queryTimeout =
        optional(
            "query-timeout",
            duration(MOMENT),
            STANDARD.queryTimeout(),
            "How long it waits for a server's answer; real time.");
    Field<Integer> attempts =
        optional(
            "attempts-per-server",
            integer(1, 3),
            STANDARD.attemptsPerServer(),
            "How often it sends a query to one address (RFC 9520 section 3.1: 3 at most).");
    Field<Duration> deadline =
        optional(
            "resolution-deadline",
            duration(MOMENT),
            STANDARD.resolutionDeadline(),
            "When it gives up on a client's question; real time.");
    Field<Duration> holdDown =
        optional(
            "server-hold-down",
            duration(Duration.ZERO),
            STANDARD.serverHoldDown(),
            "How long a dead server is not asked first; world time.");
    Field<Boolean> joins =
        optional(
            "joins-identical",
            bool(),
            STANDARD.joinsIdentical(),
            "Whether identical questions in flight share one resolution (RFC 9520 section 2.3).");
    Field<Integer> maxQueries =
        optional(
            "max-queries-per-resolution",
            integer(1, 10_000),
            STANDARD.maxQueriesPerResolution(),
            "How many queries one client question may cost.");
    Field<Integer> maxCname =
        optional(
            "max-cname",
            integer(1, 64),
            STANDARD.maxCname(),
            "How long a chain of CNAMEs it follows.");
    return ObjectShape.of(
        "A resolver's policy.",
        List.of(
            maxTtl,
            maxNegativeTtl,
            failureTtl,
            serveStale,
            staleAnswerTtl,
            maxStale,
            queryTimeout,
            attempts,
            deadline,
            holdDown,
            joins,
            maxQueries,
            maxCname),
        values ->
            new ResolverKnobs(
                values.get(maxTtl),
                values.get(maxNegativeTtl),
                values.get(failureTtl),
                values.get(serveStale),
                values.get(staleAnswerTtl),
                values.get(maxStale),
                values.get(queryTimeout),
                values.get(attempts),
                values.get(deadline),
                values.get(holdDown),
                values.get(joins),
                values.get(maxQueries),
                values.get(maxCname)));
  }
}
