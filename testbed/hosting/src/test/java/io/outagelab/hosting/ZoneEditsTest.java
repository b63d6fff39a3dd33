package io.outagelab.hosting;

import static io.outagelab.hosting.Steps.answer;
import static io.outagelab.hosting.Steps.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status;
import io.outagelab.assembly.Machines;
import io.outagelab.authoritative.zone.ZoneSet;
import io.outagelab.contracts.dns.v1.EditZoneRequest;
import io.outagelab.contracts.dns.v1.GetZoneRequest;
import io.outagelab.contracts.dns.v1.ListZonesRequest;
import io.outagelab.contracts.dns.v1.LoadZoneRequest;
import io.outagelab.contracts.dns.v1.RRsetName;
import io.outagelab.contracts.dns.v1.RemoveZoneRequest;
import io.outagelab.contracts.dns.v1.ReplaceZoneRequest;
import io.outagelab.contracts.dns.v1.Zone;
import io.outagelab.contracts.dns.v1.ZoneChange;
import io.outagelab.contracts.dns.v1.ZoneServiceGrpc;
import io.outagelab.contracts.dns.v1.ZoneServiceGrpc.ZoneServiceBlockingStub;
import io.outagelab.core.dns.DnsNames;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;

/** Zones loaded, replaced, edited and removed while they are served. */
@Tag("embedded")
class ZoneEditsTest {
  private static final String SERVER = "129.134.30.12";
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private static final String TEXT =
      """
      $TTL 60
      @ SOA ns hostmaster %d 7200 3600 1209600 60
      @ NS ns
      ns A 192.0.2.1
      www A %s
      """;

  @TempDir private Path state = Path.of("");

  private static ZoneChange add(String record) {
    return ZoneChange.newBuilder().setAddRecord(record).build();
  }

  private static ZoneChange delete(String owner, String type) {
    return ZoneChange.newBuilder()
        .setDeleteRrset(RRsetName.newBuilder().setOwner(owner).setType(type))
        .build();
  }

  private static Zone edit(
      ZoneServiceBlockingStub zones, String origin, int serial, ZoneChange... changes) {
    return zones
        .editZone(
            EditZoneRequest.newBuilder()
                .setOrigin(origin)
                .setSerial(serial)
                .addAllChanges(List.of(changes))
                .build())
        .getZone();
  }

  private static Zone zone(ZoneServiceBlockingStub zones, String origin) {
    return zones.listZones(ListZonesRequest.getDefaultInstance()).getZonesList().stream()
        .filter(zone -> zone.getOrigin().equals(origin))
        .findFirst()
        .orElseThrow();
  }

  private static Message ask(LoopbackLab lab, String name) throws IOException {
    return new PlainDns(lab.address(SERVER), lab.dnsPort()).ask(name, PATIENCE).orElseThrow();
  }

  private static List<String> addresses(LoopbackLab lab, String name) throws IOException {
    return ask(lab, name).getSection(Section.ANSWER).stream().map(Record::rdataToString).toList();
  }

  private static List<ZoneSet> served(LoopbackLab lab) {
    Cast cast = lab.cast("a-ns");
    return cast.ask(
            now ->
                cast.nodes().stream()
                    .flatMap(node -> Machines.nameServer(node).stream())
                    .map(server -> server.authority().zones())
                    .toList())
        .join();
  }

  private static LoopbackLab lab(Path state) {
    LoopbackLab lab = new LoopbackLab("facebook-2021", 120, state);
    lab.untilEvent(answer("www.facebook.com", "NOERROR"));
    return lab;
  }

  @Test
  void anEditIsServedByEveryInstanceAtOnceOrNotAtAll() throws IOException {
    try (LoopbackLab lab = lab(state)) {
      var zones = ZoneServiceGrpc.newBlockingStub(lab.channel("a-ns"));
      Zone before = zone(zones, "facebook.com.");

      Zone after =
          edit(
              zones,
              "facebook.com",
              before.getSerial(),
              add("drill 60 A 192.0.2.7"),
              add("drill 60 A 192.0.2.8"),
              delete("@", "A"),
              ZoneChange.newBuilder().setDeleteRecord("drill A 192.0.2.8").build());

      assertThat(after.getSerial()).isEqualTo(before.getSerial() + 1);
      assertThat(after.getRecordCount()).isEqualTo(before.getRecordCount());
      assertThat(zone(zones, "facebook.com.")).isEqualTo(after);
      assertThat(addresses(lab, "drill.facebook.com")).containsExactly("192.0.2.7");
      assertThat(addresses(lab, "facebook.com")).isEmpty();
      assertThat(served(lab).stream().map(set -> set.zone(DnsNames.of("facebook.com"))).distinct())
          .hasSize(1);

      assertRefused(
          Status.Code.ABORTED,
          "facebook.com. has serial %s, not %s"
              .formatted(
                  Integer.toUnsignedString(after.getSerial()),
                  Integer.toUnsignedString(before.getSerial())),
          () -> edit(zones, "facebook.com", before.getSerial(), delete("drill", "A")));
      assertRefused(
          Status.Code.INVALID_ARGUMENT,
          "change 2: www.facebook.com A: there are no such records",
          () ->
              edit(
                  zones,
                  "facebook.com",
                  after.getSerial(),
                  delete("drill", "A"),
                  delete("www", "A"),
                  add("www 60 TXT beside-a-cname")));
      assertRefused(
          Status.Code.INVALID_ARGUMENT,
          "change 1: 'x': ",
          () -> edit(zones, "facebook.com", after.getSerial(), add("x"), add("y A nonsense")));
      assertRefused(
          Status.Code.INVALID_ARGUMENT,
          "at least one change",
          () -> edit(zones, "facebook.com", after.getSerial()));
      assertRefused(
          Status.Code.NOT_FOUND,
          "example.org.",
          () -> edit(zones, "example.org", 1, delete("www", "A")));
      assertThat(zone(zones, "facebook.com.")).isEqualTo(after);
      assertThat(addresses(lab, "drill.facebook.com")).containsExactly("192.0.2.7");
    }
  }

  @Test
  void aZoneIsLoadedReplacedAndRemoved() throws IOException {
    try (LoopbackLab lab = lab(state)) {
      var zones = ZoneServiceGrpc.newBlockingStub(lab.channel("a-ns"));
      assertThat(ask(lab, "www.drill.test").getRcode()).isEqualTo(Rcode.REFUSED);

      LoadZoneRequest load =
          LoadZoneRequest.newBuilder()
              .setOrigin("drill.test")
              .setText(TEXT.formatted(5, "192.0.2.7"))
              .build();
      Zone loaded = zones.loadZone(load).getZone();

      assertThat(loaded.getOrigin()).isEqualTo("drill.test.");
      assertThat(loaded.getSerial()).isEqualTo(5);
      assertThat(addresses(lab, "www.drill.test")).containsExactly("192.0.2.7");
      assertThat(served(lab)).allMatch(set -> set.zone(DnsNames.of("drill.test")).isPresent());
      assertRefused(Status.Code.ALREADY_EXISTS, "drill.test.", () -> zones.loadZone(load));
      assertRefused(
          Status.Code.INVALID_ARGUMENT,
          "text:2: 'worse' is not an IPv4 address",
          () ->
              zones.loadZone(
                  LoadZoneRequest.newBuilder()
                      .setOrigin("other.test")
                      .setText("x 60 A bad\ny 60 A worse\n$INCLUDE /etc/passwd\n")
                      .build()));
      // More than fits into a status.
      assertRefused(
          Status.Code.INVALID_ARGUMENT,
          " more",
          () ->
              zones.loadZone(
                  LoadZoneRequest.newBuilder()
                      .setOrigin("other.test")
                      .setText("x 60 A \"§§§§§§§§§§\"\n".repeat(500))
                      .build()));

      ReplaceZoneRequest replace =
          ReplaceZoneRequest.newBuilder()
              .setOrigin("drill.test")
              .setSerial(5)
              .setText(TEXT.formatted(9, "192.0.2.9"))
              .build();
      assertThat(zones.replaceZone(replace).getZone().getSerial()).isEqualTo(9);
      assertThat(addresses(lab, "www.drill.test")).containsExactly("192.0.2.9");
      assertRefused(Status.Code.ABORTED, "has serial 9, not 5", () -> zones.replaceZone(replace));
      assertRefused(
          Status.Code.INVALID_ARGUMENT,
          "serial 9 does not come after 10",
          () -> {
            edit(zones, "drill.test", 9, add("a 60 A 192.0.2.3"));
            zones.replaceZone(replace.toBuilder().setSerial(10).build());
          });

      RemoveZoneRequest remove =
          RemoveZoneRequest.newBuilder().setOrigin("drill.test").setSerial(9).build();
      assertRefused(Status.Code.ABORTED, "has serial 10, not 9", () -> zones.removeZone(remove));
      assertThat(zones.removeZone(remove.toBuilder().setSerial(10).build())).isNotNull();
      assertThat(ask(lab, "www.drill.test").getRcode()).isEqualTo(Rcode.REFUSED);
      assertRefused(Status.Code.NOT_FOUND, "drill.test.", () -> zones.removeZone(remove));
    }
  }

  /** Far more than waits for a caller that has not taken any of it yet. */
  @Test
  void aLargeZoneIsShownAsFastAsItIsTaken() throws IOException {
    int hosts = 20_000;
    try (LoopbackLab lab = lab(state)) {
      var zones = ZoneServiceGrpc.newBlockingStub(lab.channel("a-ns"));
      zones.loadZone(
          LoadZoneRequest.newBuilder()
              .setOrigin("large.test")
              .setText(
                  TEXT.formatted(1, "192.0.2.7")
                      + "$GENERATE 1-%d h$ A 192.0.2.8%n".formatted(hosts))
              .build());

      var lines = zones.getZone(GetZoneRequest.newBuilder().setOrigin("large.test").build());
      List<String> records = new ArrayList<>();
      lines.forEachRemaining(line -> records.add(line.getRecord()));

      assertThat(records).hasSize(hosts + 4).doesNotHaveDuplicates();
      assertThat(records.getFirst()).contains("SOA");
    }
  }

  @Test
  void noQueryIsLostWhileZonesChange() throws Exception {
    try (LoopbackLab lab = lab(state)) {
      var zones = ZoneServiceGrpc.newBlockingStub(lab.channel("a-ns"));
      AtomicBoolean ended = new AtomicBoolean();
      FutureTask<Integer> asking =
          new FutureTask<>(
              () -> {
                int asked = 0;
                while (!ended.get()) {
                  assertThat(ask(lab, "www.facebook.com").getRcode()).isEqualTo(Rcode.NOERROR);
                  asked++;
                }
                return asked;
              });
      Thread asker = Thread.ofPlatform().daemon().start(asking);

      int serial = zone(zones, "facebook.com.").getSerial();
      for (int i = 0; i < 100; i++) {
        serial =
            edit(zones, "facebook.com", serial, add("d%d 60 A 192.0.2.7".formatted(i))).getSerial();
      }
      ended.set(true);
      asker.join();

      assertThat(asking.get()).isPositive();
      assertThat(addresses(lab, "d99.facebook.com")).containsExactly("192.0.2.7");
      assertThat(
              zones
                  .getZone(GetZoneRequest.newBuilder().setOrigin("facebook.com").build())
                  .next()
                  .getRecord())
          .contains(Integer.toUnsignedString(serial));
    }
  }
}
