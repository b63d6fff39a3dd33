package io.outagelab.world;

import static io.outagelab.world.yaml.Field.maybe;
import static io.outagelab.world.yaml.Field.optional;
import static io.outagelab.world.yaml.Field.required;
import static io.outagelab.world.yaml.Shapes.address;
import static io.outagelab.world.yaml.Shapes.bool;
import static io.outagelab.world.yaml.Shapes.choice;
import static io.outagelab.world.yaml.Shapes.decimal;
import static io.outagelab.world.yaml.Shapes.domainName;
import static io.outagelab.world.yaml.Shapes.duration;
import static io.outagelab.world.yaml.Shapes.integer;
import static io.outagelab.world.yaml.Shapes.list;
import static io.outagelab.world.yaml.Shapes.name;
import static io.outagelab.world.yaml.Shapes.oneOrMore;
import static io.outagelab.world.yaml.Shapes.reference;

import io.outagelab.core.net.IpAddress;
import io.outagelab.world.Cohort.Retry;
import io.outagelab.world.ServiceNode.ColdStart;
import io.outagelab.world.yaml.Field;
import io.outagelab.world.yaml.ObjectShape;
import io.outagelab.world.yaml.Shape;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.xbill.DNS.Name;

/** The shapes of a world's services, of what is watched, and of the users. */
final class AppShapes {
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration MOMENT = Duration.ofMillis(10);
  private static final long MAX_USERS = 100_000_000_000L;

  private AppShapes() {}

  /** A front end or back end. */
  static Shape<ServiceNode> service() {
    Field<String> name = required("name", name(), "What it is called.");
    Field<ServiceKind> kind = required("kind", choice(ServiceKind.class), "Which end it is.");
    Field<List<String>> sites =
        required("sites", list(reference(Kinds.SITE), 1), "Where it has an instance: anycast.");
    Field<List<IpAddress>> addresses =
        required("address", oneOrMore(address()), "Its published address, or several.");
    Field<Name> nameInDns = required("name-in-dns", domainName(), "The name by which it is found.");
    Field<Double> capacity =
        optional(
            "capacity",
            decimal(0, 1_000_000_000_000.0),
            0.0,
            "How many users' calls per world second one site serves, 0 for any number; a played"
                + " user's call counts for all the users that it stands for.");
    Field<Optional<ColdStart>> cold =
        maybe("cold", cold(), "How it comes back after it stood still.");
    Field<Optional<String>> resolver =
        maybe("resolver", reference(Kinds.RESOLVER), "Whom it asks for the names of its needs.");
    Field<List<Need>> needs =
        optional("needs", list(need()), List.of(), "What it calls for each call that it serves.");
    return ObjectShape.of(
        "A front end or back end.",
        List.of(name, kind, sites, addresses, nameInDns, capacity, cold, resolver, needs),
        values ->
            new ServiceNode(
                values.get(name),
                values.get(kind),
                values.get(sites),
                values.get(addresses),
                values.get(nameInDns),
                values.get(capacity),
                values.get(cold),
                values.get(resolver),
                values.get(needs)));
  }

  private static Shape<ColdStart> cold() {
    Field<Double> fraction =
        required("fraction", decimal(0.001, 1), "The share of its capacity that it starts with.");
    Field<Duration> warmUp =
        required("warm-up", duration(SECOND), "How long it takes to full capacity; world time.");
    return ObjectShape.of(
        "What a service can do with cold caches.",
        List.of(fraction, warmUp),
        values -> new ColdStart(values.get(fraction), values.get(warmUp)));
  }

  private static Shape<Need> need() {
    Field<String> service =
        required("service", reference(Kinds.SERVICE), "The service that it needs.");
    Field<Boolean> required =
        optional(
            "required", bool(), true, "Whether a call fails without it; else it is only slower.");
    Field<Duration> timeout =
        optional(
            "timeout",
            duration(MOMENT),
            Duration.ofSeconds(1),
            "How long it waits for the answer; real time.");
    return ObjectShape.of(
        "A dependency on another service.",
        List.of(service, required, timeout),
        values -> new Need(values.get(service), values.get(required), values.get(timeout)));
  }

  /** A door reader. */
  static Shape<Dependent> door() {
    return dependent(
        "A door reader, which opens only while it reaches its service by name.",
        "Where it is.",
        "How often it checks; world time.");
  }

  /** One of the operators' own tools. */
  static Shape<Dependent> tool() {
    return dependent(
        "A tool, which works only while it reaches its service by name.",
        "Where it is used.",
        "How often it is tried; world time.");
  }

  private static Shape<Dependent> dependent(String what, String where, String howOften) {
    Field<String> name = required("name", name(), "What it is called.");
    Field<String> site = required("site", reference(Kinds.SITE), where);
    Field<String> service = required("service", reference(Kinds.SERVICE), "What it asks.");
    Field<String> resolver =
        required("resolver", reference(Kinds.RESOLVER), "Whom it asks for the service's address.");
    Field<Duration> interval =
        optional("interval", duration(SECOND), Duration.ofMinutes(1), howOften);
    return ObjectShape.of(
        what,
        List.of(name, site, service, resolver, interval),
        values ->
            new Dependent(
                values.get(name),
                values.get(site),
                values.get(service),
                values.get(resolver),
                values.get(interval)));
  }

  /** What is watched. */
  static Shape<Monitors> monitors() {
    Field<List<Name>> names =
        optional("names", list(domainName()), List.of(), "The names that are resolved.");
    Field<Duration> interval =
        optional("interval", duration(SECOND), Monitors.NONE.interval(), "How often; world time.");
    return ObjectShape.of(
        "What is watched from the public resolvers' sites, along with every front end.",
        List.of(names, interval),
        values -> new Monitors(values.get(names), values.get(interval)));
  }

  /** A cohort of users. */
  static Shape<Cohort> cohort() {
    Field<String> name = required("name", name(), "What it is called.");
    Field<String> resolver =
        required(
            "resolver", reference(Kinds.RESOLVER), "Whom they ask; they are at its first site.");
    Field<String> app = required("app", reference(Kinds.APP), "The front end that they use.");
    Field<Long> users = required("users", integer(1, MAX_USERS), "How many they are.");
    Field<Integer> samples =
        optional("samples", integer(1, 10_000), 5, "How many of them are played.");
    Field<Duration> thinkTime =
        optional(
            "think-time",
            duration(SECOND),
            Duration.ofMinutes(1),
            "From a success to the next attempt, on average; world time.");
    Field<Duration> timeout =
        optional(
            "timeout",
            duration(MOMENT),
            Duration.ofSeconds(5),
            "How long they wait for an answer; real time.");
    Field<Retry> retry =
        optional(
            "retry",
            retry(),
            new Retry(Duration.ofSeconds(5), Duration.ofMinutes(1)),
            "How they repeat a failed attempt.");
    return ObjectShape.of(
        "Users alike: of one app, behind one resolver.",
        List.of(name, resolver, app, users, samples, thinkTime, timeout, retry),
        values ->
            new Cohort(
                values.get(name),
                values.get(resolver),
                values.get(app),
                values.get(users),
                values.get(samples),
                values.get(thinkTime),
                values.get(timeout),
                values.get(retry)));
  }

  private static Shape<Retry> retry() {
    Field<Duration> first =
        required("first", duration(SECOND), "The first pause; it doubles; world time.");
    Field<Duration> max = required("max", duration(SECOND), "The longest pause; world time.");
    return ObjectShape.of(
            "The pauses between attempts.",
            List.of(first, max),
            values -> new Retry(values.get(first), values.get(max)))
        .rule(
            retry ->
                retry.max().compareTo(retry.first()) < 0
                    ? Optional.of("has a max below its first")
                    : Optional.empty());
  }
}
