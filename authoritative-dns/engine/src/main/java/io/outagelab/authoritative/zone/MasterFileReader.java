package io.outagelab.authoritative.zone;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.StringTokenizer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.xbill.DNS.Master;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.TTL;

/**
 * Reads the records of one master file (RFC 1035 §5.1, with {@code $TTL} of RFC 2308 §4).
 *
 * <p>dnsjava's parser stops at the first error and does not tell lines. So each entry is given to a
 * parser of its own, and what one entry hands on to the next (origin, owner name, TTL) is kept
 * here: every problem of the file is found, and every record knows its line.
 */
final class MasterFileReader {
  private static final long NO_TTL = -1;
  private static final int REPORTED_TEXT = 40;

  /** The place that dnsjava puts before its messages: the line within the entry. */
  private static final Pattern PLACE = Pattern.compile("^[^:]*:(\\d+): (.*)$", Pattern.DOTALL);

  private final String file;
  private final List<PlacedRecord> records = new ArrayList<>();
  private final List<ZoneProblem> problems = new ArrayList<>();
  private Name origin;
  private Optional<Name> owner = Optional.empty();
  private long defaultTtl = NO_TTL;
  private boolean ttlDirective;

  MasterFileReader(String file, Name origin) {
    this.file = file;
    this.origin = origin;
  }

  /** Reads the whole text. */
  void read(String text) {
    for (MasterEntry entry : MasterEntry.split(text)) {
      if (entry.isDirective()) {
        direct(entry);
      } else {
        readRecord(entry);
      }
    }
  }

  /** The records in the order of the file. */
  List<PlacedRecord> records() {
    return records;
  }

  /** What could not be read. */
  List<ZoneProblem> problems() {
    return problems;
  }

  private void direct(MasterEntry entry) {
    StringTokenizer tokens = new StringTokenizer(withoutComment(entry.text()));
    String directive = tokens.nextToken().toUpperCase(Locale.ROOT);
    String value = tokens.hasMoreTokens() ? tokens.nextToken() : "";
    switch (directive) {
      case "$ORIGIN" -> setOrigin(entry, value);
      case "$TTL" -> setTtl(entry, value);
      case "$GENERATE" -> parse(entry, entry.text());
      case "$INCLUDE" ->
          problem(entry.line(), "$INCLUDE is not allowed: a zone is one file of its own");
      default ->
          problem(
              entry.line(),
              "unknown directive '%s': $ORIGIN, $TTL and $GENERATE are allowed"
                  .formatted(directive));
    }
  }

  private static String withoutComment(String text) {
    int comment = text.indexOf(';');
    return comment < 0 ? text : text.substring(0, comment);
  }

  private void setOrigin(MasterEntry entry, String value) {
    try {
      origin = Name.fromString(value, origin);
    } catch (IOException e) {
      problem(entry.line(), "$ORIGIN needs a domain name, not '%s'".formatted(value));
    }
  }

  private void setTtl(MasterEntry entry, String value) {
    try {
      defaultTtl = TTL.parseTTL(value);
      ttlDirective = true;
    } catch (NumberFormatException e) {
      problem(entry.line(), "$TTL needs seconds or units (300, 5m, 1d), not '%s'".formatted(value));
    }
  }

  private void readRecord(MasterEntry entry) {
    if (!entry.omitsOwner()) {
      parse(entry, entry.text());
    } else if (owner.isPresent()) {
      parse(entry, owner.get() + entry.text());
    } else {
      problem(entry.line(), "no owner name: a line starts with white space to repeat the last one");
    }
  }

  private void parse(MasterEntry entry, String text) {
    InputStream input = new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    try (Master master = new Master(input, origin, defaultTtl)) {
      master.disableIncludes();
      for (Record rr = master.nextRecord(); rr != null; rr = master.nextRecord()) {
        keep(new PlacedRecord(entry.line(), rr));
      }
    } catch (IOException | IllegalArgumentException e) {
      problem(entry, String.valueOf(e.getMessage()));
    }
  }

  private void keep(PlacedRecord placed) {
    records.add(placed);
    owner = Optional.of(placed.rr().getName());
    if (!ttlDirective) {
      // RFC 1035 §5.1: an omitted TTL is the last one stated.
      defaultTtl = placed.rr().getTTL();
    }
  }

  private void problem(MasterEntry entry, String message) {
    Matcher place = PLACE.matcher(message);
    boolean placed = place.matches();
    int within = placed ? Integer.parseInt(place.group(1)) - 1 : 0;
    String text = entry.text().strip();
    String excerpt =
        text.length() <= REPORTED_TEXT ? text : text.substring(0, REPORTED_TEXT) + " ...";
    problem(
        entry.line() + Math.max(0, within),
        "%s, in '%s'".formatted(placed ? place.group(2) : message, excerpt.replace('\n', ' ')));
  }

  private void problem(int line, String message) {
    problems.add(new ZoneProblem(file, line, message));
  }
}
