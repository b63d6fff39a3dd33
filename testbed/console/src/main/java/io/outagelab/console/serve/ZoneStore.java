package io.outagelab.console.serve;

import io.outagelab.authoritative.transfer.StoredZone;
import io.outagelab.authoritative.zone.Zone;
import io.outagelab.authoritative.zone.ZoneDraft;
import io.outagelab.authoritative.zone.ZoneFile;
import io.outagelab.core.LabConfigurationException;
import io.outagelab.core.dns.DnsNames;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;

/**
 * Keeps zones for the next start, each in a file of one record a line. A file takes the place of
 * the one before only when it is whole, so that a process that is killed leaves one or the other.
 * When a version was confirmed last is when its file was modified. Zones are written beside whoever
 * hands them over; the newest version of each is what counts.
 */
final class ZoneStore implements AutoCloseable {
  private static final System.Logger LOGGER = System.getLogger("outage-lab");
  private static final String SUFFIX = ".zone";

  /** The last line: without it a file has lost its end. */
  private static final String END = "; the end";

  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final Path folder;
  private final Map<Name, StoredZone> waiting = new LinkedHashMap<>();

  /** What the files hold, of those that were read or written by this process. */
  private final Map<Name, Zone> kept = new ConcurrentHashMap<>();

  private final Thread writer = new Thread(this::write, "zone-store");
  private boolean closing;

  /** Zones of this folder, which is made if it is not there. */
  ZoneStore(Path folder) {
    this.folder = folder;
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new LabConfigurationException(
          "storage: the folder %s cannot be made: %s".formatted(folder, e));
    }
    writer.setDaemon(true);
    writer.start();
  }

  /** The zone as it was stored last; nothing if it never was, or is no whole zone. */
  Optional<StoredZone> load(Name origin) {
    Path file = file(origin);
    Optional<Zone> zone = read(origin, file);
    zone.ifPresent(whole -> kept.put(origin, whole));
    return zone.map(whole -> new StoredZone(whole, modified(file)));
  }

  /** Where there is no telling, it is as old as can be. */
  private static Instant modified(Path file) {
    try {
      return Files.getLastModifiedTime(file).toInstant();
    } catch (IOException e) {
      return Instant.EPOCH;
    }
  }

  private static Optional<Zone> read(Name origin, Path file) {
    try (Stream<String> lines = Files.lines(file)) {
      ZoneDraft draft = new ZoneDraft(origin);
      boolean whole = false;
      for (String line : (Iterable<String>) lines::iterator) {
        whole = line.equals(END);
        if (!whole) {
          add(draft, ZoneFile.record(line, Name.root, OptionalLong.empty()));
        }
      }
      return whole ? draft.finished() : Optional.empty();
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException | UncheckedIOException | LabConfigurationException e) {
      // It will be had again from where it came from.
      LOGGER.log(System.Logger.Level.WARNING, "the zone in %s is not used".formatted(file), e);
      return Optional.empty();
    }
  }

  private static void add(ZoneDraft draft, Record rr) {
    if (!draft.takes(rr) || !draft.add(rr)) {
      throw new LabConfigurationException("'%s' is no record of this zone".formatted(rr));
    }
  }

  /** A file whose name no label can lead astray: {@code a/b.example} is {@code a%2fb.example}. */
  private Path file(Name origin) {
    StringBuilder name = new StringBuilder();
    for (char c : DnsNames.display(origin).toLowerCase(Locale.ROOT).toCharArray()) {
      boolean plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || "-_.".indexOf(c) >= 0;
      name.append(plain ? String.valueOf(c) : "%%%02x".formatted((int) c));
    }
    return folder.resolve(origin.equals(Name.root) ? "root" + SUFFIX : name + SUFFIX);
  }

  /** Keeps this version from now on. */
  synchronized void store(StoredZone copy) {
    waiting.put(copy.zone().origin(), copy);
    notifyAll();
  }

  private void write() {
    try {
      for (Optional<StoredZone> next = next(); next.isPresent(); next = next()) {
        write(next.get());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Waits for a zone; nothing at the end. */
  private synchronized Optional<StoredZone> next() throws InterruptedException {
    while (waiting.isEmpty() && !closing) {
      wait();
    }
    Optional<StoredZone> next = waiting.values().stream().findFirst();
    next.ifPresent(copy -> waiting.remove(copy.zone().origin()));
    return next;
  }

  private void write(StoredZone copy) {
    Path file = file(copy.zone().origin());
    try {
      if (kept.get(copy.zone().origin()) != copy.zone()) {
        write(copy.zone(), file);
        kept.put(copy.zone().origin(), copy.zone());
      }
      Files.setLastModifiedTime(file, FileTime.from(copy.confirmed()));
    } catch (IOException e) {
      LOGGER.log(System.Logger.Level.ERROR, "the zone cannot be kept in " + file, e);
    }
  }

  private static void write(Zone zone, Path file) throws IOException {
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    try (BufferedWriter out = Files.newBufferedWriter(fresh, StandardCharsets.UTF_8)) {
      for (Record rr : (Iterable<Record>) records(zone)::iterator) {
        out.write(rr.toString());
        out.write('\n');
      }
      out.write(END);
      out.write('\n');
    }
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private static Stream<Record> records(Zone zone) {
    return zone.rrsets().stream().flatMap(set -> set.records().stream());
  }

  /** Waits until what was handed over is written. */
  @Override
  public void close() {
    synchronized (this) {
      closing = true;
      notifyAll();
    }
    try {
      writer.join(PATIENCE.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
