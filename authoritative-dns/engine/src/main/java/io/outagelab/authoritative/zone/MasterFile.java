package io.outagelab.authoritative.zone;

import io.outagelab.core.LabConfigurationException;
import java.util.ArrayList;
import java.util.List;

/** What is read of a master file and of those that it includes, and what limits them together. */
final class MasterFile {
  /** How many records {@code $GENERATE} may make of a few lines. */
  static final int MAX_GENERATED = 1_000_000;

  /** How often a zone may include files. */
  static final int MAX_INCLUSIONS = 10_000;

  private final ZoneText files;
  private final List<PlacedRecord> records = new ArrayList<>();
  private final Problems problems = new Problems();
  private int generated;
  private int inclusions;

  MasterFile(ZoneText files) {
    this.files = files;
  }

  /** The records in the order of the files. */
  List<PlacedRecord> records() {
    return records;
  }

  /** What could not be read. */
  Problems problems() {
    return problems;
  }

  /** Whether this many more records may be generated; if so they count. */
  boolean mayGenerate(long more) {
    boolean may = more <= MAX_GENERATED - generated;
    generated += may ? (int) more : 0;
    return may;
  }

  /** The text of a file that is included. */
  String include(String path) {
    if (++inclusions > MAX_INCLUSIONS) {
      throw new LabConfigurationException(
          "a zone may include files %d times".formatted(MAX_INCLUSIONS));
    }
    return files.read(path);
  }
}
