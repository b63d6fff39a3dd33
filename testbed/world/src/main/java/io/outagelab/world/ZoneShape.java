package io.outagelab.world;

import io.outagelab.core.dns.DnsNames;
import io.outagelab.world.yaml.Place;
import io.outagelab.world.yaml.Problems;
import io.outagelab.world.yaml.Reading;
import io.outagelab.world.yaml.Shape;
import io.outagelab.world.yaml.Shapes;
import io.outagelab.world.yaml.YamlNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.xbill.DNS.Master;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;

/** The path of a zone's master file, relative to the world's folder; its value is the zone. */
final class ZoneShape implements Shape<ZoneFile> {
  private static final String SUFFIX = ".zone";
  private static final String ROOT = "root";

  /** How dnsjava begins its messages about a master file: file, line, what. */
  private static final Pattern WITH_LINE = Pattern.compile("(?s)[^:]*:(\\d+): (.*)");

  private final Path folder;

  ZoneShape(Path folder) {
    this.folder = folder;
  }

  @Override
  public Optional<ZoneFile> read(YamlNode node, Reading reading) {
    Optional<String> text = Shapes.text().read(node, reading);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    Optional<Path> path = inFolder(text.get());
    if (path.isEmpty() || !Files.isRegularFile(path.get())) {
      reading.problem(node, "is not " + allowed() + ": there is no such file in " + folder);
      return Optional.empty();
    }
    Optional<Name> origin = origin(path.get());
    if (origin.isEmpty()) {
      reading.problem(node, "is not called <origin>.zone, such as example.com.zone or root.zone");
      return Optional.empty();
    }
    return load(path.get(), origin.get(), reading.problems());
  }

  private Optional<Path> inFolder(String text) {
    try {
      Path path = folder.resolve(text).normalize();
      return Optional.of(path).filter(inside -> inside.startsWith(folder.normalize()));
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }

  /** The apex that a file's name says. */
  private static Optional<Name> origin(Path path) {
    String file = String.valueOf(path.getFileName());
    if (!file.endsWith(SUFFIX)) {
      return Optional.empty();
    }
    String origin = file.substring(0, file.length() - SUFFIX.length());
    try {
      return Optional.of(origin.equals(ROOT) ? Name.root : DnsNames.of(origin));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static Optional<ZoneFile> load(Path path, Name origin, Problems problems) {
    List<Record> records = new ArrayList<>();
    try (Master master = new Master(new ByteArrayInputStream(Files.readAllBytes(path)), origin)) {
      master.disableIncludes();
      for (Record next = master.nextRecord(); next != null; next = master.nextRecord()) {
        records.add(next);
      }
    } catch (IOException | IllegalArgumentException e) {
      String message = String.valueOf(e.getMessage());
      Matcher withLine = WITH_LINE.matcher(message);
      boolean hasLine = withLine.matches();
      problems.add(
          new Place(path.toString(), hasLine ? Integer.parseInt(withLine.group(1)) : 1),
          "not a master file: " + (hasLine ? withLine.group(2) : message));
      return Optional.empty();
    }
    ZoneFile zone = new ZoneFile(origin, path, records);
    List<String> wrong = ZoneCheck.complaints(zone);
    wrong.forEach(message -> problems.add(new Place(path.toString(), 1), message));
    return wrong.isEmpty() ? Optional.of(zone) : Optional.empty();
  }

  @Override
  public String allowed() {
    return "the path of a master file in the world's folder, such as zones/example.com.zone";
  }

  @Override
  public Map<String, Object> schema() {
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("type", "string");
    schema.put("pattern", "\\.zone$");
    return schema;
  }
}
