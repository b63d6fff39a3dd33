package io.outagelab.hosting;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import io.outagelab.assembly.PushJournal;
import io.outagelab.configpush.JournalEntry;
import io.outagelab.contracts.backbone.v1.PushJournalEntry;
import io.outagelab.core.LabConfigurationException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * The controller's journal in a file, a line of JSON for each entry. A line is on the disk before
 * {@link #append} returns. A last line that was cut short, as by a crash, is dropped.
 */
final class PushJournalFile implements PushJournal {
  private static final String FILE = "pushes.jsonl";

  private final FileChannel channel;
  private final List<JournalEntry> entries;

  private PushJournalFile(FileChannel channel, List<JournalEntry> entries) {
    this.channel = channel;
    this.entries = entries;
  }

  /**
   * The journal in this folder.
   *
   * @throws LabConfigurationException if it cannot be read or written
   */
  static PushJournalFile in(Path folder) {
    Path file = folder.resolve(FILE);
    try {
      Files.createDirectories(folder);
      List<JournalEntry> entries = new ArrayList<>();
      long length = Files.exists(file) ? read(file, entries) : 0;
      FileChannel channel =
          FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      channel.truncate(length);
      channel.position(length);
      return new PushJournalFile(channel, entries);
    } catch (IOException e) {
      throw new LabConfigurationException(
          "the push journal %s cannot be read and written (%s): make its folder writable"
              .formatted(file, e));
    }
  }

  /** Reads whole lines; returns how many octets they are. */
  private static long read(Path file, List<JournalEntry> entries) throws IOException {
    String text = Files.readString(file);
    int end = 0;
    int line = 0;
    for (int next = text.indexOf('\n'); next >= 0; next = text.indexOf('\n', end)) {
      line++;
      try {
        PushJournalEntry.Builder message = PushJournalEntry.newBuilder();
        JsonFormat.parser().ignoringUnknownFields().merge(text.substring(end, next), message);
        entries.add(JournalMessages.read(message.build()));
      } catch (InvalidProtocolBufferException | IllegalArgumentException e) {
        throw new LabConfigurationException(
            "%s:%d: not a line of a push journal (%s): mend or remove it"
                .formatted(file, line, e.getMessage()));
      }
      end = next + 1;
    }
    return text.substring(0, end).getBytes(StandardCharsets.UTF_8).length;
  }

  @Override
  public List<JournalEntry> entries() {
    return List.copyOf(entries);
  }

  @Override
  public void append(JournalEntry entry) {
    try {
      String line =
          JsonFormat.printer().omittingInsignificantWhitespace().print(JournalMessages.of(entry));
      ByteBuffer octets = ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8));
      while (octets.hasRemaining()) {
        channel.write(octets);
      }
      channel.force(false);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
