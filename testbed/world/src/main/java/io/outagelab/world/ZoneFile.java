package io.outagelab.world;

import java.nio.file.Path;
import java.util.List;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;

/**
 * A zone as its master file gives it (RFC 1035 §5), with published addresses and real TTLs.
 *
 * @param origin the zone's apex: the file's name without {@code .zone}; {@code root.zone} is the
 *     root
 * @param path the file
 * @param records its records, in file order
 */
public record ZoneFile(Name origin, Path path, List<Record> records) {
  /** Keeps its own copy of the records. */
  public ZoneFile {
    records = List.copyOf(records);
  }
}
