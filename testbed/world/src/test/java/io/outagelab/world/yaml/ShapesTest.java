package io.outagelab.world.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ShapesTest {
  private sealed interface Step {
    record Push(String file, Duration at) implements Step {}

    record Pause(Duration length) implements Step {}
  }

  private static final Field<String> PUSH =
      Field.required("push", Shapes.text(), "The file to push.");
  private static final Field<Duration> AT =
      Field.optional("at", Shapes.duration(Duration.ZERO), Duration.ofMinutes(2), "When.");
  private static final Field<Duration> PAUSE =
      Field.required("pause", Shapes.duration(Duration.ofSeconds(1)), "How long.");
  private static final Shape<Step> STEP = KeyedShape.of(cases());

  private final Problems problems = new Problems();

  private static Map<String, Shape<? extends Step>> cases() {
    Map<String, Shape<? extends Step>> cases = new LinkedHashMap<>();
    cases.put(
        "push",
        ObjectShape.of(
            "A push.",
            List.of(PUSH, AT),
            values -> new Step.Push(values.get(PUSH), values.get(AT))));
    cases.put(
        "pause", ObjectShape.of("A pause.", List.of(PAUSE), v -> new Step.Pause(v.get(PAUSE))));
    return cases;
  }

  private <T> Optional<T> read(Shape<T> shape, String text) {
    YamlNode node = YamlReader.parse(text, "f", problems).orElseThrow();
    return shape.read(node, Reading.of(node.place(), problems));
  }

  private List<String> messages() {
    return problems.list().stream().map(Problem::toString).toList();
  }

  @Test
  void tellsObjectsApartByTheirKey() {
    assertThat(read(Shapes.list(STEP), "[{push: a.yaml}, {pause: 5s}]"))
        .contains(
            List.of(
                new Step.Push("a.yaml", Duration.ofMinutes(2)),
                new Step.Pause(Duration.ofSeconds(5))));
    assertThat(messages()).isEmpty();
  }

  @Test
  void namesTheKeysThatWouldTellObjectsApart() {
    assertThat(read(STEP, "{psuh: a.yaml, at: 1m}")).isEmpty();
    assertThat(messages())
        .containsExactly("f:1: 'psuh, at' has none of the keys push, pause; did you mean push?");
  }

  @Test
  void collectsProblemsOfAllItems() {
    assertThat(read(Shapes.list(STEP), "- {push: a, at: x, pus: y}\n- {pause: 0s}\n- {pause: 1s}"))
        .contains(List.of(new Step.Pause(Duration.ofSeconds(1))));
    assertThat(messages())
        .containsExactly(
            "f:1: [0].at: 'x' is not a duration such as 50ms, 90s, 40m, 5h21m or 7d",
            "f:1: [0]: 'pus' is not a key here; did you mean push? allowed are push, at",
            "f:2: [1].pause: '0s' is not a duration such as 50ms, 90s, 40m, 5h21m or 7d, at least"
                + " 1s");
  }

  @Test
  void takesOneForAList() {
    Shape<List<Long>> shape = Shapes.oneOrMore(Shapes.integer(1L, 9L));

    assertThat(read(shape, "5")).contains(List.of(5L));
    assertThat(read(shape, "[5, 6]")).contains(List.of(5L, 6L));
    assertThat(read(shape, "[]")).isEmpty();
  }

  @Test
  void wantsAReasonForWhatIsInferred() {
    Shape<Map<String, String>> shape = Shapes.mapByName(Shapes.name(), Shapes.text());

    assertThat(read(shape, "{a: b, basis: inferred}")).contains(Map.of("a", "b"));
    assertThat(messages()).containsExactly("f:1: basis: 'inferred' stands without a reason");
  }

  @Test
  void cutsLongValuesShortAndKeepsMessagesOnOneLine() {
    read(Shapes.integer(1, 2), "\"" + "x\\n".repeat(100) + "\"");

    assertThat(messages()).singleElement().asString().hasSizeLessThan(160).doesNotContain("\n");
  }

  @Test
  void printsItselfAsJsonSchema() {
    assertThat(JsonSchema.print("Step", STEP))
        .contains(
            "\"anyOf\"", "\"title\": \"push\"", "\"default\": \"2m\"", "\"required\": [\"push\"]")
        .endsWith("}\n");
  }
}
