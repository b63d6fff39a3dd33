package io.outagelab.authoritative.zone;

import java.util.ArrayList;
import java.util.List;

/**
 * One entry of a master file (RFC 1035 §5.1): a line, or several that parentheses join.
 *
 * @param line the first line, counted from 1
 * @param text the entry with its comments and line ends
 */
record MasterEntry(int line, String text) {

  /** The entries of a file, without blank lines and lines of comment. */
  static List<MasterEntry> split(String file) {
    Splitter splitter = new Splitter();
    file.replace("\r\n", "\n").replace('\r', '\n').chars().forEach(c -> splitter.accept((char) c));
    splitter.end();
    return splitter.entries;
  }

  /** Whether the owner name is omitted: the one before holds (RFC 1035 §5.1). */
  boolean omitsOwner() {
    return Character.isWhitespace(text.charAt(0));
  }

  /** Whether this is a directive, such as {@code $ORIGIN}. */
  boolean isDirective() {
    return text.charAt(0) == '$';
  }

  private static final class Splitter {
    private final List<MasterEntry> entries = new ArrayList<>();
    private final StringBuilder text = new StringBuilder();
    private int line = 1;
    private int start = 1;
    private int depth;
    private boolean quoted;
    private boolean comment;
    private boolean escaped;
    private boolean blank = true;

    void accept(char c) {
      if (c == '\n') {
        endOfLine();
        return;
      }
      text.append(c);
      if (comment) {
        return;
      }
      if (escaped) {
        escaped = false;
        return;
      }
      switch (c) {
        case '\\' -> escaped = true;
        case '"' -> quoted = !quoted;
        case ';' -> comment = !quoted;
        case '(' -> depth += quoted ? 0 : 1;
        case ')' -> depth -= quoted || depth == 0 ? 0 : 1;
        default -> {
          // Any other character is content of the entry.
        }
      }
      blank = blank && (comment || Character.isWhitespace(c));
    }

    private void endOfLine() {
      quoted = false;
      comment = false;
      escaped = false;
      line++;
      if (depth > 0) {
        text.append('\n');
      } else {
        endOfEntry();
      }
    }

    private void endOfEntry() {
      if (!blank) {
        entries.add(new MasterEntry(start, text.toString()));
      }
      text.setLength(0);
      blank = true;
      start = line;
    }

    void end() {
      endOfEntry();
    }
  }
}
