package io.outagelab.world;

import static org.assertj.core.api.Assertions.assertThat;

import io.outagelab.core.dns.DnsNames;
import io.outagelab.core.net.IpAddress;
import io.outagelab.world.AddressPlan.Role;
import io.outagelab.world.HealthRule.WhenBlind;
import io.outagelab.world.HealthRule.WhenUnhealthy;
import io.outagelab.world.Operations.AuditBug;
import io.outagelab.world.Operations.Rollout.Strategy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.NSRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Type;

class ShippedWorldsTest {
  private final World facebook = WorldLoader.load(Worlds.FACEBOOK);
  private final World tiny = WorldLoader.load(Worlds.TINY);

  static Stream<Path> worlds() {
    return Stream.of(Worlds.FACEBOOK, Worlds.TINY);
  }

  @ParameterizedTest
  @MethodSource("worlds")
  void loadsWithEachOfItsMitigationsAndWithAll(Path folder) {
    List<String> mitigations = WorldLoader.mitigations(folder);

    for (String mitigation : mitigations) {
      assertThat(WorldLoader.load(folder, List.of(mitigation)).mitigations())
          .containsExactly(mitigation);
    }
    assertThat(WorldLoader.load(folder, mitigations).mitigations()).isEqualTo(mitigations);
  }

  @Test
  void replaysTheRecordedWorld() {
    assertThat(facebook.epoch()).hasToString("2021-10-04T15:39:00Z");
    assertThat(facebook.sites(SiteKind.DATA_CENTRE)).hasSize(4);
    assertThat(facebook.sites(SiteKind.EDGE)).hasSize(6);
    assertThat(facebook.publicResolvers())
        .extracting(ResolverNode::name)
        .containsExactly("as13335", "as15169", "as64500");
    assertThat(facebook.crowd().stream().mapToLong(Cohort::users).sum()).isEqualTo(3_500_000_000L);
    assertThat(ttl("com", "facebook.com", Type.NS)).isEqualTo(172_800);
    assertThat(ttl("com", "a.ns.facebook.com", Type.A)).isEqualTo(172_800);
    assertThat(ttl("facebook.com", "facebook.com", Type.A)).isEqualTo(300);
    assertThat(ttl("facebook.com", "www.facebook.com", Type.CNAME)).isEqualTo(3_600);
    assertThat(ttl("c10r.facebook.com", "c10r.facebook.com", Type.NS)).isEqualTo(3_600);
    assertThat(ttl("c10r.facebook.com", "star-mini.c10r.facebook.com", Type.A)).isEqualTo(60);
  }

  private long ttl(String zone, String owner, int type) {
    return facebook.dnsServices().stream()
        .flatMap(service -> service.zones().stream())
        .filter(candidate -> candidate.origin().equals(DnsNames.of(zone)))
        .flatMap(candidate -> candidate.records().stream())
        .filter(record -> record.getName().equals(DnsNames.of(owner)) && record.getType() == type)
        .mapToLong(Record::getTTL)
        .findFirst()
        .orElseThrow();
  }

  @ParameterizedTest
  @MethodSource("worlds")
  void hasAddressRecordsThatAgreeWithItsServersAndServices(Path folder) {
    World world = WorldLoader.load(folder);
    Map<Name, List<IpAddress>> servers = new TreeMap<>();
    world
        .dnsServices()
        .forEach(dns -> dns.servers().forEach(s -> servers.put(s.name(), s.addresses())));
    List<IpAddress> published =
        new ArrayList<>(
            world.services().stream().flatMap(service -> service.addresses().stream()).toList());
    published.add(world.operations().controller().address());

    for (DnsService dns : world.dnsServices()) {
      for (ZoneFile zone : dns.zones()) {
        for (Record record : zone.records()) {
          address(record)
              .ifPresent(
                  address ->
                      assertThat(servers.getOrDefault(record.getName(), published))
                          .as("%s in %s", record, zone.path())
                          .contains(address));
        }
      }
    }
  }

  private static Optional<IpAddress> address(Record record) {
    return switch (record) {
      case ARecord a -> Optional.of(IpAddress.of(a.getAddress()));
      case AAAARecord aaaa -> Optional.of(IpAddress.of(aaaa.getAddress()));
      default -> Optional.empty();
    };
  }

  @ParameterizedTest
  @MethodSource("worlds")
  void delegatesEveryZoneToServersThatServeIt(Path folder) {
    assertDelegations(WorldLoader.load(folder));
  }

  @Test
  void delegatesCopiedZonesToServersThatCopyThem() {
    assertDelegations(with("second-provider"));
  }

  private static void assertDelegations(World world) {
    Map<Name, DnsService> owners = new LinkedHashMap<>();
    world.dnsServices().forEach(dns -> dns.zones().forEach(z -> owners.put(z.origin(), dns)));

    for (DnsService dns : world.dnsServices()) {
      for (ZoneFile zone : dns.zones()) {
        for (Record record : zone.records()) {
          if (record instanceof NSRecord ns) {
            assertThat(owners).containsKey(ns.getName());
            DnsService owner = owners.getOrDefault(ns.getName(), dns);
            assertThat(
                    Stream.concat(Stream.of(owner), world.secondariesOf(owner).stream())
                        .flatMap(service -> service.servers().stream()))
                .as("%s in %s", ns, zone.path())
                .extracting(ServerName::name)
                .contains(ns.getTarget());
          }
        }
        assertThat(zone.records()).filteredOn(SOARecord.class::isInstance).hasSize(1);
      }
    }
  }

  /** Its zone files hold all records again: they must go along when those of the world change. */
  @Test
  void theSecondProvidersZonesDifferByItsServersAlone() {
    Map<Name, List<Record>> plain = records(facebook);
    List<Name> copied = facebook.dnsService("facebook-dns").origins();
    records(with("second-provider"))
        .forEach(
            (origin, records) -> {
              List<Record> added = new ArrayList<>(records);
              added.removeAll(plain.getOrDefault(origin, List.of()));
              assertThat(records).containsAll(plain.getOrDefault(origin, List.of()));
              Set<String> owners = new TreeSet<>();
              plain.getOrDefault(origin, List.of()).stream()
                  .filter(NSRecord.class::isInstance)
                  .filter(record -> copied.contains(record.getName()))
                  .forEach(record -> owners.add(record.getName().toString()));
              assertThat(added)
                  .as("%s", origin)
                  .extracting(record -> record.getName() + " NS " + record.rdataToString())
                  .containsExactlyInAnyOrderElementsOf(
                      owners.stream()
                          .flatMap(owner -> Stream.of(owner + " NS ns1", owner + " NS ns2"))
                          .map(start -> start + ".route53-stand-in.example.")
                          .toList());
            });
  }

  private static Map<Name, List<Record>> records(World world) {
    Map<Name, List<Record>> records = new TreeMap<>();
    world
        .dnsServices()
        .forEach(dns -> dns.zones().forEach(zone -> records.put(zone.origin(), zone.records())));
    return records;
  }

  @Test
  void givesEveryRouterAndOccupantAnAddress() {
    AddressPlan plan = AddressPlan.of(facebook);

    assertThat(plan.loopbacks()).hasSize(11 * 9);
    assertThat(plan.loopback("prn")).hasToString("129.134.96.1");
    assertThat(plan.loopback("bb8.mpk")).hasToString("129.134.96.99");
    assertThat(plan.host(Role.NAME_SERVER, "facebook-dns", "sjc")).hasToString("157.240.150.1");
    assertThat(plan.host(Role.OPERATOR, "operator", "mpk")).hasToString("129.134.70.2");
    assertThat(plan.host(Role.COHORT, "oculus@as64500", "as64500")).hasToString("198.18.65.7");
    assertThat(new ArrayList<>(plan.hosts().values())).doesNotHaveDuplicates();
  }

  @Test
  void tellsTheInternetOfHostsAtEdgesOnly() {
    assertThat(facebook.originations())
        .filteredOn(StaticPrefix::internal)
        .extracting(StaticPrefix::prefix)
        .asString()
        .contains("129.134.66.0/24", "129.134.70.0/24")
        .doesNotContain("157.240.150.0/24", "198.18.13.0/24");
  }

  @Test
  void theHealthRuleOf2021IsWithoutSafeguards() {
    HealthRule rule = facebook.dnsServices().getFirst().health().orElseThrow();

    assertThat(rule.quorum().of(4)).isEqualTo(1);
    assertThat(rule.whenBlind()).isEqualTo(WhenBlind.FAIL_CLOSED);
    assertThat(rule.whenUnhealthy()).isEqualTo(WhenUnhealthy.WITHDRAW);
    assertThat(rule.keepLast()).isZero();
    assertThat(rule.deadMan()).isEmpty();
  }

  @Test
  void mitigationsChangeWhatTheySay() {
    assertThat(facebook.operations().controller().auditBug())
        .isEqualTo(AuditBug.IGNORES_SELECTOR_ALL);
    assertThat(with("audit-fixed").operations().controller().auditBug()).isEqualTo(AuditBug.NONE);
    assertThat(with("canary").operations().controller().rollout().strategy())
        .isEqualTo(Strategy.CANARY);
    assertThat(with("commit-confirmed").operations().controller().rollout().confirmWithin())
        .contains(Duration.ofMinutes(5));
    assertThat(health("fail-static").whenBlind()).isEqualTo(WhenBlind.FAIL_STATIC);
    assertThat(health("fail-static").failures()).isEqualTo(9);
    assertThat(health("quorum").quorum().of(4)).isEqualTo(3);
    assertThat(health("keep-last-n").keepLast()).isEqualTo(2);
    assertThat(health("dead-man").deadMan()).contains(Duration.ofMinutes(5));
    assertThat(health("depreference").whenUnhealthy()).isEqualTo(WhenUnhealthy.DEPREFERENCE);
    assertThat(with("long-ttl").minTtl()).contains(Duration.ofHours(6));
    assertThat(with("serve-stale").publicResolvers())
        .allMatch(resolver -> resolver.policy().serveStale());
    assertThat(with("failure-cache").resolver("as64500").policy().failureTtl())
        .isEqualTo(Duration.ofMinutes(1));
    assertThat(with("out-of-band").operations().outOfBand().needs()).isEmpty();
    assertThat(with("second-provider").dnsService("route53").secondaryOf())
        .containsExactly("facebook-dns");
    assertThat(with("client-backoff").crowd())
        .hasSameSizeAs(facebook.crowd())
        .allMatch(cohort -> cohort.retry().first().equals(Duration.ofMinutes(1)));
  }

  private static World with(String mitigation) {
    return WorldLoader.load(Worlds.FACEBOOK, List.of(mitigation));
  }

  private static HealthRule health(String mitigation) {
    return with(mitigation).dnsServices().getFirst().health().orElseThrow();
  }

  @Test
  void crewIsThereInTimeEvenIfDoorsAreShut() {
    Operations.OnSite onSite = facebook.operations().onSite();

    assertThat(onSite.travel().plus(onSite.entryWhenDoorsShut()))
        .isLessThan(Duration.ofMinutes(21));
  }

  @Test
  void pushesSelectPlaneRouters() {
    PushFile everything =
        PushLoader.load(Path.of("pushes/assess-backbone-capacity.yaml"), facebook);
    PushFile plane = PushLoader.load(Path.of("pushes/drain-one-plane.yaml"), facebook);
    PushFile tinyPush = PushLoader.load(Path.of("pushes/drain-everything.yaml"), tiny);

    assertThat(everything.targets(facebook)).hasSize(8 * 11).startsWith("bb1.prn", "bb2.prn");
    assertThat(plane.targets(facebook)).hasSize(11).startsWith("bb3.prn", "bb3.frc");
    assertThat(tinyPush.targets(tiny))
        .containsExactly("bb1.core", "bb2.core", "bb1.edge", "bb2.edge");
    assertThat(everything.set()).containsEntry("drained", "true");
  }
}
