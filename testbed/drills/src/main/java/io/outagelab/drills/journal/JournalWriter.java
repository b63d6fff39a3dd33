package io.outagelab.drills.journal;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import io.outagelab.core.Layer;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;

/**
 * Writes journals as JSON: the same octets for the same journal, keys always in the same order,
 * what is not known as {@code null}. Times are ISO-8601 durations since the drill's start, to the
 * millisecond; the score's are seconds.
 */
public final class JournalWriter {
  private final JsonGenerator json;

  private JournalWriter(JsonGenerator json) {
    this.json = json;
  }

  /** Writes the journal to this file. */
  public static void write(Journal journal, Path file) {
    try {
      Files.writeString(file, toJson(journal), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the journal to " + file, e);
    }
  }

  /** The journal as JSON, with a final line feed. */
  public static String toJson(Journal journal) {
    StringWriter text = new StringWriter();
    DefaultIndenter indenter = new DefaultIndenter("  ", "\n");
    DefaultPrettyPrinter pretty = new DefaultPrettyPrinter().withObjectIndenter(indenter);
    pretty.indentArraysWith(indenter);
    try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
      json.setPrettyPrinter(pretty);
      new JournalWriter(json).journal(journal);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write to memory", e);
    }
    return text.append('\n').toString();
  }

  private void journal(Journal journal) throws IOException {
    json.writeStartObject();
    json.writeStringField("drill", journal.drill());
    json.writeStringField("world", journal.world());
    json.writeStringField("mode", journal.mode());
    json.writeNumberField("seed", journal.seed());
    json.writeArrayFieldStart("mitigations");
    for (String mitigation : journal.mitigations()) {
      json.writeString(mitigation);
    }
    json.writeEndArray();
    json.writeStringField("status", journal.status().label());
    text("reason", journal.reason());
    json.writeBooleanField("deviated", journal.deviated());
    milestones(journal);
    timeline(journal);
    expectations(journal);
    faults(journal);
    score(journal.score());
    json.writeEndObject();
  }

  private void milestones(Journal journal) throws IOException {
    json.writeArrayFieldStart("milestones");
    for (Journal.Turn turn : journal.milestones()) {
      json.writeStartObject();
      json.writeStringField("name", turn.name());
      text("at", turn.at().map(JournalWriter::iso));
      text("recordAt", turn.recordAt().map(JournalWriter::iso));
      text("distance", turn.distance().map(JournalWriter::iso));
      text("source", turn.source());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private void timeline(Journal journal) throws IOException {
    json.writeArrayFieldStart("timeline");
    for (Journal.Entry entry : journal.timeline()) {
      json.writeStartObject();
      json.writeStringField("at", iso(entry.at()));
      json.writeStringField("layer", entry.layer().label());
      json.writeStringField("event", entry.event());
      json.writeStringField("subject", entry.subject());
      json.writeStringField("detail", entry.detail());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeNumberField("timelineDropped", journal.timelineDropped());
  }

  private void expectations(Journal journal) throws IOException {
    json.writeArrayFieldStart("expectations");
    for (Journal.Judgement judgement : journal.expectations()) {
      json.writeStartObject();
      json.writeStringField("id", judgement.id());
      json.writeStringField("verdict", judgement.verdict().label());
      text("at", judgement.at().map(JournalWriter::iso));
      json.writeStringField("detail", judgement.detail());
      json.writeBooleanField("control", judgement.control());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private void faults(Journal journal) throws IOException {
    json.writeArrayFieldStart("faults");
    for (Journal.Fault fault : journal.faults()) {
      json.writeStartObject();
      json.writeStringField("id", fault.id());
      json.writeStringField("at", iso(fault.at()));
      json.writeStringField("proof", fault.proof().label());
      json.writeStringField("by", fault.by());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private void score(Score score) throws IOException {
    json.writeObjectFieldStart("score");
    json.writeNumberField("userMinutesLost", score.userMinutesLost());
    seconds("secondsToDetect", score.toDetect());
    seconds("secondsToMitigate", score.toMitigate());
    tenths("peakResolverAmplification", score.peakResolverAmplification());
    tenths("peakParentAmplification", score.peakParentAmplification());
    json.writeObjectFieldStart("recoveryTailSeconds");
    for (Map.Entry<Layer, Optional<Duration>> tail : score.recoveryTail().entrySet()) {
      seconds(tail.getKey().label(), tail.getValue());
    }
    json.writeEndObject();
    json.writeEndObject();
  }

  private void text(String key, Optional<String> value) throws IOException {
    if (value.isPresent()) {
      json.writeStringField(key, value.get());
    } else {
      json.writeNullField(key);
    }
  }

  private void seconds(String key, Optional<Duration> value) throws IOException {
    if (value.isPresent()) {
      tenths(key, value.get().toMillis() / 1000.0);
    } else {
      json.writeNullField(key);
    }
  }

  private void tenths(String key, double value) throws IOException {
    json.writeNumberField(key, Math.round(value * 10) / 10.0);
  }

  /** An ISO-8601 duration of at most millisecond precision. */
  static String iso(Duration duration) {
    return duration.truncatedTo(ChronoUnit.MILLIS).toString();
  }
}
