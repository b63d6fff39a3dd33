package io.outagelab.world.yaml;

/**
 * Something wrong in a file, for the person who wrote it.
 *
 * @param place where it stands
 * @param path the key path, such as {@code sites.prn.kind}; empty for the file as a whole
 * @param found the value found; empty if the message needs none
 * @param message what is wrong with it and what would be allowed
 */
public record Problem(Place place, String path, String found, String message) {
  /** How much of a value is repeated. */
  private static final int MAX_FOUND = 60;

  @Override
  public String toString() {
    StringBuilder line = new StringBuilder(place.toString()).append(": ");
    if (!path.isEmpty()) {
      line.append(oneLine(path, 3 * MAX_FOUND)).append(": ");
    }
    if (!found.isEmpty()) {
      line.append('\'').append(oneLine(found, MAX_FOUND)).append("' ");
    }
    return line.append(message).toString();
  }

  private static String oneLine(String text, int limit) {
    String line = text.replaceAll("[\\p{Cntrl}\\s]+", " ");
    return line.length() <= limit ? line : line.substring(0, limit) + "...";
  }
}
