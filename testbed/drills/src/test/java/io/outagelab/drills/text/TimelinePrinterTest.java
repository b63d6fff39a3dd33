package io.outagelab.drills.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.outagelab.drills.Golden;
import io.outagelab.drills.Story;
import io.outagelab.drills.TestWorlds;
import io.outagelab.drills.run.DrillRunner;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TimelinePrinterTest {
  private static List<String> print(boolean colour) {
    List<String> lines = new ArrayList<>();
    DrillRunner.run(
        Story.lab(), TestWorlds.drill("cut"), new TimelinePrinter(lines::add, colour), () -> false);
    return lines;
  }

  @Test
  void tellsTheStoryOnAScreen() {
    Golden.check(
        Path.of("src/test/resources/timeline.txt"), String.join("\n", print(false)) + "\n");
  }

  @Test
  void coloursOnlyWhenAsked() {
    assertThat(print(false)).noneMatch(line -> line.contains("\u001b"));
    assertThat(print(true).stream().map(line -> line.replaceAll("\u001b\\[[0-9]+m", "")))
        .containsExactlyElementsOf(print(false));
  }

  @Test
  void countsAsPeopleDo() {
    assertThat(List.of(1, 2, 3, 4, 11, 12, 13, 21, 22, 111).stream().map(Spoken::ordinal))
        .containsExactly(
            "1st", "2nd", "3rd", "4th", "11th", "12th", "13th", "21st", "22nd", "111th");
  }
}
