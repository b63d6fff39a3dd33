import io.outagelab.assembly.ZoneFolder;
import io.outagelab.authoritative.zone.ZoneNode;
import io.outagelab.authoritative.zone.ZoneSet;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes folders of zones, and measures how long reading one takes: see the script beside. */
public final class Zones {
  private static final String APEX =
      """
      $TTL 300
      @ SOA ns hostmaster 1 7200 3600 1209600 60
      @ NS ns
      ns A 192.0.2.1
      """;

  private static final String SMALL =
      APEX
          + """
          @ MX 10 mail
          @ TXT "v=spf1 -all"
          mail A 192.0.2.3
          www A 192.0.2.2
          www AAAA 2001:db8::2
          ftp CNAME www
          _sip._tcp SRV 0 0 5060 mail
          """;

  public static void main(String[] args) throws IOException {
    Path folder = Path.of(args[1]);
    switch (args[0]) {
      case "write-large" -> writeLarge(folder, Integer.parseInt(args[2]));
      case "write-small" -> writeSmall(folder, Integer.parseInt(args[2]));
      default -> read(folder);
    }
  }

  private static void writeLarge(Path folder, int names) throws IOException {
    try (BufferedWriter file = Files.newBufferedWriter(folder.resolve("example.zone"))) {
      file.write(APEX);
      for (int i = 0; i < names; i++) {
        // Spread over the alphabet, so that nothing is in order.
        String name = Integer.toString(i * 0x9e3779b1, 36).replace('-', 'x');
        file.write("%s A 10.%d.%d.%d\n".formatted(name, i >> 16 & 255, i >> 8 & 255, i & 255));
      }
    }
  }

  private static void writeSmall(Path folder, int zones) throws IOException {
    for (int i = 0; i < zones; i++) {
      Files.writeString(folder.resolve("zone-%d.example.zone".formatted(i)), SMALL);
    }
  }

  private static void read(Path folder) {
    long memoryBefore = memory();
    long start = System.nanoTime();
    ZoneSet zones = new ZoneFolder(folder).load();
    double seconds = (System.nanoTime() - start) / 1e9;
    long octets = memory() - memoryBefore;
    long names = zones.zones().stream().mapToLong(zone -> zone.nodes().size()).sum();
    long records =
        zones.zones().stream()
            .flatMap(zone -> zone.nodes().stream())
            .map(ZoneNode::rrsets)
            .mapToLong(rrsets -> rrsets.stream().mapToLong(set -> set.records().size()).sum())
            .sum();
    System.out.printf(
        "%.2f s, %d zones, %d names, %d records, %d octets a record%n",
        seconds, zones.zones().size(), names, records, octets / records);
  }

  private static long memory() {
    for (int i = 0; i < 3; i++) {
      System.gc();
    }
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }
}
