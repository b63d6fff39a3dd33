package io.outagelab.configpush;

import static org.assertj.core.api.Assertions.assertThat;

import io.outagelab.configpush.ControllerProtocol.Decoded;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ControllerProtocolTest {
  private static final List<String> TEXTS =
      List.of("", "all", "a,b", "set.drained", "Größe = 1\n", " x ");

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void whatIsEncodedIsDecodedTheSame(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < 50; i++) {
      PushRequest push = push(random);

      assertThat(ControllerProtocol.decode(ControllerProtocol.encode(push)))
          .as("seed %d, round %d", seed, i)
          .isEqualTo(new Decoded.Understood(push));
    }
  }

  @Test
  void pushesAreAuditedToAllAtOnceUnlessSaidOtherwise() {
    SortedMap<String, String> fields =
        new TreeMap<>(Map.of("id", "c", "planes", "1", "sites", "all", "set.drained", "true"));

    assertThat(ControllerProtocol.decode(fields))
        .isEqualTo(new Decoded.Understood(PushRequest.plain(Changes.drainPlanes("c", 1))));
  }

  @ParameterizedTest
  @CsvSource({
    "id, '', a change's id is 1 to 100 letters",
    "id, 'a b', a change's id is 1 to 100 letters",
    "planes, one, a plane is a number",
    "planes, 99999999999, a plane is a number",
    "audit, maybe, audit is true or false",
    "rollout, slow, rollout is all-at-once or canary",
    "bake, soon, bake is a duration",
    "bake, -PT1S, a bake time is not negative",
    "bake, PT9999999999H, bake is",
    "confirm-within, PT0S, a time to confirm is positive",
    "confirm-within, 5, confirm-within is a duration",
  })
  void saysWhatIsWrongWithAField(String key, String value, String reason) {
    SortedMap<String, String> fields =
        ControllerProtocol.encode(
            new PushRequest(
                Changes.drainAll("c"), true, new Rollout.Canary(Duration.ZERO), Optional.empty()));
    fields.put(key, value);

    assertThat(ControllerProtocol.decode(fields))
        .isInstanceOfSatisfying(
            Decoded.Malformed.class,
            malformed -> assertThat(malformed.reason()).startsWith(reason));
  }

  @ParameterizedTest
  @ValueSource(strings = {"planes", "sites", "set.drained"})
  void missesAField(String key) {
    SortedMap<String, String> fields =
        ControllerProtocol.encode(PushRequest.plain(Changes.drainAll("c")));
    fields.remove(key);

    assertThat(ControllerProtocol.decode(fields)).isInstanceOf(Decoded.Malformed.class);
  }

  @ParameterizedTest
  @ValueSource(longs = {11, 12, 13, 14})
  void survivesGarbage(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<String> keys =
        List.copyOf(ControllerProtocol.encode(push(new SplittableRandom(1))).keySet());
    for (int i = 0; i < 500; i++) {
      SortedMap<String, String> fields = ControllerProtocol.encode(push(random));
      fields.put(keys.get(random.nextInt(keys.size())), garbage(random));
      fields.put(garbage(random), garbage(random));

      assertThat(ControllerProtocol.decode(fields)).as("seed %d", seed).isNotNull();
    }
  }

  private static PushRequest push(SplittableRandom random) {
    SortedMap<String, String> settings = new TreeMap<>(Map.of("drained", pick(random, TEXTS)));
    settings.put("key-" + random.nextInt(9), pick(random, TEXTS));
    return new PushRequest(
        new ChangeDocument(
            "change-" + random.nextInt(99),
            pick(random, TEXTS),
            pick(random, TEXTS),
            random.nextBoolean() ? Selector.all() : Selector.only(List.of(1, 3, 12)),
            random.nextBoolean() ? Selector.all() : Selector.only(List.of("prn", "sjc")),
            settings),
        random.nextBoolean(),
        random.nextBoolean()
            ? new Rollout.AllAtOnce()
            : new Rollout.Canary(Duration.ofMillis(random.nextInt(99_999))),
        random.nextBoolean()
            ? Optional.empty()
            : Optional.of(Duration.ofMillis(1 + random.nextInt(99_999))));
  }

  private static String pick(SplittableRandom random, List<String> choices) {
    return choices.get(random.nextInt(choices.size()));
  }

  private static String garbage(SplittableRandom random) {
    StringBuilder text = new StringBuilder();
    int length = random.nextInt(12);
    for (int i = 0; i < length; i++) {
      text.append((char) random.nextInt(32, 0x250));
    }
    return text.toString();
  }
}
