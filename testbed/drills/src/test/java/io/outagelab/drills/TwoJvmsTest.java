package io.outagelab.drills;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The shipped drills pass, with every milestone in its order: the JVMs end with exit code 0.
 *
 * <p>Same world, same drill, same seed: same journal, byte for byte, in two JVMs. Identity hashes,
 * set orders and anything else that a JVM draws at its start differ between them.
 */
@Tag("long")
class TwoJvmsTest {
  private static final Path WORLDS = Path.of("../../worlds").toAbsolutePath().normalize();

  @TempDir Path scratch;

  @Test
  void writeTheSameJournalByteForByte() throws IOException, InterruptedException {
    Path first = scratch.resolve("first.json");
    Path second = scratch.resolve("second.json");
    Path other = scratch.resolve("other.json");

    Process one = dump("facebook-2021", 7, first);
    Process two = dump("facebook-2021", 7, second);
    await(one);
    await(two);
    await(dump("facebook-2021", 1, other));
    await(dump("tiny", 7, scratch.resolve("tiny.json")));

    assertThat(Files.size(first)).isGreaterThan(10_000);
    assertThat(second).hasSameBinaryContentAs(first);
    assertThat(Files.mismatch(first, other)).isNotNegative();
  }

  private static Process dump(String drill, long seed, Path journal) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:+UseSerialGC",
            "-cp",
            System.getProperty("java.class.path"),
            JournalDump.class.getName(),
            WORLDS.toString(),
            drill,
            Long.toString(seed),
            journal.toString())
        .inheritIO()
        .start();
  }

  private static void await(Process process) throws InterruptedException {
    try {
      assertThat(process.waitFor(3, TimeUnit.MINUTES)).as("the JVM ends in time").isTrue();
      assertThat(process.exitValue()).as("the drill passes").isZero();
    } finally {
      process.destroyForcibly();
    }
  }
}
