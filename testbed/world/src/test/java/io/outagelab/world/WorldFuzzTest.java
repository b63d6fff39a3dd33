package io.outagelab.world;

import static org.assertj.core.api.Assertions.assertThat;

import io.outagelab.core.LabConfigurationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is done to the text of a world: it loads, or it is refused with places. */
class WorldFuzzTest {
  private static final int ROUNDS = 60;

  private static final List<String> SCRAPS =
      List.of(
          "[",
          "]",
          "{",
          "}",
          ":",
          ": ",
          "- ",
          "&a ",
          "*a",
          "*hints",
          "!!binary ",
          "!x ",
          "? ",
          "|",
          "\"",
          "'",
          "\t",
          "\n",
          "\n  ",
          "#",
          "~",
          "null",
          "-1",
          "0",
          "999999999999999999999",
          "1e9",
          "1_0",
          "0s",
          "9999999999d",
          "::",
          "/33",
          "0.0.0.0/0",
          "..",
          "\u0000",
          "\ud83d",
          "%",
          "@",
          "core",
          "edge",
          "www",
          "sites:",
          "name: x",
          "<<: *hints",
          "basis: recorded",
          "all");

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void neverThrowsAnythingButTheConfigurationException(long seed) throws IOException {
    Worlds.copy(Worlds.TINY, folder);
    Path file = folder.resolve(WorldLoader.FILE);
    String sound = Files.readString(file);
    SplittableRandom random = new SplittableRandom(seed);

    for (int round = 0; round < ROUNDS; round++) {
      String text = mutate(sound, random);
      Files.writeString(file, text.replaceAll("[\ud800-\udfff]", "\ufffd"));
      try {
        World world = WorldLoader.load(folder);
        AddressPlan.of(world);
      } catch (LabConfigurationException e) {
        assertThat(String.valueOf(e.getMessage()).lines())
            .as("seed %d, round %d", seed, round)
            .allMatch(line -> line.matches(".+:\\d+: .+") || line.matches("and \\d+ more"));
      } catch (RuntimeException | StackOverflowError e) {
        throw new AssertionError("seed %d, round %d:\n%s".formatted(seed, round, text), e);
      }
    }
  }

  private static String mutate(String sound, SplittableRandom random) {
    StringBuilder text = new StringBuilder(sound);
    for (int i = random.nextInt(1, 5); i > 0; i--) {
      int from = random.nextInt(text.length());
      int to = Math.min(text.length(), from + random.nextInt(1, 30));
      switch (random.nextInt(5)) {
        case 0 -> text.delete(from, to);
        case 1 -> text.insert(from, SCRAPS.get(random.nextInt(SCRAPS.size())));
        case 2 -> text.replace(from, to, SCRAPS.get(random.nextInt(SCRAPS.size())));
        case 3 -> text.insert(random.nextInt(text.length()), text.substring(from, to));
        default -> deleteLine(text, from);
      }
    }
    return text.toString();
  }

  private static void deleteLine(StringBuilder text, int from) {
    int end = text.indexOf("\n", from);
    int start = text.lastIndexOf("\n", from);
    text.delete(Math.max(start, 0), end < 0 ? text.length() : end);
  }
}
