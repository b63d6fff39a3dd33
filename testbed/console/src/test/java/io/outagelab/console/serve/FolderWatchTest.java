package io.outagelab.console.serve;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A folder that people work in. */
class FolderWatchTest {
  private static final int PATIENCE_SECONDS = 30;

  @TempDir private Path top = Path.of("");
  private Path folder = Path.of("");
  private final BlockingQueue<String> told = new LinkedBlockingQueue<>();

  @BeforeEach
  void makeFolder() throws IOException {
    folder = Files.createDirectory(top.resolve("zones"));
  }

  /** What is in the folder, as whoever is told finds it. */
  private void look() {
    try (Stream<Path> files = Files.walk(folder.toRealPath())) {
      Path real = folder.toRealPath();
      told.add(
          files
              .filter(Files::isRegularFile)
              .map(file -> real.relativize(file).toString())
              .sorted()
              .collect(Collectors.joining(" ")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void awaitTold(String files) {
    try {
      for (String last = ""; !last.equals(files); ) {
        last = told.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        assertThat(last).as("what was found while waiting for " + files).isNotNull();
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void tellsOfChangesSinceItWasMade() throws IOException {
    try (FolderWatch watch = new FolderWatch(folder)) {
      Files.writeString(folder.resolve("early"), "");
      watch.start(this::look, thread -> {});

      awaitTold("early");
    }
  }

  @Test
  void tellsOfChangesInFoldersThatAreThereAndInThoseMadeLater() throws IOException {
    Files.createDirectory(folder.resolve("old"));
    try (FolderWatch watch = new FolderWatch(folder)) {
      watch.start(this::look, thread -> {});
      Files.writeString(folder.resolve("old/a"), "");
      awaitTold("old/a");

      Files.createDirectories(folder.resolve("new/inner"));
      awaitTold("old/a");
      Files.writeString(folder.resolve("new/inner/b"), "");
      awaitTold("new/inner/b old/a");
    }
  }

  @Test
  void goesOnWhenWhoeverIsToldFails() throws IOException {
    try (FolderWatch watch = new FolderWatch(folder)) {
      watch.start(
          () -> {
            look();
            throw new IllegalArgumentException("of this test");
          },
          thread -> {});
      Files.writeString(folder.resolve("a"), "");
      awaitTold("a");
      Files.writeString(folder.resolve("b"), "");
      awaitTold("a b");
    }
  }

  @Test
  void findsTheFolderAgainWhenAnotherHasTakenItsPlace() throws IOException {
    try (FolderWatch watch = new FolderWatch(folder)) {
      watch.start(this::look, thread -> {});
      Path next = Files.createDirectory(top.resolve("next"));
      Files.writeString(next.resolve("a"), "");
      Files.move(folder, top.resolve("before"));
      Files.move(next, folder);
      awaitTold("a");

      Files.writeString(folder.resolve("b"), "");
      awaitTold("a b");
    }
  }

  /** How whole folders are put in place at once. */
  @Test
  void followsALinkToWhereItLeads() throws IOException {
    Path link = top.resolve("current");
    Files.createSymbolicLink(link, folder);
    try (FolderWatch watch = new FolderWatch(link)) {
      folder = link;
      watch.start(this::look, thread -> {});
      Files.writeString(link.resolve("a"), "");
      awaitTold("a");

      Path next = Files.createDirectory(top.resolve("next"));
      Files.writeString(next.resolve("b"), "");
      Files.createSymbolicLink(top.resolve("link"), next);
      Files.move(top.resolve("link"), link, StandardCopyOption.REPLACE_EXISTING);
      awaitTold("b");
    }
  }

  @Test
  void findsAFolderThatIsDeletedAndMadeAgain() throws IOException {
    try (FolderWatch watch = new FolderWatch(folder)) {
      watch.start(this::look, thread -> {});
      Files.delete(folder);
      Files.createDirectory(folder);
      Files.writeString(folder.resolve("a"), "");
      awaitTold("a");
      Files.writeString(folder.resolve("b"), "");
      awaitTold("a b");
    }
  }
}
