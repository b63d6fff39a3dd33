package io.outagelab.authoritative.zone;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.xbill.DNS.Type;

/**
 * A {@code $GENERATE} directive, BIND's: records that differ by a number. {@code $GENERATE 1-254
 * host$ A 192.0.2.$} makes host1 to host254. In {@code ${offset,width,base}} the offset is added to
 * the number, and the width filled with zeros; the base is {@code d}, {@code o}, {@code x} or
 * {@code X}, or {@code n} or {@code N} for hexadecimal digits as labels in reverse order.
 *
 * @param start the first number
 * @param stop not exceeded
 * @param step from one number to the next
 * @param template the record, in pieces
 */
record Generate(long start, long stop, long step, List<Piece> template) {
  private static final Pattern RANGE = Pattern.compile("(\\d{1,10})-(\\d{1,10})(?:/(\\d{1,10}))?");
  private static final Pattern MODIFIER =
      Pattern.compile("\\{(-?\\d{1,10})(?:,(\\d{1,3})(?:,([doxXnN]))?)?\\}");

  private static final Pattern ESCAPE = Pattern.compile("\\\\.");

  private static final int MAX_WIDTH = 255;

  /** As many as a number usually has. */
  private static final int DIGITS = 8;

  /** A part of the template. */
  sealed interface Piece {
    /** Stands for itself. */
    record Text(String text) implements Piece {}

    /** Stands for the number. */
    record Counter(long offset, int width, char base) implements Piece {}
  }

  /**
   * Reads the directive.
   *
   * @throws BadEntry if it is none
   */
  static Generate read(MasterEntries entry) {
    String text = RecordReader.plain(entry, 1, "a range, such as 1-254,");
    Matcher range = RANGE.matcher(text);
    if (!range.matches()) {
      throw bad(entry, text);
    }
    long start = Long.parseLong(range.group(1));
    long stop = Long.parseLong(range.group(2));
    long step = range.group(3) == null ? 1 : Long.parseLong(range.group(3));
    if (start > stop || step == 0) {
      throw bad(entry, text);
    }
    RecordReader.plain(entry, 2, "an owner name");
    return new Generate(start, stop, step, pieces(entry, template(entry)));
  }

  private static BadEntry bad(MasterEntries entry, String range) {
    return new BadEntry(
        entry.line(),
        "$GENERATE needs a range start-stop or start-stop/step, such as 1-254, not '%s'"
            .formatted(range));
  }

  /** The record's text. As BIND wants it, data in one pair of quotes is what stands in them. */
  private static String template(MasterEntries entry) {
    int data = 4;
    while (data < entry.count() && Type.value(entry.field(data - 1)) < 0) {
      data++;
    }
    if (data != entry.count() - 1 || !entry.isQuoted(data)) {
      return entry.onOneLine(2, entry.count());
    }
    String unquoted =
        ESCAPE
            .matcher(entry.field(data))
            .replaceAll(
                escape ->
                    Matcher.quoteReplacement(
                        escape.group().equals("\\\"") ? "\"" : escape.group()));
    return entry.onOneLine(2, data) + " " + unquoted;
  }

  private static List<Piece> pieces(MasterEntries entry, String template) {
    List<Piece> pieces = new ArrayList<>();
    StringBuilder literal = new StringBuilder();
    int at = 0;
    while (at < template.length()) {
      char c = template.charAt(at++);
      boolean hasNext = at < template.length();
      if (c == '\\' && hasNext) {
        literal.append(c).append(template.charAt(at++));
      } else if (c == '$' && hasNext && template.charAt(at) == '$') {
        literal.append(template.charAt(at++));
      } else if (c == '$') {
        pieces.add(new Piece.Text(literal.toString()));
        literal.setLength(0);
        boolean modified = hasNext && template.charAt(at) == '{';
        pieces.add(modified ? modifier(entry, template, at) : new Piece.Counter(0, 0, 'd'));
        at = modified ? template.indexOf('}', at) + 1 : at;
      } else {
        literal.append(c);
      }
    }
    pieces.add(new Piece.Text(literal.toString()));
    return List.copyOf(pieces);
  }

  private static Piece modifier(MasterEntries entry, String template, int at) {
    Matcher modifier = MODIFIER.matcher(template).region(at, template.length());
    if (!modifier.lookingAt()) {
      throw new BadEntry(
          entry.line(),
          "$GENERATE: '$' is followed by nothing, or by {offset}, {offset,width} or"
              + " {offset,width,base} with a base of d, o, x, X, n or N");
    }
    int width = modifier.group(2) == null ? 0 : Integer.parseInt(modifier.group(2));
    if (width > MAX_WIDTH) {
      throw new BadEntry(
          entry.line(), "$GENERATE: a width of 0 to %d is allowed".formatted(MAX_WIDTH));
    }
    char base = modifier.group(3) == null ? 'd' : modifier.group(3).charAt(0);
    return new Piece.Counter(Long.parseLong(modifier.group(1)), width, base);
  }

  /** How many records it makes. */
  long count() {
    return (stop - start) / step + 1;
  }

  /** How many characters a record has, about. */
  long length() {
    long length = 0;
    for (Piece piece : template) {
      length +=
          switch (piece) {
            case Piece.Text(String text) -> text.length();
            case Piece.Counter(long offset, int width, char base) -> Math.max(width, DIGITS);
          };
    }
    return length;
  }

  /**
   * The record for this number, as an entry of a master file.
   *
   * @throws IllegalArgumentException if an offset makes the number negative
   */
  String entry(long number) {
    StringBuilder entry = new StringBuilder();
    for (Piece piece : template) {
      switch (piece) {
        case Piece.Text(String text) -> entry.append(text);
        case Piece.Counter(long offset, int width, char base) ->
            entry.append(written(number + offset, width, base));
      }
    }
    return entry.toString();
  }

  private static String written(long number, int width, char base) {
    if (number < 0) {
      throw new IllegalArgumentException("$GENERATE: the offset makes a negative number");
    }
    return switch (base) {
      case 'o' -> filled(Long.toOctalString(number), width);
      case 'x' -> filled(Long.toHexString(number), width);
      case 'X' -> filled(Long.toHexString(number).toUpperCase(Locale.ROOT), width);
      case 'n' -> nibbles(number, width);
      case 'N' -> nibbles(number, width).toUpperCase(Locale.ROOT);
      default -> filled(Long.toString(number), width);
    };
  }

  private static String filled(String digits, int width) {
    return "0".repeat(Math.max(0, width - digits.length())) + digits;
  }

  /** The lowest digit first; dots count for the width. */
  private static String nibbles(long number, int width) {
    StringBuilder nibbles = new StringBuilder();
    long rest = number;
    do {
      nibbles.append(Character.forDigit((int) (rest & 0xf), 16));
      rest >>>= 4;
      if (rest != 0 || nibbles.length() < width) {
        nibbles.append('.');
      }
    } while (rest != 0 || nibbles.length() < width);
    return nibbles.toString();
  }
}
