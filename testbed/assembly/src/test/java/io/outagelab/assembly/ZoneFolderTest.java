package io.outagelab.assembly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.outagelab.authoritative.zone.Serial;
import io.outagelab.authoritative.zone.Zone;
import io.outagelab.authoritative.zone.ZoneProblem;
import io.outagelab.authoritative.zone.ZoneSet;
import io.outagelab.core.LabConfigurationException;
import io.outagelab.core.dns.DnsNames;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.Name;

/** A folder of zone files: read whole, read again, never left. */
class ZoneFolderTest {
  private static final Name ONE = DnsNames.of("one.example");
  private static final Name TWO = DnsNames.of("two.example");

  @TempDir private Path folder = Path.of("");

  private void write(String file, String text) throws IOException {
    Files.createDirectories(folder.resolve(file).getParent());
    Files.writeString(folder.resolve(file), text);
  }

  private static String zone(int serial, String more) {
    return """
    $TTL 300
    @ SOA ns hostmaster %d 7200 3600 1209600 60
    @ NS ns
    ns A 192.0.2.1
    """
            .formatted(serial)
        + more;
  }

  private static List<String> told(List<ZoneProblem> problems) {
    return problems.stream().map(ZoneProblem::toString).toList();
  }

  private static Zone zone(ZoneSet zones, Name origin) {
    return zones.zone(origin).orElseThrow();
  }

  @Test
  void loadsEveryZoneOfTheFolder() throws IOException {
    write("root.zone", zone(1, ""));
    write("one.example.zone", zone(2, "$INCLUDE shared/hosts.inc\n"));
    write("shared/hosts.inc", "www A 192.0.2.2\n");
    write("README", "no zone");

    ZoneSet zones = new ZoneFolder(folder).load();

    assertThat(zones.zones()).extracting(Zone::origin).containsExactly(Name.root, ONE);
    assertThat(zone(zones, ONE).addresses(DnsNames.of("www.one.example"))).hasSize(1);
  }

  @Test
  void reportsEveryProblemOfEveryFileAtOnce() throws IOException {
    write("one.example.zone", zone(1, "x A nonsense\ny A worse\n"));
    write("two.example.zone", zone(1, "$INCLUDE bad.inc\n$INCLUDE gone.inc\n"));
    write("bad.inc", "\nz A\n");
    write("a..b.zone", zone(1, ""));
    write("same.example.zone", zone(1, ""));
    write("SAME.example.zone", zone(1, ""));
    Files.write(folder.resolve("raw.zone"), new byte[] {'@', (byte) 0xff});

    assertThatThrownBy(() -> new ZoneFolder(folder).load())
        .isInstanceOf(LabConfigurationException.class)
        .hasMessageContaining("one.example.zone:5: 'nonsense'")
        .hasMessageContaining("one.example.zone:6: 'worse'")
        .hasMessageContaining("bad.inc:2: an IPv4 address is missing")
        .hasMessageContaining("two.example.zone:6: $INCLUDE of 'gone.inc': there is no such file")
        .hasMessageContaining("a..b.zone: a zone file is called <origin>.zone, but 'a..b' is no")
        .hasMessageContaining("same.example.zone: holds the same zone as SAME.example.zone")
        .hasMessageContaining("raw.zone: this is no text in UTF-8");
  }

  @Test
  void needsAFolderWithZones() {
    assertThatThrownBy(() -> new ZoneFolder(folder).load())
        .isInstanceOf(LabConfigurationException.class)
        .hasMessageContaining("holds no zone file");
    assertThatThrownBy(() -> new ZoneFolder(folder.resolve("none")).load())
        .isInstanceOf(LabConfigurationException.class)
        .hasMessageContaining("cannot be read");
  }

  @Test
  void readsAgainOnlyWhatHasChanged() throws IOException {
    write("one.example.zone", zone(1, "$INCLUDE more.inc\n"));
    write("more.inc", "www A 192.0.2.2\n");
    write("two.example.zone", zone(1, ""));
    ZoneFolder zoneFolder = new ZoneFolder(folder);
    ZoneSet before = zoneFolder.load();

    ZoneFolder.Contents same = zoneFolder.reload(before);
    write("more.inc", "www A 192.0.2.3\n");
    ZoneFolder.Contents after = zoneFolder.reload(same.zones());

    assertThat(same.read()).isEmpty();
    assertThat(same.hasChanged()).isFalse();
    assertThat(after.hasChanged()).isTrue();
    assertThat(same.zones().zones()).isEqualTo(before.zones());
    assertThat(after.read()).containsExactly(ONE);
    assertThat(after.problems()).isEmpty();
    assertThat(zone(after.zones(), TWO)).isSameAs(zone(before, TWO));
    assertThat(zone(after.zones(), ONE)).isNotSameAs(zone(before, ONE));
  }

  @Test
  void keepsAZoneAsItIsWhileItsFileHasAnError() throws IOException {
    write("one.example.zone", zone(1, ""));
    write("two.example.zone", zone(1, ""));
    ZoneFolder zoneFolder = new ZoneFolder(folder);
    ZoneSet before = zoneFolder.load();

    write("one.example.zone", zone(2, "www A nonsense\n"));
    write("two.example.zone", zone(2, ""));
    write("new.example.zone", "nonsense");
    ZoneFolder.Contents broken = zoneFolder.reload(before);
    write("one.example.zone", zone(3, ""));
    ZoneFolder.Contents mended = zoneFolder.reload(broken.zones());

    assertThat(broken.read()).containsExactly(TWO);
    assertThat(zone(broken.zones(), ONE)).isSameAs(zone(before, ONE));
    assertThat(zone(broken.zones(), TWO).serial()).isEqualTo(new Serial(2));
    assertThat(told(broken.problems()))
        .contains("one.example.zone:5: 'nonsense' is not an IPv4 address, in 'www A nonsense'")
        .anyMatch(problem -> problem.startsWith("new.example.zone:1: "));
    assertThat(mended.read()).containsExactly(ONE);
    assertThat(zone(mended.zones(), ONE).serial()).isEqualTo(new Serial(3));
  }

  @Test
  void dropsZonesWhoseFilesAreGoneAndKeepsThoseOfOthers() throws IOException {
    write("one.example.zone", zone(1, ""));
    write("two.example.zone", zone(1, ""));
    ZoneFolder zoneFolder = new ZoneFolder(folder);
    ZoneSet before = zoneFolder.load();
    Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
    Files.writeString(elsewhere.resolve("net.zone"), zone(1, ""));
    Zone foreign = zone(new ZoneFolder(elsewhere).load(), DnsNames.of("net"));

    Files.delete(folder.resolve("two.example.zone"));
    ZoneFolder.Contents after = zoneFolder.reload(before.with(foreign));

    assertThat(after.removed()).containsExactly(TWO);
    assertThat(after.zones().zones()).containsExactly(zone(before, ONE), foreign);
  }

  @Test
  void servesOnWhenTheFolderIsGone() throws IOException {
    Path inner = Files.createDirectory(folder.resolve("zones"));
    Files.writeString(inner.resolve("one.example.zone"), zone(1, ""));
    ZoneFolder zoneFolder = new ZoneFolder(inner);
    ZoneSet before = zoneFolder.load();

    Files.move(inner, folder.resolve("moved"));
    ZoneFolder.Contents after = zoneFolder.reload(before);

    assertThat(after.zones()).isSameAs(before);
    assertThat(after.problems()).hasSize(1);
  }

  @Test
  void followsNoLinkOutOfTheFolder() throws IOException {
    write("secret", "www A 192.0.2.2\n");
    write("zones/one.example.zone", zone(1, "$INCLUDE inside\n$INCLUDE outside\n"));
    write("zones/real.inc", "in A 192.0.2.2\n");
    Files.createSymbolicLink(folder.resolve("zones/inside"), Path.of("real.inc"));
    Files.createSymbolicLink(folder.resolve("zones/outside"), Path.of("../secret"));

    assertThatThrownBy(() -> new ZoneFolder(folder.resolve("zones")).load())
        .isInstanceOf(LabConfigurationException.class)
        .hasMessageStartingWith(
            "one.example.zone:6: $INCLUDE of 'outside': a link leads out of the folder");
  }

  @Test
  void reportsAPathThatNoSystemHas() throws IOException {
    write("one.example.zone", zone(1, "$INCLUDE a\0b\n"));

    assertThatThrownBy(() -> new FolderText(folder).read("a\0b"))
        .isInstanceOf(LabConfigurationException.class)
        .hasMessageStartingWith("this is no path");
    assertThatThrownBy(() -> new ZoneFolder(folder).load())
        .isInstanceOf(LabConfigurationException.class)
        .hasMessageStartingWith("one.example.zone:5: ");
  }
}
