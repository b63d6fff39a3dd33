package io.outagelab.drills.language;

import io.outagelab.configpush.Via;
import io.outagelab.drills.language.Action.Proof;
import io.outagelab.world.Operations.Rollout.Strategy;
import io.outagelab.world.PushFile;
import io.outagelab.world.yaml.Field;
import io.outagelab.world.yaml.ObjectShape;
import io.outagelab.world.yaml.Shape;
import io.outagelab.world.yaml.Shapes;
import io.outagelab.world.yaml.Values;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The shapes of what a drill does: steps of the timeline, and the rollback. */
final class ActionShapes {
  /** What an action is. */
  private enum Kind {
    PUSH,
    ROLLBACK,
    ON_SITE,
    RESTORE
  }

  private static final String NEITHER =
      "is neither a push nor an operator's action: one of the keys push, operator";

  private final Field<Duration> at =
      Field.required("at", Shapes.duration(Duration.ZERO), "When, since the drill's start.");
  private final Field<Optional<PushFile>> push;
  private final Field<Optional<Boolean>> audited =
      Field.maybe("audited", Shapes.bool(), "push: whether the audit is asked; true unless said.");
  private final Field<Optional<Strategy>> rollout =
      Field.maybe(
          "rollout", Shapes.choice(Strategy.class), "push: in which steps; else the world's way.");
  private final Field<Optional<Proof>> proof =
      Field.maybe(
          "proof",
          Shapes.choice(Proof.class),
          "push: what shows that it did its work: the effect that others see, unless said; or the"
              + " audit's refusal.");
  private final Field<Optional<Kind>> operator =
      Field.maybe("operator", Shapes.choice(operations()), "What the operator does.");
  private final Field<Optional<Via>> via =
      Field.maybe("via", Shapes.choice(Via.class), "rollback: on which way.");
  private final Field<Optional<Boolean>> skipTravel =
      Field.maybe("skip-travel", Shapes.bool(), "rollback on-site: crews are there at once.");
  private final Field<Optional<Choice>> site =
      Field.maybe(
          "site",
          new WordsOr<>(
              Map.of(Names.ALL, new Choice.Every()),
              Shapes.list(Shapes.reference(Names.SITE), 1).map(Choice.These::new)),
          "on-site: all, or a list of sites.");
  private final Field<Optional<Boolean>> staged =
      Field.maybe("staged", Shapes.bool(), "restore: plane by plane instead of all at once.");
  private final Field<Optional<String>> change =
      Field.maybe(
          "change", Shapes.name(), "rollback, restore: the id of the change; else the last one.");

  private final Map<Kind, List<Field<? extends Optional<?>>>> details = new EnumMap<>(Kind.class);

  /** The shapes, with this one for the path of a push file. */
  ActionShapes(Shape<PushFile> pushFile) {
    push = Field.maybe("push", pushFile, "A push file, from the world's folder.");
    details.put(Kind.PUSH, List.of(audited, rollout, proof));
    details.put(Kind.ROLLBACK, List.of(via, skipTravel, change));
    details.put(Kind.ON_SITE, List.of(site));
    details.put(Kind.RESTORE, List.of(staged, change));
  }

  private static Map<String, Kind> operations() {
    Map<String, Kind> words = new LinkedHashMap<>();
    for (Kind kind : List.of(Kind.ROLLBACK, Kind.ON_SITE, Kind.RESTORE)) {
      words.put(Shapes.label(kind), kind);
    }
    return words;
  }

  /** An action with its time. */
  Shape<Step> step() {
    List<Field<?>> fields = new ArrayList<>(List.of(at));
    fields.addAll(fields());
    return checked(ObjectShape.of("What is done, and when.", fields, values -> values))
        .map(values -> new Step(values.get(at), action(values)));
  }

  /** An action alone. */
  Shape<Action> action() {
    return checked(ObjectShape.of("What is done.", fields(), values -> values)).map(this::action);
  }

  private List<Field<?>> fields() {
    return List.of(push, audited, rollout, proof, operator, via, skipTravel, site, staged, change);
  }

  private Shape<Values> checked(Shape<Values> shape) {
    return shape.rule(this::complaint);
  }

  private Optional<String> complaint(Values values) {
    boolean pushes = values.get(push).isPresent();
    if (pushes == values.get(operator).isPresent()) {
      return Optional.of(pushes ? "is a push and an operator's action at once" : NEITHER);
    }
    Kind kind = kind(values);
    if (kind == Kind.ROLLBACK && values.get(via).isEmpty()) {
      return Optional.of("does not say via which way: in-band, out-of-band or on-site");
    }
    return details.values().stream()
        .flatMap(List::stream)
        .filter(field -> !details.getOrDefault(kind, List.of()).contains(field))
        .filter(field -> values.get(field).isPresent())
        .findFirst()
        .map(field -> "says %s, which does not go with %s".formatted(field.key(), label(kind)));
  }

  private static String label(Kind kind) {
    return Shapes.label(kind);
  }

  private Kind kind(Values values) {
    return values.get(operator).orElse(Kind.PUSH);
  }

  private Action action(Values values) {
    return switch (kind(values)) {
      case PUSH ->
          new Action.Push(
              values.get(push).orElseThrow(),
              values.get(audited).orElse(true),
              values.get(rollout),
              values.get(proof).orElse(Proof.EFFECT));
      case ROLLBACK ->
          new Action.Rollback(
              values.get(change),
              values.get(via).orElseThrow(),
              values.get(skipTravel).orElse(false));
      case ON_SITE -> new Action.OnSite(values.get(site).orElse(new Choice.Every()));
      case RESTORE -> new Action.Restore(values.get(change), values.get(staged).orElse(false));
    };
  }
}
