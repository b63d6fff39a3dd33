package io.outagelab.world.yaml;

/**
 * Where in which file something stands.
 *
 * @param file the file, as the user named it
 * @param line counted from 1
 */
public record Place(String file, int line) implements Comparable<Place> {
  @Override
  public int compareTo(Place other) {
    int byFile = file.compareTo(other.file);
    return byFile != 0 ? byFile : Integer.compare(line, other.line);
  }

  @Override
  public String toString() {
    return file + ":" + line;
  }
}
