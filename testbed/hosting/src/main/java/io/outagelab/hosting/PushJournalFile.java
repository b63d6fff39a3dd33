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
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * The controller's journal in a file, a line of JSON for each entry. A line is on the disk before
 * {@link #append} returns. A last line that was cut short, by a crash or a full disk, is dropped.
 */
final class PushJournalFile implements PushJournal {
  private static final String FILE = "pushes.jsonl";

  private final SeekableByteChannel channel;
  private final List<JournalEntry> entries;

  /** Behind the last whole line. */
  private long end;

  /**
   * A journal on this channel.
   *
   * @param channel writes to the disk before it returns
   * @param end behind the last of these entries
   */
  PushJournalFile(SeekableByteChannel channel, List<JournalEntry> entries, long end) {
    this.channel = channel;
    this.entries = entries;
    this.end = end;
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
      long end = Files.exists(file) ? read(file, entries) : 0;
      SeekableByteChannel channel =
          Files.newByteChannel(
              file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.DSYNC);
      return new PushJournalFile(channel, entries, end);
    } catch (IOException e) {
      throw new LabConfigurationException(
          "the push journal %s cannot be read and written (%s): make its folder writable"
              .formatted(file, e));
    }
  }

  /** Reads whole lines; returns how many octets they are. */
  private static long read(Path file, List<JournalEntry> entries) throws IOException {
    byte[] octets = Files.readAllBytes(file);
    int end = octets.length;
    while (end > 0 && octets[end - 1] != '\n') {
      end--;
    }
    int line = 0;
    for (String text : new String(octets, 0, end, StandardCharsets.UTF_8).lines().toList()) {
      line++;
      try {
        PushJournalEntry.Builder message = PushJournalEntry.newBuilder();
        JsonFormat.parser().ignoringUnknownFields().merge(text, message);
        entries.add(JournalMessages.read(message.build()));
      } catch (InvalidProtocolBufferException | IllegalArgumentException e) {
        throw new LabConfigurationException(
            "%s:%d: not a line of a push journal (%s): mend or remove it"
                .formatted(file, line, e.getMessage()));
      }
    }
    return end;
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
      channel.truncate(end).position(end); // behind it is half a line, if the last write failed
      while (octets.hasRemaining()) {
        channel.write(octets);
      }
      end = channel.position();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
