package io.outagelab.world.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import io.outagelab.world.yaml.YamlNode.Mapping;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class YamlReaderTest {
  private final Problems problems = new Problems();

  @TempDir Path folder;

  private YamlNode parse(String text) {
    return YamlReader.parse(text, "f.yaml", problems)
        .orElse(new Mapping(new Place("f.yaml", 1), List.of()));
  }

  private List<String> problemsOf(String text) {
    parse(text);
    return problems.list().stream().map(Problem::toString).toList();
  }

  @Test
  void keepsTheLineOfEveryNode() {
    Mapping root = (Mapping) parse("a: 1\nb:\n  - x\n");

    assertThat(root.entries().get(1).place()).isEqualTo(new Place("f.yaml", 2));
    assertThat(root.get("b").orElseThrow().place()).isEqualTo(new Place("f.yaml", 3));
    assertThat(problems.isEmpty()).isTrue();
  }

  @Test
  void takesWordsAsWords() {
    Mapping root = (Mapping) parse("on: yes\nat: 1:30\nnone: ~\nempty: ''\n");

    assertThat(root.get("on").flatMap(YamlNode::asText)).contains("yes");
    assertThat(root.get("at").flatMap(YamlNode::asText)).contains("1:30");
    assertThat(root.get("none").orElseThrow().isAbsent()).isTrue();
    assertThat(root.get("empty").flatMap(YamlNode::asText)).contains("");
  }

  @Test
  void reportsBrokenSyntaxWithItsLine() {
    assertThat(problemsOf("a: 1\nb: [1, 2\nc: 3\n"))
        .singleElement()
        .asString()
        .startsWith("f.yaml:3: not YAML: ");
  }

  @Test
  void reportsKeysThatStandTwice() {
    assertThat(problemsOf("a: 1\nb: 2\na: 3\n"))
        .containsExactly("f.yaml:3: 'a' stands here a second time; the first is in line 1");
  }

  @Test
  void reportsTags() {
    assertThat(problemsOf("a: 1\nb: !own 1\n"))
        .containsExactly("f.yaml:2: the tag !own is not used here");
  }

  @Test
  void refusesTagsThatNameClasses() {
    assertThat(problemsOf("a: !!javax.script.ScriptEngineManager [x]\n"))
        .singleElement()
        .asString()
        .startsWith("f.yaml:1: not YAML: Global tag is not allowed");
  }

  @Test
  void reportsAnEmptyFile() {
    assertThat(problemsOf("# nothing\n")).containsExactly("f.yaml:1: the file is empty");
  }

  @Test
  void reportsAValueThatContainsItself() {
    assertThat(problemsOf("a: &x [1, *x]\n"))
        .containsExactly("f.yaml:1: an alias makes this value contain itself");
  }

  @Test
  void reportsNestingWithoutEnd() {
    assertThat(problemsOf("[".repeat(10_000)))
        .singleElement()
        .asString()
        .contains("Nesting Depth exceeded");
  }

  @Test
  void reportsAliasesThatMultiply() {
    StringBuilder bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
    for (int i = 1; i < 10; i++) {
      bomb.append("a%d: &a%d [".formatted(i, i));
      bomb.append("*a%d, ".formatted(i - 1).repeat(9)).append("]\n");
    }

    assertThat(problemsOf(bomb.toString()))
        .singleElement()
        .asString()
        .contains("aliases multiply them");
  }

  @Test
  void reportsAFileThatIsTooLargeOrNoText() throws IOException {
    Path large = folder.resolve("large.yaml");
    Files.write(large, new byte[YamlReader.MAX_SIZE + 1]);
    Path binary = folder.resolve("binary.yaml");
    Files.write(binary, new byte[] {(byte) 0xff, (byte) 0xfe, 1});

    assertThat(YamlReader.read(large, problems)).isEmpty();
    assertThat(YamlReader.read(binary, problems)).isEmpty();
    assertThat(YamlReader.read(folder.resolve("none.yaml"), problems)).isEmpty();
    assertThat(problems.list())
        .extracting(Problem::message)
        .containsExactly(
            "the file is not UTF-8 text",
            "the file has 4194305 octets; at most 4194304 are read",
            "there is no such file");
  }
}
