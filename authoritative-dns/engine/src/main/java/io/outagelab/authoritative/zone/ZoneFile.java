package io.outagelab.authoritative.zone;

import io.outagelab.core.LabConfigurationException;
import io.outagelab.core.dns.DnsNames;
import java.util.List;
import java.util.OptionalLong;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;

/**
 * Reads zones from RFC 1035 master files. A zone is checked as a whole and every problem is
 * reported at once.
 */
public final class ZoneFile {
  private static final String SUFFIX = ".zone";
  private static final String ROOT = "root";

  private ZoneFile() {}

  /**
   * Reads a zone that stands alone, or fails with every problem that its text has.
   *
   * @param fileLabel what problems call the file
   * @param text what the file holds
   * @param origin the name of the zone's apex, and the first {@code $ORIGIN}
   */
  public static Zone parse(String fileLabel, String text, Name origin) {
    return read(fileLabel, text, origin).orThrow();
  }

  /** Reads a zone like {@link #parse}, with its problems as a value. */
  public static ZoneReading read(String fileLabel, String text, Name origin) {
    return read(fileLabel, text, origin, ZoneText.NONE);
  }

  /**
   * Reads a zone from a file that may include others.
   *
   * @param path where the file is, as {@code files} knows it
   * @param origin the name of the zone's apex, and the first {@code $ORIGIN}
   * @param files the folder that the file is in, with those that it includes
   */
  public static ZoneReading read(String path, Name origin, ZoneText files) {
    try {
      return read(path, files.read(path), origin, files);
    } catch (LabConfigurationException e) {
      return new ZoneReading.Refused(
          List.of(new ZoneProblem(path, 0, String.valueOf(e.getMessage()))));
    }
  }

  private static ZoneReading read(String path, String text, Name origin, ZoneText files) {
    MasterFile whole = new MasterFile(files);
    MasterFileReader.read(whole, path, text, origin);
    return ZoneCheck.check(path, origin, whole.records(), whole.problems());
  }

  /**
   * Reads one record.
   *
   * @param line an entry of a master file, with an owner name
   * @param origin what a relative name is relative to
   * @param defaultTtl what an omitted TTL is, if it may be omitted
   * @throws LabConfigurationException with what is wrong, if it is no record or more than one
   */
  public static Record record(String line, Name origin, OptionalLong defaultTtl) {
    try {
      MasterEntries entry = new MasterEntries(line);
      if (!entry.next() || entry.isDirective() || entry.omitsOwner()) {
        throw new BadEntry(1, "one record is wanted, its owner name first");
      }
      Name owner = RecordReader.name(entry, 0, origin);
      Record rr = RecordReader.read(entry, 1, owner, origin, defaultTtl);
      if (entry.next()) {
        throw new BadEntry(1, "one record is wanted, and there are more");
      }
      return rr;
    } catch (BadEntry e) {
      throw new LabConfigurationException("'%s': %s".formatted(line, e.message()));
    }
  }

  /**
   * The origin that a file's name stands for: {@code example.com.zone} holds example.com, {@code
   * root.zone} the root.
   */
  public static Name originOf(String fileName) {
    if (!fileName.endsWith(SUFFIX) || fileName.length() == SUFFIX.length()) {
      throw new LabConfigurationException(
          "a zone file is called <origin>.zone, the root's root.zone, not '%s'"
              .formatted(fileName));
    }
    String origin = fileName.substring(0, fileName.length() - SUFFIX.length());
    try {
      return origin.equals(ROOT) ? Name.root : DnsNames.of(origin);
    } catch (IllegalArgumentException e) {
      throw new LabConfigurationException(
          "a zone file is called <origin>.zone, but '%s' is no domain name".formatted(origin));
    }
  }
}
