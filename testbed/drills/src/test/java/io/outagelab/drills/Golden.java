package io.outagelab.drills;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Texts that are kept in files: with {@code -Dregenerate=true} a test writes them for review. */
public final class Golden {
  private Golden() {}

  /** Checks the text against the file, or writes the file. */
  public static void check(Path file, String text) {
    try {
      if (Boolean.getBoolean("regenerate")) {
        Files.writeString(file, text);
      }
      assertThat(text)
          .as("%s; if the change is meant, write it with -Dregenerate=true", file)
          .isEqualTo(Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException("golden file " + file, e);
    }
  }
}
