package io.outagelab.hosting;

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
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
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
  void aBrokenLineIsNamed() throws IOException {
    Files.writeString(folder.resolve("pushes.jsonl"), "{}\nnonsense\n");

    assertThatThrownBy(() -> PushJournalFile.in(folder))
        .isInstanceOf(LabConfigurationException.class)
        .hasMessageContaining("pushes.jsonl:1");
  }
}
