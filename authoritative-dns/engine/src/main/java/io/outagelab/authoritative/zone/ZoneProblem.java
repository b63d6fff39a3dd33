package io.outagelab.authoritative.zone;

/**
 * Something wrong in a zone file.
 *
 * @param file the file as its reader called it
 * @param line counted from 1; 0 where the whole file is meant
 * @param message what is wrong and what would be right
 */
public record ZoneProblem(String file, int line, String message) {
  @Override
  public String toString() {
    return line == 0 ? file + ": " + message : file + ":" + line + ": " + message;
  }
}
