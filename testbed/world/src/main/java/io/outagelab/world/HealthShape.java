package io.outagelab.world;

import static io.outagelab.world.yaml.Field.maybe;
import static io.outagelab.world.yaml.Field.optional;
import static io.outagelab.world.yaml.Field.required;
import static io.outagelab.world.yaml.Shapes.choice;
import static io.outagelab.world.yaml.Shapes.duration;
import static io.outagelab.world.yaml.Shapes.integer;

import io.outagelab.world.HealthRule.WhenBlind;
import io.outagelab.world.HealthRule.WhenUnhealthy;
import io.outagelab.world.yaml.Field;
import io.outagelab.world.yaml.ObjectShape;
import io.outagelab.world.yaml.Shape;
import io.outagelab.world.yaml.Shapes;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The shape of a name service's health rule. */
final class HealthShape {
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration MOMENT = Duration.ofMillis(10);

  private HealthShape() {}

  /** A health rule. */
  static Shape<HealthRule> health() {
    Field<SiteKind> targets =
        required("targets", choice(SiteKind.class), "It checks every site of this kind.");
    Field<Duration> interval =
        required("interval", duration(SECOND), "From one round of checks to the next; world time.");
    Field<Duration> timeout =
        optional(
            "timeout",
            duration(MOMENT),
            Duration.ofSeconds(2),
            "How long a check waits for its answer; real time.");
    Field<Integer> failures =
        optional("failures", integer(1, 1_000), 3, "How many rounds in a row must fail.");
    Field<Integer> recoveries =
        optional("recoveries", integer(1, 1_000), 2, "How many rounds in a row must succeed.");
    Field<Duration> holdDown =
        optional(
            "hold-down",
            duration(Duration.ZERO),
            Duration.ZERO,
            "How long a site must have been healthy before it announces again; world time.");
    Field<Duration> spread =
        optional(
            "spread",
            duration(Duration.ZERO),
            Duration.ZERO,
            "Sites act up to so much later than the rule says, each by its own share; world time.");
    Field<Quorum> quorum =
        optional(
            "quorum",
            quorum(),
            Quorum.ONE,
            "How many targets must be well for a round to succeed: a number, more than half, or a"
                + " share; one by default.");
    Field<WhenBlind> whenBlind =
        optional(
            "when-blind",
            choice(WhenBlind.class),
            WhenBlind.FAIL_CLOSED,
            "What a round in which no target answers at all counts as: failed, or nothing.");
    Field<WhenUnhealthy> whenUnhealthy =
        optional(
            "when-unhealthy",
            choice(WhenUnhealthy.class),
            WhenUnhealthy.WITHDRAW,
            "What an unhealthy site does with its routes.");
    Field<Integer> keepLast =
        optional(
            "keep-last",
            integer(0, 1_000),
            0,
            "How many other sites must have promised to stay before a site withdraws.");
    Field<Optional<Duration>> deadMan =
        maybe(
            "dead-man",
            duration(SECOND),
            "After how long without word from a site's announcer its routers retract its prefixes"
                + " by themselves; world time.");
    return ObjectShape.of(
        "A site is unhealthy once too few targets were well for so many rounds in a row.",
        List.of(
            targets,
            interval,
            timeout,
            failures,
            recoveries,
            holdDown,
            spread,
            quorum,
            whenBlind,
            whenUnhealthy,
            keepLast,
            deadMan),
        values ->
            new HealthRule(
                values.get(targets),
                values.get(interval),
                values.get(timeout),
                values.get(failures),
                values.get(recoveries),
                values.get(holdDown),
                values.get(spread),
                values.get(quorum),
                values.get(whenBlind),
                values.get(whenUnhealthy),
                values.get(keepLast),
                values.get(deadMan)));
  }

  private static Shape<Quorum> quorum() {
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("type", List.of("integer", "string"));
    schema.put("minimum", 1);
    schema.put("maximum", 999);
    schema.put("pattern", Quorum.PATTERN);
    return Shapes.parsed(
        "a quorum: a whole number from 1 to 999, majority, or a share such as 3/4",
        schema,
        Quorum::parse);
  }
}
