package io.outagelab.authoritative.zone;

import io.outagelab.core.LabConfigurationException;
import java.util.ArrayList;
import java.util.List;

/** What is read of a master file and of those that it includes, and what limits them together. */
final class MasterFile {
  /** How many records {@code $GENERATE} may make of a few lines. */
  static final int MAX_GENERATED = 1_000_000;

  /** How many characters these records may have together: each may be long. */
  static final long MAX_GENERATED_TEXT = 1L << 27;

  /** How often a zone may include files. */
  static final int MAX_INCLUSIONS = 10_000;

  private final ZoneText files;
  private final List<PlacedRecord> records = new ArrayList<>();
  private final Problems problems = new Problems();
  private long generated;
  private long generatedText;
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

  /** Whether the records of this directive may be generated as well; if so they count. */
  boolean mayGenerate(Generate directive) {
    long text = directive.count() * directive.length();
    boolean may =
        directive.count() <= MAX_GENERATED - generated
            && text <= MAX_GENERATED_TEXT - generatedText;
    generated += may ? directive.count() : 0;
    generatedText += may ? text : 0;
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
