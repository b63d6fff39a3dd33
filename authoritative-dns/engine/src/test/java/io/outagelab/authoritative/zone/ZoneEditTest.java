package io.outagelab.authoritative.zone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.outagelab.authoritative.zone.ZoneEdit.Change;
import io.outagelab.authoritative.zone.ZoneEdit.Outcome;
import io.outagelab.core.LabConfigurationException;
import io.outagelab.core.dns.DnsNames;
import io.outagelab.core.dns.RRset;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/** Edits of a zone: compare and set, all or nothing, checked as a whole. */
class ZoneEditTest {
  private static final Name ORIGIN = DnsNames.of("test");
  private static final Zone ZONE = zone(7, "www A 192.0.2.2\nwww A 192.0.2.3\nold TXT x\n");

  private static Zone zone(long serial, String records) {
    return ZoneFile.parse(
        "test.zone",
        """
        $TTL 300
        @ SOA ns hostmaster %d 7200 3600 1209600 60
        @ NS ns
        ns A 192.0.2.1
        """
                .formatted(serial)
            + records,
        ORIGIN);
  }

  private static Record record(String line) {
    return ZoneFile.record(line, ORIGIN, OptionalLong.of(300));
  }

  private static Change add(String line) {
    return new Change.AddRecord(record(line));
  }

  private static Change delete(String line) {
    return new Change.DeleteRecord(record(line));
  }

  private static Change deleteSet(String owner, int type) {
    return new Change.DeleteRRset(DnsNames.of(owner), type);
  }

  private static Outcome edit(Zone zone, long expected, Change... changes) {
    return new ZoneEdit(new Serial(expected), List.of(changes)).applyTo(zone);
  }

  private static Zone edited(Zone zone, Change... changes) {
    return switch (new ZoneEdit(zone.serial(), List.of(changes)).applyTo(zone)) {
      case Outcome.Edited(Zone made) -> made;
      case Outcome.Outdated outdated -> throw new AssertionError(outdated);
      case Outcome.Refused refused -> throw new AssertionError(refused);
    };
  }

  private static List<String> problems(Zone zone, Change... changes) {
    return new ZoneEdit(zone.serial(), List.of(changes)).applyTo(zone)
            instanceof Outcome.Refused(List<ZoneProblem> problems)
        ? problems.stream().map(ZoneProblem::toString).toList()
        : List.of();
  }

  private static List<String> rrsets(Zone zone) {
    return zone.rrsets().stream().map(RRset::toString).toList();
  }

  @Test
  void addsAndDeletesInOrder() {
    Zone made =
        edited(
            ZONE,
            delete("www A 192.0.2.3"),
            deleteSet("old.test", Type.TXT),
            add("new.deep 60 AAAA 2001:db8::1"),
            add("www TXT text"),
            deleteSet("www.test", Type.TXT),
            add("www 300 TXT other"));

    assertThat(rrsets(made))
        .containsExactly(
            "test 300 NS x1",
            "test 300 SOA x1",
            "new.deep.test 60 AAAA x1",
            "ns.test 300 A x1",
            "www.test 300 A x1",
            "www.test 300 TXT x1");
    assertThat(made.lookup(DnsNames.of("deep.test"))).isInstanceOf(Lookup.Found.class);
    assertThat(made.lookup(DnsNames.of("old.test"))).isInstanceOf(Lookup.Missing.class);
  }

  @Test
  void leavesTheZoneThatItIsMadeOf() {
    List<String> before = rrsets(ZONE);

    Zone unused = edited(ZONE, deleteSet("www.test", Type.A));

    assertThat(unused).isNotSameAs(ZONE);
    assertThat(rrsets(ZONE)).isEqualTo(before);
    assertThat(ZONE.serial()).isEqualTo(new Serial(7));
  }

  @Test
  void isMadeOnlyToTheExpectedVersion() {
    assertThat(edit(ZONE, 6, deleteSet("www.test", Type.A)))
        .isEqualTo(new Outcome.Outdated(new Serial(7)));
  }

  /** RFC 1982 §3.1: the serial grows by one, round the circle. */
  @Test
  void makesTheSerialGrowUnlessItIsSet() {
    assertThat(edited(ZONE, add("a A 192.0.2.9")).serial()).isEqualTo(new Serial(8));
    assertThat(edited(zone(0xffff_ffffL, ""), add("a A 192.0.2.9")).serial())
        .isEqualTo(new Serial(0));
    assertThat(edited(ZONE, add("@ SOA ns host 2000 1 1 1 1")).serial())
        .isEqualTo(new Serial(2000));
    assertThat(edited(ZONE, add("@ SOA ns host 7 1 1 1 1")).serial()).isEqualTo(new Serial(8));
  }

  /** RFC 1982 §3.2. */
  @Test
  void refusesASerialThatSecondariesWouldNotTake() {
    assertThat(problems(ZONE, add("@ SOA ns host 6 1 1 1 1")))
        .containsExactly(
            "change 1: test SOA: serial 6 does not come after 7, which the zone has"
                + " (RFC 1982 §3.2)");
  }

  @Test
  void replacesTheWholeZone() {
    Zone made = edited(ZONE, new Change.ReplaceAll(zone(7, "only A 192.0.2.9\n")));

    assertThat(made.serial()).isEqualTo(new Serial(8));
    assertThat(rrsets(made)).contains("only.test 300 A x1").doesNotContain("www.test 300 A x2");
    assertThat(edited(ZONE, new Change.ReplaceAll(zone(9, ""))).serial()).isEqualTo(new Serial(9));
    assertThat(problems(ZONE, new Change.ReplaceAll(zone(6, ""))))
        .containsExactly(
            "zone test: test SOA: serial 6 does not come after 7, which the zone has"
                + " (RFC 1982 §3.2)");
  }

  @Test
  void reportsEveryProblemAndChangesNothing() {
    assertThat(
            problems(
                ZONE,
                add("ok A 192.0.2.9"),
                delete("www A 192.0.2.77"),
                deleteSet("gone.test", Type.A),
                add("www CNAME elsewhere."),
                add("www A 192.0.2.2"),
                add("www 60 A 192.0.2.4"),
                add("out. A 192.0.2.4"),
                deleteSet("test", Type.NS)))
        .containsExactlyInAnyOrder(
            "zone test: no NS record at the apex 'test': at least one is needed",
            "change 2: www.test A: there is no such record",
            "change 3: gone.test A: there are no such records",
            "change 4: www.test CNAME: nothing else may stand beside a CNAME record"
                + " (RFC 1034 §3.6.2): found A",
            "change 5: www.test A: is there already",
            "change 6: www.test A: has TTL 60, but another record says 300: one RRset has one TTL"
                + " (RFC 2181 §5.2)",
            "change 7: out A: is out of the zone 'test'");
  }

  @Test
  void readsOneRecordFromALine() {
    assertThat(record("www 60 IN A 192.0.2.9").getTTL()).isEqualTo(60);
    for (String line : List.of("", "$TTL 5", " A 192.0.2.1", "a A 192.0.2.1\nb A 192.0.2.1")) {
      assertThatThrownBy(() -> record(line))
          .isInstanceOf(LabConfigurationException.class)
          .hasMessageContaining("one record is wanted");
    }
    assertThatThrownBy(() -> ZoneFile.record("a A 192.0.2.1", ORIGIN, OptionalLong.empty()))
        .isInstanceOf(LabConfigurationException.class)
        .hasMessageContaining("no TTL");
  }

  @Test
  void checksRecordsFromElsewhere() {
    List<Record> records = ZONE.rrsets().stream().flatMap(set -> set.records().stream()).toList();

    assertThat(rrsets(ZoneReading.of("transfer", ORIGIN, records).orThrow()))
        .isEqualTo(rrsets(ZONE));
    assertThatThrownBy(() -> ZoneReading.of("transfer", ORIGIN, List.of()).orThrow())
        .hasMessageContaining("transfer: no SOA record at the apex 'test'");
  }
}
