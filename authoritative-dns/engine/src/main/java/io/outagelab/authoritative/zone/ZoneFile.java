package io.outagelab.authoritative.zone;

import io.outagelab.core.LabConfigurationException;
import io.outagelab.core.dns.DnsNames;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.xbill.DNS.Name;

/**
 * Reads zones from RFC 1035 master files. {@code $INCLUDE} is refused: a zone is one file of its
 * own. The zone is checked as a whole and every problem is reported at once.
 */
public final class ZoneFile {
  private static final String SUFFIX = ".zone";
  private static final String ROOT = "root";

  private ZoneFile() {}

  /**
   * Reads a zone, or fails with every problem that its file has.
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
    MasterFileReader reader = new MasterFileReader(fileLabel, origin);
    reader.read(text);
    ZoneCheck check = new ZoneCheck(fileLabel, origin, reader.records());
    Zone zone = check.run();
    List<ZoneProblem> problems = new ArrayList<>(reader.problems());
    problems.addAll(check.problems());
    problems.sort(Comparator.comparingInt(ZoneProblem::line));
    return problems.isEmpty() ? new ZoneReading.Accepted(zone) : new ZoneReading.Refused(problems);
  }

  /**
   * The origin that a file's name stands for: {@code example.com.zone} holds example.com, {@code
   * root.zone} the root.
   */
  public static Name originOf(String fileName) {
    if (!fileName.endsWith(SUFFIX) || fileName.length() == SUFFIX.length()) {
      throw new LabConfigurationException(
          "%s: a zone file is called <origin>.zone, the root's root.zone".formatted(fileName));
    }
    String origin = fileName.substring(0, fileName.length() - SUFFIX.length());
    return origin.equals(ROOT) ? Name.root : DnsNames.of(origin);
  }
}
