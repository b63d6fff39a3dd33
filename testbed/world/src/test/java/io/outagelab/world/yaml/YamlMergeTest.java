package io.outagelab.world.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import io.outagelab.world.yaml.YamlNode.Mapping;
import io.outagelab.world.yaml.YamlNode.Scalar;
import io.outagelab.world.yaml.YamlNode.Sequence;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class YamlMergeTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          {a: 1, b: 2} | {b: 3} | {a: 1@base, b: 3@over}
          {a: {b: 1, c: 2}} | {a: {c: 3, d: 4}} | {a: {b: 1@base, c: 3@over, d: 4@over}}
          {a: [1, 2]} | {a: [3]} | {a: [3@over]}
          {a: [1, 2]} | {a: []} | {a: []}
          {a: [{name: x, v: 1}, {name: y}]} | {a: [{name: x, v: 2}, {name: z}]} | {a: [{name: x@over, v: 2@over}, {name: y@base}, {name: z@over}]}
          {a: [{name: x}]} | {a: []} | {a: []}
          {a: [{name: x}]} | {a: [{v: 1}]} | {a: [{v: 1@over}]}
          {a: {b: 1}} | {a: 2} | {a: 2@over}
          {a: 1, b: 2} | {a: ~} | {a: ~@over, b: 2@base}
          """)
  void laysTheOverlayOverTheBase(String base, String overlay, String expected) {
    Problems problems = new Problems();
    YamlNode below = YamlReader.parse(base, "base", problems).orElseThrow();
    YamlNode above = YamlReader.parse(overlay, "over", problems).orElseThrow();

    assertThat(show(YamlMerge.merge(below, above))).isEqualTo(expected);
  }

  private static String show(YamlNode node) {
    return switch (node) {
      case Mapping mapping ->
          mapping.entries().stream()
              .map(entry -> entry.key() + ": " + show(entry.value()))
              .collect(Collectors.joining(", ", "{", "}"));
      case Sequence sequence ->
          sequence.items().stream()
              .map(YamlMergeTest::show)
              .collect(Collectors.joining(", ", "[", "]"));
      case Scalar scalar -> scalar.text() + "@" + scalar.place().file();
    };
  }
}
