package io.outagelab.assembly;

import io.outagelab.authoritative.zone.Zone;
import io.outagelab.authoritative.zone.ZoneFile;
import io.outagelab.authoritative.zone.ZoneProblem;
import io.outagelab.authoritative.zone.ZoneReading;
import io.outagelab.authoritative.zone.ZoneSet;
import io.outagelab.authoritative.zone.ZoneText;
import io.outagelab.core.LabConfigurationException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.xbill.DNS.Name;

/**
 * A folder with one master file for each zone: {@code example.com.zone}, and {@code root.zone} for
 * the root. Other files may lie beside them, to be included. For one thread at a time.
 *
 * <p>It remembers what the files held, so that reading the folder again reads only zones whose
 * files have changed.
 */
public final class ZoneFolder {
  private static final String SUFFIX = ".zone";

  private final Path folder;
  private final ZoneText text;

  /** The digests of the files of each zone that was read. */
  private final Map<Name, Map<String, String>> known = new TreeMap<>();

  /**
   * What came of reading the folder.
   *
   * @param zones what to serve now
   * @param read the origins of those zones that were read anew, in canonical order
   * @param removed the origins of those whose files are gone, in canonical order
   * @param problems why other zones are as they were before, or missing: with file and line
   */
  public record Contents(
      ZoneSet zones, List<Name> read, List<Name> removed, List<ZoneProblem> problems) {
    /** Keeps its own copies. */
    public Contents {
      read = List.copyOf(read);
      removed = List.copyOf(removed);
      problems = List.copyOf(problems);
    }

    /** Whether the zones are others than before. */
    public boolean hasChanged() {
      return !read.isEmpty() || !removed.isEmpty();
    }
  }

  /** A folder that nothing was read of yet. */
  public ZoneFolder(Path folder) {
    this.folder = folder;
    this.text = new FolderText(folder);
  }

  /**
   * Reads all zones, of which there must be one.
   *
   * @throws LabConfigurationException with every problem of every file, if there is one
   */
  public ZoneSet load() {
    ZoneSet zones = loadAny();
    if (zones.zones().isEmpty()) {
      throw new LabConfigurationException(
          "%s: holds no zone file: they are called <origin>.zone, the root's root.zone"
              .formatted(folder));
    }
    return zones;
  }

  /** Reads all zones like {@link #load}; there need not be any. */
  public ZoneSet loadAny() {
    known.clear();
    Contents contents = reload(ZoneSet.EMPTY);
    if (!contents.problems().isEmpty()) {
      throw new LabConfigurationException(
          contents.problems().stream()
              .map(ZoneProblem::toString)
              .collect(Collectors.joining("\n")));
    }
    return contents.zones();
  }

  /**
   * Reads what has changed since the last time. A zone with an error in its file stays as it is
   * served, and so does one whose files are the same, with whatever edits were made to it. Zones
   * that never were in the folder stay too.
   *
   * @param serving what is served now
   */
  public Contents reload(ZoneSet serving) {
    List<ZoneProblem> problems = new ArrayList<>();
    Optional<Map<Name, String>> files = files(problems);
    if (files.isEmpty()) {
      return new Contents(serving, List.of(), List.of(), problems);
    }
    Map<Name, Zone> zones = new TreeMap<>();
    serving.zones().forEach(zone -> zones.put(zone.origin(), zone));
    List<Name> removed =
        known.keySet().stream().filter(origin -> !files.get().containsKey(origin)).toList();
    removed.forEach(zones::remove);
    removed.forEach(known::remove);
    List<Name> read = new ArrayList<>();
    files
        .get()
        .forEach(
            (origin, file) -> {
              if (!zones.containsKey(origin) || !isUnchanged(origin)) {
                read(origin, file, problems)
                    .ifPresent(
                        zone -> {
                          zones.put(origin, zone);
                          read.add(origin);
                        });
              }
            });
    return new Contents(ZoneSet.of(zones.values()), read, removed, problems);
  }

  /** The files by the origins that they are named for; nothing if there is no telling. */
  private Optional<Map<Name, String>> files(List<ZoneProblem> problems) {
    Map<Name, String> files = new TreeMap<>();
    try (Stream<Path> entries = Files.list(folder)) {
      entries
          .map(entry -> entry.getFileName().toString())
          .filter(name -> name.endsWith(SUFFIX))
          .sorted()
          .forEach(name -> add(name, files, problems));
      return Optional.of(files);
    } catch (IOException | UncheckedIOException e) {
      problems.add(
          new ZoneProblem(folder.toString(), 0, "this folder of zones cannot be read: " + e));
      return Optional.empty();
    }
  }

  private static void add(String file, Map<Name, String> files, List<ZoneProblem> problems) {
    try {
      String other = files.putIfAbsent(ZoneFile.originOf(file), file);
      if (other != null) {
        problems.add(new ZoneProblem(file, 0, "holds the same zone as " + other));
      }
    } catch (LabConfigurationException e) {
      problems.add(new ZoneProblem(file, 0, String.valueOf(e.getMessage())));
    }
  }

  private boolean isUnchanged(Name origin) {
    Map<String, String> digests = known.getOrDefault(origin, Map.of());
    return !digests.isEmpty()
        && digests.entrySet().stream()
            .allMatch(file -> digestOf(file.getKey()).equals(Optional.of(file.getValue())));
  }

  private Optional<String> digestOf(String file) {
    try {
      return Optional.of(digest(text.read(file)));
    } catch (LabConfigurationException e) {
      return Optional.empty();
    }
  }

  private Optional<Zone> read(Name origin, String file, List<ZoneProblem> problems) {
    Map<String, String> digests = new HashMap<>();
    ZoneReading reading =
        ZoneFile.read(
            file,
            origin,
            path -> {
              String read = text.read(path);
              digests.put(path, digest(read));
              return read;
            });
    return switch (reading) {
      case ZoneReading.Accepted(Zone zone) -> {
        known.put(origin, digests);
        yield Optional.of(zone);
      }
      case ZoneReading.Refused(List<ZoneProblem> found) -> {
        problems.addAll(found);
        yield Optional.empty();
      }
    };
  }

  private static String digest(String text) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
