package io.outagelab.hosting;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.outagelab.configpush.ChangeDocument;
import io.outagelab.configpush.JournalEntry;
import io.outagelab.configpush.PushRequest;
import io.outagelab.configpush.Rollout;
import io.outagelab.configpush.Selector;
import io.outagelab.core.LabConfigurationException;
import io.outagelab.core.Tick;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PushJournalFileTest {
  private static final Tick AT = new Tick(42);

  @TempDir Path folder;

  private static List<JournalEntry> everyKind() {
    ChangeDocument document =
        new ChangeDocument(
            "drain",
            "ops",
            "maintenance",
            Selector.only(List.of(1, 2)),
            Selector.all(),
            new TreeMap<>(Map.of("drained", "true")));
    return List.of(
        new JournalEntry.Requested(
            AT,
            new PushRequest(
                document,
                false,
                new Rollout.Canary(Duration.ofSeconds(3)),
                Optional.of(Duration.ofMillis(1_500)))),
        new JournalEntry.Requested(AT, PushRequest.plain(document)),
        new JournalEntry.Audited(AT, "drain", true, "fine"),
        new JournalEntry.Sent(AT, "drain", List.of("bb1.prn", "bb2.prn")),
        new JournalEntry.Acknowledged(AT, "drain", List.of("bb1.prn")),
        new JournalEntry.Confirmed(AT, "drain", List.of("bb1.prn")),
        new JournalEntry.Undone(AT, "drain", List.of("bb1.prn")),
        new JournalEntry.Closed(AT, "drain", JournalEntry.Ending.ROLLED_BACK, "by hand"));
  }

  @Test
  void whatWasWrittenIsRead() {
    PushJournalFile journal = PushJournalFile.in(folder);
    everyKind().forEach(journal::append);

    assertThat(PushJournalFile.in(folder).entries()).isEqualTo(everyKind());
  }

  @Test
  void aLineCutShortIsDroppedAndTheNextOneIsWhole() throws IOException {
    PushJournalFile journal = PushJournalFile.in(folder);
    everyKind().forEach(journal::append);
    Path file = folder.resolve("pushes.jsonl");
    Files.writeString(file, "{\"atNanos\":\"7", StandardOpenOption.APPEND);

    PushJournalFile again = PushJournalFile.in(folder);
    again.append(everyKind().getLast());

    assertThat(again.entries()).isEqualTo(everyKind());
    assertThat(PushJournalFile.in(folder).entries()).hasSize(everyKind().size() + 1);
  }

  @Test
  void aLineCutShortInsideACharacterIsDropped() throws IOException {
    PushJournalFile journal = PushJournalFile.in(folder);
    everyKind().forEach(journal::append);
    byte[] whole = "{\"author\":\"Ren\u00e9".getBytes(StandardCharsets.UTF_8);
    Files.write(
        folder.resolve("pushes.jsonl"),
        Arrays.copyOf(whole, whole.length - 1),
        StandardOpenOption.APPEND);

    assertThat(PushJournalFile.in(folder).entries()).isEqualTo(everyKind());
  }

  @Test
  void halfALineThatAFailedWriteLeftBehindIsWrittenOver() throws IOException {
    Path file = folder.resolve("pushes.jsonl");
    FillingDisk disk = new FillingDisk(Files.newByteChannel(file, CREATE, WRITE));
    PushJournalFile journal = new PushJournalFile(disk, List.of(), 0);
    journal.append(everyKind().getFirst());

    disk.isFull = true;
    assertThatThrownBy(() -> journal.append(everyKind().getFirst()))
        .isInstanceOf(UncheckedIOException.class);
    disk.isFull = false;
    journal.append(everyKind().getLast());

    assertThat(PushJournalFile.in(folder).entries())
        .containsExactly(everyKind().getFirst(), everyKind().getLast());
  }

  @Test
  void aBrokenLineIsNamed() throws IOException {
    Files.writeString(folder.resolve("pushes.jsonl"), "{}\nnonsense\n");

    assertThatThrownBy(() -> PushJournalFile.in(folder))
        .isInstanceOf(LabConfigurationException.class)
        .hasMessageContaining("pushes.jsonl:1");
  }

  /** A file on a disk that may be full: then there is room for a few octets more. */
  private static final class FillingDisk implements SeekableByteChannel {
    private static final int ROOM = 10;

    private final SeekableByteChannel file;
    private boolean isFull;

    FillingDisk(SeekableByteChannel file) {
      this.file = file;
    }

    @Override
    public int write(ByteBuffer octets) throws IOException {
      if (isFull) {
        file.write(octets.slice(0, ROOM));
        throw new IOException("no space left");
      }
      return file.write(octets);
    }

    @Override
    public int read(ByteBuffer octets) throws IOException {
      return file.read(octets);
    }

    @Override
    public long position() throws IOException {
      return file.position();
    }

    @Override
    public SeekableByteChannel position(long next) throws IOException {
      file.position(next);
      return this;
    }

    @Override
    public long size() throws IOException {
      return file.size();
    }

    @Override
    public SeekableByteChannel truncate(long size) throws IOException {
      file.truncate(size);
      return this;
    }

    @Override
    public boolean isOpen() {
      return file.isOpen();
    }

    @Override
    public void close() throws IOException {
      file.close();
    }
  }
}
