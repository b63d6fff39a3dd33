package io.outagelab.console.serve;

import static org.assertj.core.api.Assertions.assertThat;

import io.outagelab.authoritative.transfer.StoredZone;
import io.outagelab.authoritative.zone.Zone;
import io.outagelab.authoritative.zone.ZoneFile;
import io.outagelab.core.dns.DnsNames;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;

/** Zones on a disk. */
class ZoneStoreTest {
  private static final Instant CONFIRMED = Instant.parse("2021-10-04T15:39:00Z");

  @TempDir private Path folder = Path.of("");

  private static Zone zone(Name origin, int serial) {
    return ZoneFile.parse(
        "zone",
        """
        $TTL 300
        @ SOA ns hostmaster %d 7200 3600 1209600 60
        @ NS ns
        ns A 192.0.2.1
        odd TYPE65280 \\# 4 01020304
        txt TXT "a \\"b\\" ; c" "\\233"
        a\\.b\\032c MX 10 ns
        """
            .formatted(serial),
        origin);
  }

  private static List<String> records(Zone zone) {
    return zone.rrsets().stream()
        .flatMap(set -> set.records().stream())
        .map(Record::toString)
        .toList();
  }

  private void store(Zone... versions) {
    try (ZoneStore store = new ZoneStore(folder.resolve("copies"))) {
      Stream.of(versions).forEach(zone -> store.store(new StoredZone(zone, CONFIRMED)));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"example.com", ".", "a/b.example", "\\.\\./x.example", "Upper.Example"})
  void aZoneComesBackAsItWas(String origin) throws Exception {
    Name name = Name.fromString(origin, Name.root);
    store(zone(name, 1), zone(name, 2));

    try (ZoneStore store = new ZoneStore(folder.resolve("copies"))) {
      StoredZone stored = store.load(name).orElseThrow();
      assertThat(records(stored.zone())).isEqualTo(records(zone(name, 2)));
      assertThat(stored.confirmed()).isEqualTo(CONFIRMED);
    }
    try (Stream<Path> files = Files.walk(folder)) {
      assertThat(files.filter(Files::isRegularFile))
          .singleElement()
          .satisfies(file -> assertThat(file.getParent()).isEqualTo(folder.resolve("copies")));
    }
  }

  /** RFC 1034 §4.3.5: a copy's age goes on across starts, and begins anew when it is confirmed. */
  @Test
  void aVersionThatIsConfirmedAgainIsNotWrittenAgain() throws IOException {
    Name origin = DnsNames.of("example");
    store(zone(origin, 1));
    Path file = folder.resolve("copies/example.zone");
    try (ZoneStore store = new ZoneStore(folder.resolve("copies"))) {
      Zone zone = store.load(origin).orElseThrow().zone();
      Files.writeString(file, "touched");
      store.store(new StoredZone(zone, CONFIRMED.plusSeconds(60)));
    }

    assertThat(Files.readString(file)).isEqualTo("touched");
    assertThat(Files.getLastModifiedTime(file).toInstant()).isEqualTo(CONFIRMED.plusSeconds(60));
  }

  @Test
  void whatIsNoWholeZoneIsNotUsed() throws IOException {
    Name origin = DnsNames.of("example");
    store(zone(origin, 1));
    Path file = folder.resolve("copies/example.zone");
    String whole = Files.readString(file);

    try (ZoneStore store = new ZoneStore(folder.resolve("copies"))) {
      Files.writeString(file, whole.substring(0, whole.length() - 15));
      assertThat(store.load(origin)).isEmpty();
      Files.writeString(file, "www.other. 60 IN A 192.0.2.1\n");
      assertThat(store.load(origin)).isEmpty();
      Files.write(file, new byte[] {(byte) 0xff});
      assertThat(store.load(origin)).isEmpty();
      assertThat(store.load(DnsNames.of("never"))).isEmpty();
    }
  }
}
