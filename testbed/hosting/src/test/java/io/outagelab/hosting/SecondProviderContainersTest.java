package io.outagelab.hosting;

import static io.outagelab.hosting.Steps.answer;
import static io.outagelab.hosting.Steps.assertRefused;
import static io.outagelab.hosting.Steps.push;
import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status;
import io.outagelab.contracts.dns.v1.EditZoneRequest;
import io.outagelab.contracts.dns.v1.ListZonesRequest;
import io.outagelab.contracts.dns.v1.LoadZoneRequest;
import io.outagelab.contracts.dns.v1.RemoveZoneRequest;
import io.outagelab.contracts.dns.v1.Zone;
import io.outagelab.contracts.dns.v1.ZoneChange;
import io.outagelab.contracts.dns.v1.ZoneServiceGrpc;
import io.outagelab.contracts.dns.v1.ZoneServiceGrpc.ZoneServiceBlockingStub;
import io.outagelab.core.Event;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Predicate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;

/** A secondary in a container of its own: zones move over real connections. */
@Tag("long")
class SecondProviderContainersTest {
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final int COMPRESSION = 120;

  private static Predicate<Event> transferred(String zone, String kind) {
    return event ->
        event.name().equals("zone-transferred")
            && zone.equals(event.attributes().get("zone"))
            && kind.equals(event.attributes().get("kind"));
  }

  private static EditZoneRequest edit(Zone zone) {
    return EditZoneRequest.newBuilder()
        .setOrigin(zone.getOrigin())
        .setSerial(zone.getSerial())
        .addChanges(ZoneChange.newBuilder().setAddRecord("drill 60 A 192.0.2.7"))
        .build();
  }

  private static Zone facebook(ZoneServiceBlockingStub zones) {
    return zones.listZones(ListZonesRequest.getDefaultInstance()).getZonesList().stream()
        .filter(zone -> zone.getOrigin().equals("facebook.com."))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void copiesWhatChangesAndAnswersWhenThePrimaryIsGone(@TempDir Path state) throws Exception {
    try (LoopbackLab lab =
        new LoopbackLab("facebook-2021", COMPRESSION, state, "second-provider")) {
      Event first = lab.untilEvent(transferred("facebook.com", "axfr"));
      assertThat(first.attributes().get("primary"))
          .as("as the world publishes it, whatever the lab's address")
          .isIn("129.134.30.12:53", "129.134.31.12:53", "185.89.218.12:53", "185.89.219.12:53");
      lab.untilEvent(transferred("c10r.facebook.com", "axfr"));
      lab.untilEvent(answer("www.facebook.com", "NOERROR"));
      var primary = ZoneServiceGrpc.newBlockingStub(lab.channel("a-ns"));
      var secondary = ZoneServiceGrpc.newBlockingStub(lab.channel("second-provider"));
      Zone copy = facebook(secondary);
      assertThat(copy).isEqualTo(facebook(primary));
      assertRefused(
          Status.Code.FAILED_PRECONDITION,
          "facebook.com. is copied from another service here: change it there",
          () -> secondary.editZone(edit(copy)));
      assertRefused(
          Status.Code.FAILED_PRECONDITION,
          "is copied",
          () ->
              secondary.removeZone(
                  RemoveZoneRequest.newBuilder()
                      .setOrigin("facebook.com")
                      .setSerial(copy.getSerial())
                      .build()));
      assertRefused(
          Status.Code.FAILED_PRECONDITION,
          "is copied",
          () ->
              secondary.loadZone(
                  LoadZoneRequest.newBuilder()
                      .setOrigin("facebook.com")
                      .setText("@ 60 SOA ns hostmaster 1 7200 3600 1209600 60\n@ 60 NS ns.example.")
                      .build()));

      lab.mark();
      primary.editZone(edit(copy));
      lab.untilEvent(transferred("facebook.com", "ixfr"));
      PlainDns provider = new PlainDns(lab.address("205.251.192.10"), lab.dnsPort());
      assertThat(rcode(provider.ask("drill.facebook.com", PATIENCE).orElseThrow()))
          .isEqualTo("NOERROR");

      lab.mark();
      push(lab);
      lab.untilEvent(e -> e.name().equals("prefix-retracted"));
      lab.untilEvent(
          e ->
              e.name().equals("refresh-failed")
                  && "c10r.facebook.com".equals(e.attributes().get("zone")));
      assertThat(rcode(provider.ask("star-mini.c10r.facebook.com", PATIENCE).orElseThrow()))
          .isEqualTo("NOERROR");
      PlainDns resolver = new PlainDns(lab.address("1.1.1.1"), lab.dnsPort());
      assertThat(rcode(resolver.ask("www.facebook.com", PATIENCE).orElseThrow()))
          .isEqualTo("NOERROR");
    }
  }

  private static String rcode(Message answer) {
    return Rcode.string(answer.getRcode());
  }
}
