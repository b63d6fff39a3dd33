package io.outagelab.drills.language;

import io.outagelab.configpush.Via;
import io.outagelab.core.net.Prefix;
import io.outagelab.drills.language.Expectation.When;
import io.outagelab.world.PushFile;
import io.outagelab.world.yaml.Field;
import io.outagelab.world.yaml.ObjectShape;
import io.outagelab.world.yaml.Shape;
import io.outagelab.world.yaml.Shapes;
import io.outagelab.world.yaml.Values;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.stream.Stream;

/** The shape of a drill file. */
final class DrillShape {
  static final String PREFIXES = "prefixes";
  static final String MILESTONES = "milestones";

  private static final Duration SETTLE = Duration.ofMinutes(30);
  private static final Duration BASELINE = Duration.ofMinutes(3);
  private static final Duration RECOVERY = Duration.ofMinutes(15);
  private static final Duration STEP = Duration.ofMinutes(1);
  private static final Duration LEAST = Duration.ofSeconds(1);

  /** A time on record, as the file gives it. */
  private record Entry(String milestone, LocalTime at, String source) {}

  private final ConditionShapes conditions;
  private final Path file;
  private final Instant worldEpoch;

  private final Field<String> drill = Field.required("drill", Shapes.name(), "The drill's name.");
  private final Field<String> title =
      Field.optional("title", Shapes.text(), "", "One line for people.");
  private final Field<String> world;
  private final Field<Optional<Instant>> epoch =
      Field.maybe(
          "epoch",
          Shapes.instant(),
          "What the story's clock shows at the drill's start; else the world's epoch.");
  private final Field<Duration> settle =
      Field.optional(
          "settle", Shapes.duration(LEAST), SETTLE, "How long the lab may take to steady state.");
  private final Field<Duration> baseline =
      Field.optional(
          "baseline",
          Shapes.duration(LEAST),
          BASELINE,
          "How long the steady state must hold before the drill starts, and after it to count as"
              + " regained.");
  private final Field<Duration> duration =
      Field.required("duration", Shapes.duration(LEAST), "How long the drill is watched.");
  private final Field<Duration> recovery =
      Field.optional(
          "recovery",
          Shapes.duration(LEAST),
          RECOVERY,
          "How long the lab may take back to steady state after the rollback.");
  private final Field<Duration> step =
      Field.optional(
          "step", Shapes.duration(LEAST), STEP, "The longest time between two looks at the lab.");
  private final Field<Map<String, List<Prefix>>> prefixes;
  private final Field<List<Condition>> steadyState;
  private final Field<List<Step>> timeline;
  private final Field<List<Milestone>> milestones;
  private final Field<Optional<List<List<String>>>> order =
      Field.maybe(
          "order",
          Shapes.list(Shapes.list(Shapes.reference(Names.MILESTONE), 2)),
          "Chains of milestones that must be reached one after the other, each of them; without"
              + " it, the milestones in the order of their list.");
  private final Field<List<Entry>> record =
      Field.optional("record", Shapes.list(recorded()), List.of(), "When they came on record.");
  private final Field<List<Expectation>> expect;
  private final Field<List<Expectation>> controls;
  private final Field<Optional<List<Action>>> rollback;

  /**
   * The shape of a drill in one world.
   *
   * @param file where the drill is read from
   * @param worldEpoch the clock at the start unless the drill says otherwise
   * @param world the shape of the world's name
   * @param known every prefix of the world
   * @param groups the words that stand for several prefixes
   * @param push the shape of a path to a push file
   */
  DrillShape(
      Path file,
      Instant worldEpoch,
      Shape<String> world,
      SortedSet<Prefix> known,
      Map<String, List<Prefix>> groups,
      Shape<PushFile> push) {
    this.file = file;
    this.worldEpoch = worldEpoch;
    this.conditions = new ConditionShapes(known, groups);
    this.world = Field.required("world", world, "The world that it is played in.");
    this.prefixes = Field.optional(PREFIXES, prefixes(known), Map.of(), "Words for prefixes.");
    Shape<Condition> steady =
        conditions
            .condition()
            .rule(
                condition ->
                    condition instanceof Condition.SteadyState
                        ? Optional.of("says that the steady state is the steady state")
                        : Optional.empty());
    this.steadyState =
        Field.required("steady-state", Shapes.list(steady, 1), "What holds undisturbed.");
    ActionShapes actions = new ActionShapes(push);
    this.timeline = Field.required("timeline", Shapes.list(actions.step(), 1), "What is done.");
    this.milestones =
        Field.optional(
            MILESTONES, Shapes.namedList(milestone()), List.of(), "The turns of the story.");
    this.expect =
        Field.optional(
            "expect", Shapes.list(expectation(false)), List.of(), "What must be so to pass.");
    this.controls =
        Field.optional(
            "controls",
            Shapes.list(expectation(true)),
            List.of(),
            "What the fault must not touch; throughout unless said otherwise.");
    this.rollback =
        Field.maybe(
            "rollback",
            Shapes.list(actions.action()),
            "What is done on every way out; without it, the last change is taken back on site,"
                + " without travel.");
  }

  /** Words for prefixes, as the key {@code prefixes} defines them. */
  static Shape<Map<String, List<Prefix>>> prefixes(SortedSet<Prefix> known) {
    return Shapes.mapByName(Shapes.name(), Shapes.oneOrMore(Names.prefix(known)));
  }

  /** A drill file. */
  Shape<Drill> shape() {
    return ObjectShape.of(
        "A drill: steady state, timeline, milestones, expectations and rollback.",
        List.of(
            drill,
            title,
            world,
            epoch,
            settle,
            baseline,
            duration,
            recovery,
            step,
            prefixes,
            steadyState,
            timeline,
            milestones,
            order,
            record,
            expect,
            controls,
            rollback),
        this::build);
  }

  private Drill build(Values values) {
    Instant start = values.get(epoch).orElse(worldEpoch);
    List<Milestone> turns =
        values.get(milestones).stream()
            .map(turn -> withRecord(turn, values.get(record), start))
            .toList();
    return new Drill(
        values.get(drill),
        values.get(title),
        values.get(world),
        file,
        start,
        values.get(settle),
        values.get(baseline),
        values.get(duration),
        values.get(recovery),
        values.get(step),
        values.get(steadyState),
        values.get(timeline),
        turns,
        values.get(order).orElseGet(() -> listOrder(turns)),
        Stream.concat(values.get(expect).stream(), values.get(controls).stream()).toList(),
        values
            .get(rollback)
            .orElse(List.of(new Action.Rollback(Optional.empty(), Via.ON_SITE, true))));
  }

  private static List<List<String>> listOrder(List<Milestone> turns) {
    return turns.size() < 2 ? List.of() : List.of(turns.stream().map(Milestone::name).toList());
  }

  private static Milestone withRecord(Milestone turn, List<Entry> record, Instant start) {
    return record.stream()
        .filter(entry -> entry.milestone().equals(turn.name()))
        .findFirst()
        .map(
            entry ->
                new Milestone(
                    turn.name(),
                    turn.when(),
                    turn.after(),
                    Optional.of(
                        new Milestone.Recorded(sinceStart(entry.at(), start), entry.source()))))
        .orElse(turn);
  }

  /** How long after the start the clock shows this time, on the next day if it must be. */
  private static Duration sinceStart(LocalTime time, Instant start) {
    Duration same = Duration.between(start.atOffset(ZoneOffset.UTC).toLocalTime(), time);
    return same.isNegative() ? same.plusDays(1) : same;
  }

  private Shape<Milestone> milestone() {
    Field<String> name = Field.required("name", Shapes.name(), "What it is called.");
    Field<Condition> when =
        Field.required("when", conditions.condition(), "Reached the first time that this holds.");
    Field<Optional<String>> after =
        Field.maybe(
            "after",
            Shapes.reference(Names.MILESTONE),
            "Looked for only once this one, above it in the list, was reached.");
    return ObjectShape.of(
        "A turn of the story.",
        List.of(name, when, after),
        values ->
            new Milestone(values.get(name), values.get(when), values.get(after), Optional.empty()));
  }

  private static Shape<Entry> recorded() {
    Field<String> milestone =
        Field.required("milestone", Shapes.reference(Names.MILESTONE), "Which turn.");
    Field<LocalTime> at =
        Field.required(
            "at",
            new ParsedShape<>(
                "a time of day in UTC such as 15:53:47Z",
                Map.of("pattern", "^[0-9]{2}:[0-9]{2}(:[0-9]{2})?Z$"),
                DrillShape::timeOfDay),
            "When it came, by the record's clock.");
    Field<String> source = Field.required("source", Shapes.text(), "Who says so.");
    return ObjectShape.of(
        "When a turn came in the outage on record.",
        List.of(milestone, at, source),
        values -> new Entry(values.get(milestone), values.get(at), values.get(source)));
  }

  private static Optional<LocalTime> timeOfDay(String text) {
    try {
      return text.endsWith("Z")
          ? Optional.of(LocalTime.parse(text.substring(0, text.length() - 1)))
          : Optional.empty();
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  private Shape<Expectation> expectation(boolean control) {
    Field<String> id = Field.required("id", Shapes.name(), "What it is called.");
    Field<Optional<Duration>> by =
        Field.maybe("by", Shapes.duration(Duration.ZERO), "It must hold at this moment.");
    Field<Boolean> throughout =
        Field.optional("throughout", Shapes.bool(), false, "It must hold at every moment.");
    Field<Optional<Duration>> from =
        Field.maybe("from", Shapes.duration(Duration.ZERO), "It must hold from this moment");
    Field<Optional<Duration>> until =
        Field.maybe("until", Shapes.duration(Duration.ZERO), "until this one.");
    Field<Boolean> negate =
        Field.optional("negate", Shapes.bool(), false, "The condition must not hold instead.");
    List<Field<?>> fields = new ArrayList<>(List.of(id, by, throughout, from, until, negate));
    fields.addAll(conditions.fields());
    return ObjectShape.of("What must be so: when, and one condition.", fields, values -> values)
        .rule(values -> conditions.complaint(conditions.found(values)))
        .rule(
            values ->
                whenComplaint(
                    values.get(by).isPresent(),
                    values.get(throughout),
                    values.get(from),
                    values.get(until),
                    control))
        .map(
            values ->
                new Expectation(
                    values.get(id),
                    when(values.get(by), values.get(from), values.get(until)),
                    conditions.found(values).getFirst(),
                    values.get(negate),
                    control));
  }

  private static Optional<String> whenComplaint(
      boolean by,
      boolean throughout,
      Optional<Duration> from,
      Optional<Duration> until,
      boolean control) {
    if (from.isPresent() != until.isPresent()) {
      return Optional.of("says only one of from and until");
    }
    if (from.isPresent() && from.get().compareTo(until.orElseThrow()) >= 0) {
      return Optional.of("begins at %s, not before it ends".formatted(from.get()));
    }
    int said = (by ? 1 : 0) + (throughout ? 1 : 0) + (from.isPresent() ? 1 : 0);
    if (said > 1 || (said == 0 && !control)) {
      return Optional.of(
          "says %d of by, throughout: true, and from with until; one is needed".formatted(said));
    }
    return Optional.empty();
  }

  private static When when(
      Optional<Duration> by, Optional<Duration> from, Optional<Duration> until) {
    if (by.isPresent()) {
      return new When.By(by.get());
    }
    return from.isPresent()
        ? new When.Between(from.get(), until.orElseThrow())
        : new When.Throughout();
  }
}
