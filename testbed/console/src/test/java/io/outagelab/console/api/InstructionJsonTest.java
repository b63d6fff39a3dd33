package io.outagelab.console.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.outagelab.configpush.ChangeDocument;
import io.outagelab.configpush.OperatorInstruction;
import io.outagelab.configpush.OperatorInstruction.Dispatch;
import io.outagelab.configpush.OperatorInstruction.Push;
import io.outagelab.configpush.OperatorInstruction.Restore;
import io.outagelab.configpush.OperatorInstruction.Rollback;
import io.outagelab.configpush.Rollout;
import io.outagelab.configpush.Selector;
import io.outagelab.configpush.Via;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class InstructionJsonTest {
  private static ChangeDocument document(Selector<Integer> planes, Selector<String> sites) {
    TreeMap<String, String> settings = new TreeMap<>();
    settings.put("drained", "true");
    return new ChangeDocument("a-change", "me", "because", planes, sites, settings);
  }

  static Stream<OperatorInstruction> instructions() {
    return Stream.of(
        new Push(
            document(Selector.all(), Selector.all()),
            true,
            new Rollout.AllAtOnce(),
            Optional.empty()),
        new Push(
            document(Selector.only(List.of(1, 2)), Selector.only(List.of("core"))),
            false,
            new Rollout.Canary(Duration.ofMillis(5_500)),
            Optional.of(Duration.ofSeconds(10))),
        new Rollback(Optional.empty(), Via.IN_BAND, false),
        new Rollback(Optional.of("a-change"), Via.ON_SITE, true),
        new Dispatch(Selector.all()),
        new Dispatch(Selector.only(List.of("core", "edge"))),
        new Restore(Optional.of("a-change"), true),
        new Restore(Optional.empty(), false));
  }

  @ParameterizedTest
  @MethodSource("instructions")
  void readsWhatItWrites(OperatorInstruction instruction) {
    String json = Json.line(InstructionJson.of(instruction));

    assertThat(InstructionJson.parse(Json.parse(json))).isEqualTo(instruction);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{}",
        "{\"instruction\": 7}",
        "{\"instruction\": \"explode\"}",
        "{\"instruction\": \"rollback\", \"via\": \"telepathy\"}",
        "{\"instruction\": \"rollback\", \"skipTravel\": \"yes\"}",
        "{\"instruction\": \"dispatch\"}",
        "{\"instruction\": \"dispatch\", \"sites\": []}",
        "{\"instruction\": \"dispatch\", \"sites\": [1]}",
        "{\"instruction\": \"push\", \"change\": \"a\"}",
        "{\"instruction\": \"push\", \"change\": \"../a\", \"set\": {\"drained\": \"true\"},"
            + " \"planes\": \"all\", \"sites\": \"all\"}",
        "{\"instruction\": \"push\", \"change\": \"a\", \"set\": {\"drained\": \"true\"},"
            + " \"planes\": [\"one\"], \"sites\": \"all\"}",
        "{\"instruction\": \"push\", \"change\": \"a\", \"set\": {\"drained\": \"true\"},"
            + " \"planes\": \"all\", \"sites\": \"all\", \"rollout\": \"canary\","
            + " \"bake\": \"PT9999H\"}"
      })
  void saysWhatIsWrongWithWhatIsNoInstruction(String body) {
    assertThatThrownBy(() -> InstructionJson.parse(Json.parse(body)))
        .isInstanceOf(MalformedJson.class)
        .message()
        .isNotBlank();
  }
}
