package io.outagelab.hosting;

import static io.outagelab.hosting.Steps.answer;
import static io.outagelab.hosting.Steps.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status;
import io.outagelab.contracts.dns.v1.FlushCacheRequest;
import io.outagelab.contracts.dns.v1.GetNameserverHealthRequest;
import io.outagelab.contracts.dns.v1.GetNameserverStatsRequest;
import io.outagelab.contracts.dns.v1.GetResolverStatsRequest;
import io.outagelab.contracts.dns.v1.GetZoneRequest;
import io.outagelab.contracts.dns.v1.GetZoneResponse;
import io.outagelab.contracts.dns.v1.ListZonesRequest;
import io.outagelab.contracts.dns.v1.NameserverHealth;
import io.outagelab.contracts.dns.v1.NameserverServiceGrpc;
import io.outagelab.contracts.dns.v1.NameserverStats;
import io.outagelab.contracts.dns.v1.ResolveRequest;
import io.outagelab.contracts.dns.v1.ResolveResponse;
import io.outagelab.contracts.dns.v1.ResolverServiceGrpc;
import io.outagelab.contracts.dns.v1.ResolverServiceGrpc.ResolverServiceBlockingStub;
import io.outagelab.contracts.dns.v1.ResolverStats;
import io.outagelab.contracts.dns.v1.Zone;
import io.outagelab.contracts.dns.v1.ZoneServiceGrpc;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What resolvers, name servers and announcers tell people beside the network. */
@Tag("embedded")
class DnsServicesTest {
  private static final int COMPRESSION = 120;

  @TempDir private Path state = Path.of("");

  @Test
  void aResolverAnswersCountsAndForgets() {
    try (LoopbackLab lab = new LoopbackLab("facebook-2021", COMPRESSION, state)) {
      lab.untilEvent(answer("www.facebook.com", "NOERROR"));
      var resolver = ResolverServiceGrpc.newBlockingStub(lab.channel("resolver-as15169"));

      ResolveResponse found = resolver.resolve(question("www.facebook.com", ""));
      assertThat(found.getRcode()).isEqualTo("NOERROR");
      assertThat(found.getRecordsList()).isNotEmpty();
      assertThat(found.getRecordsList().getLast()).contains("IN\tA\t");
      assertThat(found.hasExtendedError()).isFalse();
      assertThat(resolver.resolve(question("no-such-name.facebook.com", "AAAA")).getRcode())
          .isEqualTo("NXDOMAIN");

      ResolverStats before = stats(resolver);
      assertThat(before.getResolver()).isEqualTo("as15169");
      assertThat(before.getSite()).isEqualTo("as15169");
      assertThat(before.getReceived()).isPositive();
      assertThat(before.getSent()).isPositive();

      assertThat(flush(resolver, "com")).isPositive();
      resolver.resolve(question("www.facebook.com", "A"));
      assertThat(stats(resolver).getSent()).isGreaterThan(before.getSent());
      assertThat(resolver.flushCache(FlushCacheRequest.getDefaultInstance()).getEntriesRemoved())
          .isPositive();

      assertRefused(
          Status.Code.INVALID_ARGUMENT,
          "NONSENSE",
          () -> resolver.resolve(question("a", "NONSENSE")));
      assertRefused(
          Status.Code.INVALID_ARGUMENT,
          "domain name",
          () -> resolver.resolve(question("a..b", "A")));
      assertRefused(Status.Code.INVALID_ARGUMENT, "domain name", () -> flush(resolver, ""));
    }
  }

  private static ResolveRequest question(String name, String type) {
    return ResolveRequest.newBuilder().setName(name).setType(type).build();
  }

  private static ResolverStats stats(ResolverServiceBlockingStub resolver) {
    return resolver.getResolverStats(GetResolverStatsRequest.getDefaultInstance()).getInstances(0);
  }

  private static long flush(ResolverServiceBlockingStub resolver, String name) {
    return resolver
        .flushCache(FlushCacheRequest.newBuilder().setName(name).build())
        .getEntriesRemoved();
  }

  /** What has reached a name server by the time that it is told to stop is answered before. */
  @Test
  void aNameServerAnswersWhatItHasBeenAskedBeforeItStops() throws IOException {
    int questions = 200;
    try (LoopbackLab lab = new LoopbackLab("facebook-2021", COMPRESSION, state)) {
      lab.untilEvent(answer("www.facebook.com", "NOERROR"));
      PlainDns server = new PlainDns(lab.address("129.134.30.12"), lab.dnsPort());

      int answers = server.flood("www.facebook.com", questions, lab.cast("a-ns")::close);

      assertThat(answers).isEqualTo(questions);
      assertThat(server.ask("www.facebook.com", Duration.ofMillis(200)))
          .as("it has stopped")
          .isEmpty();
    }
  }

  /** It has to ask others before it can answer: those who wait are not left without. */
  @Test
  void aResolverAnswersWhatItHasBeenAskedBeforeItStops() throws IOException {
    try (LoopbackLab lab = new LoopbackLab("facebook-2021", COMPRESSION, state)) {
      lab.untilEvent(answer("www.facebook.com", "NOERROR"));
      PlainDns resolver = new PlainDns(lab.address("8.8.8.8"), lab.dnsPort());

      int answers =
          resolver.flood(
              "nobody-has-asked-this.facebook.com", 1, lab.cast("resolver-as15169")::close);

      assertThat(answers).isEqualTo(1);
    }
  }

  @Test
  void nameServersShowTheirZonesAndLoadAndAnnouncersTheirHealth() throws IOException {
    try (LoopbackLab lab = new LoopbackLab("facebook-2021", COMPRESSION, state)) {
      lab.untilEvent(answer("www.facebook.com", "NOERROR"));
      // Resolvers may have asked the other three: this one answers at least us.
      assertThat(
              new PlainDns(lab.address("129.134.30.12"), lab.dnsPort())
                  .ask("www.facebook.com", Duration.ofSeconds(10)))
          .isPresent();
      var zones = ZoneServiceGrpc.newBlockingStub(lab.channel("a-ns"));
      var servers = NameserverServiceGrpc.newBlockingStub(lab.channel("a-ns"));
      var announcer = NameserverServiceGrpc.newBlockingStub(lab.channel("announcer"));

      List<Zone> all = zones.listZones(ListZonesRequest.getDefaultInstance()).getZonesList();
      Zone zone =
          all.stream().filter(z -> z.getOrigin().equals("facebook.com.")).findFirst().orElseThrow();
      assertThat(all).extracting(Zone::getOrigin).doesNotHaveDuplicates();
      List<String> records = new ArrayList<>();
      zones
          .getZone(GetZoneRequest.newBuilder().setOrigin("facebook.com").build())
          .forEachRemaining((GetZoneResponse line) -> records.add(line.getRecord()));
      assertThat(records).hasSize(zone.getRecordCount());
      assertThat(records.getFirst()).startsWith("facebook.com.").contains("\tSOA\t");
      assertThat(records).anyMatch(line -> line.startsWith("www.facebook.com."));
      assertThat(records.getFirst()).contains(Integer.toUnsignedString(zone.getSerial()));

      assertThat(
              servers
                  .getNameserverStats(GetNameserverStatsRequest.getDefaultInstance())
                  .getInstancesList())
          .isNotEmpty()
          .anyMatch(instance -> instance.getAnswered() > 0)
          .extracting(NameserverStats::getService)
          .containsOnly("facebook-dns");
      assertThat(
              servers
                  .getNameserverHealth(GetNameserverHealthRequest.getDefaultInstance())
                  .getInstancesList())
          .isEmpty();
      assertThat(
              announcer
                  .getNameserverHealth(GetNameserverHealthRequest.getDefaultInstance())
                  .getInstancesList())
          .isNotEmpty()
          .allMatch(NameserverHealth::getHealthy)
          .allMatch(NameserverHealth::getAnnouncing)
          .extracting(NameserverHealth::getService)
          .contains("facebook-dns");

      assertRefused(
          Status.Code.NOT_FOUND,
          "example.org.",
          () ->
              zones
                  .getZone(GetZoneRequest.newBuilder().setOrigin("example.org").build())
                  .hasNext());
    }
  }
}
