package io.outagelab.authoritative.zone;

import io.outagelab.core.LabConfigurationException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;

/**
 * Reads one file of a zone (RFC 1035 §5.1, with {@code $TTL} of RFC 2308 §4 and BIND's {@code
 * $GENERATE}).
 *
 * <p>An included file is read by a reader of its own. So whatever it says about origin, TTL and
 * owner name ends with it, as RFC 1035 §5.1 wants it for the origin. (In BIND the TTL outlasts it.)
 */
final class MasterFileReader {
  private static final int MAX_DEPTH = 10;

  private final MasterFile whole;

  /** The files that include each other, this one last. */
  private final List<String> path;

  private Name origin;
  private OptionalLong defaultTtl;
  private boolean hasTtlDirective;
  private Optional<Name> owner = Optional.empty();

  /** How the owner name was written, so that a name is made once for all its records. */
  private String ownerText = "";

  private MasterFileReader(
      MasterFile whole,
      List<String> path,
      Name origin,
      OptionalLong defaultTtl,
      boolean hasTtlDirective) {
    this.whole = whole;
    this.path = path;
    this.origin = origin;
    this.defaultTtl = defaultTtl;
    this.hasTtlDirective = hasTtlDirective;
  }

  /** Reads this text and what it includes; what there is in it goes to the whole. */
  static void read(MasterFile whole, String file, String text, Name origin) {
    new MasterFileReader(whole, List.of(file), origin, OptionalLong.empty(), false).read(text);
  }

  private String file() {
    return path.getLast();
  }

  private void read(String text) {
    MasterEntries entries = new MasterEntries(text);
    boolean more = true;
    while (more && !whole.problems().areTooMany()) {
      try {
        more = entries.next();
        if (more) {
          read(entries);
        }
      } catch (BadEntry bad) {
        String citing = entries.count() == 0 ? "" : ", in '%s'".formatted(entries.excerpt());
        whole.problems().add(new ZoneProblem(file(), bad.line(), bad.message() + citing));
      }
    }
  }

  private void read(MasterEntries entry) {
    if (entry.isDirective()) {
      direct(entry);
    } else {
      whole.records().add(new PlacedRecord(file(), entry.line(), record(entry)));
    }
  }

  private Record record(MasterEntries entry) {
    int next = 0;
    if (!entry.omitsOwner()) {
      String text = RecordReader.plain(entry, next, "an owner name");
      if (owner.isEmpty() || !text.equals(ownerText)) {
        owner = Optional.of(RecordReader.name(entry, next, origin));
        ownerText = text;
      }
      next++;
    }
    Name name =
        owner.orElseThrow(
            () ->
                new BadEntry(
                    entry.line(),
                    "no owner name: a line starts with white space to repeat the last one"));
    Record rr = RecordReader.read(entry, next, name, origin, defaultTtl);
    if (!hasTtlDirective) {
      // RFC 1035 §5.1: an omitted TTL is the last one stated.
      defaultTtl = OptionalLong.of(rr.getTTL());
    }
    return rr;
  }

  private void direct(MasterEntries entry) {
    String directive = entry.field(0).toUpperCase(Locale.ROOT);
    switch (directive) {
      case "$GENERATE" -> generate(entry);
      case "$INCLUDE" -> include(entry);
      case "$ORIGIN" -> {
        origin = RecordReader.name(entry, 1, origin);
        ownerText = "";
        checkEnd(entry, 2);
      }
      case "$TTL" -> {
        setTtl(entry);
        checkEnd(entry, 2);
      }
      default ->
          throw new BadEntry(
              entry.line(),
              "unknown directive %s: $GENERATE, $INCLUDE, $ORIGIN and $TTL are allowed"
                  .formatted(directive));
    }
  }

  private static void checkEnd(MasterEntries entry, int field) {
    if (field < entry.count()) {
      throw new BadEntry(
          entry.line(field),
          "'%s' is more than %s takes".formatted(entry.field(field), entry.field(0)));
    }
  }

  private void setTtl(MasterEntries entry) {
    String value = RecordReader.plain(entry, 1, "the TTL");
    defaultTtl = Ttl.parse(value);
    hasTtlDirective = true;
    if (defaultTtl.isEmpty()) {
      defaultTtl = OptionalLong.of(0); // one problem is enough
      throw new BadEntry(
          entry.line(),
          "$TTL needs seconds, at most %d, or units (5m, 1h30m, 1d), not '%s'"
              .formatted(Ttl.MAX, value));
    }
  }

  private void generate(MasterEntries directive) {
    Generate generate = Generate.read(directive);
    if (!whole.mayGenerate(generate)) {
      throw new BadEntry(
          directive.line(),
          "$GENERATE makes %d records of about %d characters here: %d and %d in all are allowed"
              .formatted(
                  generate.count(),
                  generate.length(),
                  MasterFile.MAX_GENERATED,
                  MasterFile.MAX_GENERATED_TEXT));
    }
    Optional<Name> before = owner;
    String textBefore = ownerText;
    for (long number = generate.start(); number <= generate.stop(); number += generate.step()) {
      whole
          .records()
          .add(new PlacedRecord(file(), directive.line(), generated(directive, generate, number)));
    }
    owner = before;
    ownerText = textBefore;
  }

  private Record generated(MasterEntries directive, Generate generate, long number) {
    try {
      MasterEntries entry = new MasterEntries(generate.entry(number));
      entry.next();
      return record(entry);
    } catch (BadEntry bad) {
      throw new BadEntry(
          directive.line(), "$GENERATE for the number %d: %s".formatted(number, bad.message()));
    } catch (IllegalArgumentException negative) {
      throw new BadEntry(directive.line(), String.valueOf(negative.getMessage()));
    }
  }

  /** Reads the file where the directive stands: its records come before those that follow here. */
  private void include(MasterEntries entry) {
    if (entry.count() < 2) {
      throw new BadEntry(entry.line(), "$INCLUDE needs the path of a file");
    }
    Name relativeTo = entry.count() > 2 ? RecordReader.name(entry, 2, origin) : origin;
    checkEnd(entry, 3);
    String included = resolved(entry);
    List<String> deeper = new ArrayList<>(path);
    deeper.add(included);
    if (path.contains(included)) {
      throw new BadEntry(
          entry.line(), "$INCLUDE goes round in a circle: " + String.join(" > ", deeper));
    }
    if (path.size() > MAX_DEPTH) {
      throw new BadEntry(entry.line(), "$INCLUDE is allowed %d files deep".formatted(MAX_DEPTH));
    }
    String text;
    try {
      text = whole.include(included);
    } catch (LabConfigurationException e) {
      throw new BadEntry(entry.line(), "$INCLUDE of '%s': %s".formatted(included, e.getMessage()));
    }
    new MasterFileReader(whole, List.copyOf(deeper), relativeTo, defaultTtl, hasTtlDirective)
        .read(text);
  }

  /** The path of a file beside this one, or below. */
  private String resolved(MasterEntries entry) {
    String given = entry.field(1);
    List<String> steps = new ArrayList<>();
    int folder = file().lastIndexOf('/');
    if (folder > 0) {
      steps.add(file().substring(0, folder));
    }
    boolean outside =
        given.startsWith("/")
            || given.chars().anyMatch(c -> c == '\\' || c == ':' || Character.isISOControl(c));
    for (String step : given.split("/", -1)) {
      outside |= step.equals("..");
      if (!step.isEmpty() && !step.equals(".")) {
        steps.add(step);
      }
    }
    if (outside || given.endsWith("/") || given.isEmpty()) {
      throw new BadEntry(
          entry.line(),
          "$INCLUDE needs the path of a file in the folder of this one or below it:"
              + " not absolute, without '..', backslashes, colons and control characters, not '%s'"
                  .formatted(given));
    }
    return String.join("/", steps);
  }
}
