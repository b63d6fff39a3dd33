package io.outagelab.authoritative.zone;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * Cuts a master file into entries and their fields (RFC 1035 §5.1): white space parts fields,
 * parentheses join lines, quotes and backslashes protect, semicolons begin comments.
 *
 * <p>A cursor over the octets of the file, because files are large: the fields of the entry where
 * it stands are places in the file, of which strings are made only when somebody asks.
 */
final class MasterEntries {
  private static final int EXCERPT = 40;

  private final byte[] text;
  private int at;
  private int line = 1;
  private boolean omitsOwner;
  private int count;
  private int[] starts = new int[16];
  private int[] ends = new int[16];
  private int[] lines = new int[16];
  private boolean[] quoted = new boolean[16];
  private Optional<BadEntry> broken = Optional.empty();

  /** Stands before the first entry of this file. */
  MasterEntries(String file) {
    this.text = file.replace("\r\n", "\n").replace('\r', '\n').getBytes(StandardCharsets.UTF_8);
  }

  /**
   * Goes to the next entry, over blank lines and lines of comment.
   *
   * @return whether there is one
   * @throws BadEntry if its quotes or parentheses do not match
   */
  boolean next() {
    do {
      count = 0;
      if (at == text.length) {
        return false;
      }
      read();
    } while (count == 0);
    return true;
  }

  private void read() {
    omitsOwner = isBlank(text[at]);
    int depth = 0;
    int opened = line;
    boolean ended = false;
    while (at < text.length && !ended) {
      switch (text[at]) {
        case '\n' -> {
          line++;
          at++;
          ended = depth == 0;
        }
        case ' ', '\t' -> at++;
        case ';' -> readComment();
        case '(' -> {
          opened = depth == 0 ? line : opened;
          depth++;
          at++;
        }
        case ')' -> {
          depth = close(depth);
          at++;
        }
        case '"' -> readQuoted();
        default -> readPlain();
      }
    }
    if (depth > 0) {
      breaks(opened, "this parenthesis is never closed");
    }
    throwIfBroken();
  }

  private static boolean isBlank(byte octet) {
    return octet == ' ' || octet == '\t';
  }

  private int close(int depth) {
    if (depth == 0) {
      breaks(line, "this parenthesis was never opened");
      return 0;
    }
    return depth - 1;
  }

  private void readComment() {
    while (at < text.length && text[at] != '\n') {
      at++;
    }
  }

  private void readQuoted() {
    int start = ++at;
    while (at < text.length && text[at] != '"' && text[at] != '\n') {
      at += isEscape() ? 2 : 1;
    }
    add(start, true);
    if (at < text.length && text[at] == '"') {
      at++;
    } else {
      breaks(line, "this quote is not closed on its line");
    }
  }

  private void readPlain() {
    int start = at;
    while (at < text.length && !isDelimiter(text[at])) {
      at += isEscape() ? 2 : 1;
    }
    add(start, false);
  }

  /** Whether a backslash protects the next octet; the end of a line cannot be protected. */
  private boolean isEscape() {
    return text[at] == '\\' && at + 1 < text.length && text[at + 1] != '\n';
  }

  private static boolean isDelimiter(byte octet) {
    return switch (octet) {
      case ' ', '\t', '\n', ';', '(', ')', '"' -> true;
      default -> false;
    };
  }

  private void add(int start, boolean isQuoted) {
    if (count == starts.length) {
      int larger = 2 * count;
      starts = Arrays.copyOf(starts, larger);
      ends = Arrays.copyOf(ends, larger);
      lines = Arrays.copyOf(lines, larger);
      quoted = Arrays.copyOf(quoted, larger);
    }
    starts[count] = start;
    ends[count] = at;
    lines[count] = line;
    quoted[count] = isQuoted;
    count++;
  }

  private void breaks(int where, String message) {
    broken = broken.or(() -> Optional.of(new BadEntry(where, message)));
  }

  private void throwIfBroken() {
    if (broken.isPresent()) {
      BadEntry thrown = broken.get();
      broken = Optional.empty();
      throw thrown;
    }
  }

  /** How many fields the entry has. */
  int count() {
    return count;
  }

  /** Whether the owner name is omitted: the one before holds (RFC 1035 §5.1). */
  boolean omitsOwner() {
    return omitsOwner;
  }

  /** Whether this is a directive, such as {@code $ORIGIN}. */
  boolean isDirective() {
    return !omitsOwner && !quoted[0] && text[starts[0]] == '$';
  }

  /** The line of the first field. */
  int line() {
    return lines[0];
  }

  /** The line of a field; of the last one, if there are not so many. */
  int line(int field) {
    return lines[Math.min(field, count - 1)];
  }

  /** Whether a field stands in quotes. */
  boolean isQuoted(int field) {
    return quoted[field];
  }

  /**
   * A field without its quotes, with its escapes. Octets beyond ASCII are escaped too (RFC 1035
   * §5.1), so that each is one octet to whoever reads names and strings.
   */
  String field(int field) {
    int start = starts[field];
    int end = ends[field];
    for (int i = start; i < end; i++) {
      if (text[i] < 0) {
        return escaped(start, end);
      }
    }
    return new String(text, start, end - start, StandardCharsets.ISO_8859_1);
  }

  private String escaped(int start, int end) {
    StringBuilder escaped = new StringBuilder();
    for (int i = start; i < end; i++) {
      boolean escapes = text[i] == '\\' && i + 1 < end;
      if (escapes && text[i + 1] >= 0) {
        escaped.append('\\').append((char) text[++i]);
      } else if (text[i] < 0) {
        escaped.append('\\').append(text[i] & 0xff);
      } else if (!escapes) {
        escaped.append((char) text[i]);
      }
    }
    return escaped.toString();
  }

  /** The fields from one to before another, with their quotes. */
  String onOneLine(int from, int to) {
    StringBuilder joined = new StringBuilder();
    for (int field = from; field < to; field++) {
      joined.append(field == from ? "" : " ").append(spelled(field));
    }
    return joined.toString();
  }

  /** The same in one pair of parentheses, each on its line. */
  String inParentheses(int from) {
    StringBuilder joined = new StringBuilder("(");
    for (int field = from; field < count; field++) {
      int lineBreaks = field == from ? 0 : lines[field] - lines[field - 1];
      joined.append(lineBreaks == 0 ? " " : "\n".repeat(lineBreaks)).append(spelled(field));
    }
    return joined.append(" )").toString();
  }

  private String spelled(int field) {
    return quoted[field] ? '"' + field(field) + '"' : field(field);
  }

  /** The beginning of the entry, as problems cite it. */
  String excerpt() {
    String whole = onOneLine(0, count);
    return whole.length() <= EXCERPT ? whole : whole.substring(0, EXCERPT) + " ...";
  }
}
