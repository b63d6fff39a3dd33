package io.outagelab.backbone;

import static io.outagelab.backbone.Worlds.ANYCAST;
import static io.outagelab.backbone.Worlds.ANYCAST_6;
import static io.outagelab.backbone.Worlds.UNCOVERED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.outagelab.backbone.bgp.Origin;
import io.outagelab.core.Event;
import io.outagelab.core.Tick;
import io.outagelab.core.net.IpAddress;
import io.outagelab.core.net.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BackboneTest {
  private static final String[] PLANE_1 = {"bb1.prn", "bb1.sjc", "bb1.ams"};
  private static final String[] PLANE_2 = {"bb2.prn", "bb2.sjc", "bb2.ams"};

  private final RunningBackbone lab = new RunningBackbone(Worlds.small()).converge();

  @Test
  void everySiteReachesEveryOther() {
    assertEverySiteReachesEveryOther();
  }

  private void assertEverySiteReachesEveryOther() {
    assertThat(lab.way("sjc", "129.134.64.10")).isEqualTo("prn");
    assertThat(lab.way("ams", "129.134.64.10")).isEqualTo("prn");
    assertThat(lab.way("prn", "1.1.1.1")).isEqualTo("eyeball");
    assertThat(lab.way("prn", "129.134.64.10")).isEqualTo("prn");
    assertThat(lab.backbone().isolatedSites()).isEmpty();
    assertThat(lab.backbone().sessionsUp()).isEqualTo(lab.sessionsTotal());
  }

  @Test
  void latencyIsThatOfTheLinksPassed() {
    Duration spanAndBothEnds = Duration.ofMillis(10).plusNanos(100_000);

    assertThat(lab.backbone().forwarding().verdict("sjc", IpAddress.of("129.134.64.10")))
        .isEqualTo(new Verdict.Deliver("prn", spanAndBothEnds));
    assertThat(lab.backbone().forwarding().verdict("prn", IpAddress.of("129.134.64.10")))
        .isEqualTo(new Verdict.Deliver("prn", ForwardingWalk.LOCAL_LATENCY));
  }

  @Test
  void aPacketForALoopbackGoesToTheSiteOfItsRouter() {
    IpAddress loopback =
        Worlds.small().routers().stream()
            .filter(router -> router.name().equals("bb2.ams"))
            .findFirst()
            .orElseThrow()
            .loopback();

    assertThat(lab.way("prn", loopback.toString())).isEqualTo("ams");
    assertThat(lab.backbone().routerAt(loopback)).contains("bb2.ams");
    assertThat(lab.way("eyeball", loopback.toString())).isEqualTo("unreachable");
  }

  @Test
  void withoutOnePlaneTheOtherCarriesEverything() {
    lab.forget().drain(true, PLANE_1).run(Duration.ofSeconds(5));

    assertThat(lab.subjects("plane-down")).containsExactly("plane-1");
    assertThat(lab.backbone().planes())
        .containsExactly(new PlaneStatus(1, 0, 3), new PlaneStatus(2, 3, 3));
    assertThat(lab.subjects("session-down")).isEmpty();
    assertThat(lab.subjects("site-isolated")).isEmpty();
    assertThat(lab.way("ams", "129.134.64.10")).isEqualTo("prn");
  }

  @Test
  void aBrokenLinkIsBypassedUntilItIsMended() {
    lab.forget();
    for (int plane = 1; plane <= 2; plane++) {
      lab.feed(new Backbone.Input.FailLink("bb%d.prn--bb%d.sjc".formatted(plane, plane)));
    }
    assertThat(lab.way("sjc", "129.134.64.10")).isEqualTo("silent");

    lab.run(Duration.ofSeconds(1));
    assertThat(lab.way("sjc", "129.134.64.10")).isEqualTo("prn");
    assertThat(lab.subjects("session-down")).isEmpty();
    assertThat(lab.events("link-down")).hasSize(2);

    lab.feed(new Backbone.Input.RepairLink("bb1.prn--bb1.sjc")).run(Duration.ofSeconds(1));
    assertThat(lab.subjects("link-up")).containsExactly("bb1.prn--bb1.sjc");
    assertThat(lab.subjects("plane-up")).isEmpty();
  }

  @Test
  void withoutAnyPlaneSitesAreIsolatedYetAnycastStillLeavesTheEdge() {
    lab.originate(ANYCAST, "sjc", "ams").converge().forget();

    lab.drain(true, PLANE_1).drain(true, PLANE_2).run(Duration.ofSeconds(10));

    assertThat(lab.backbone().isolatedSites()).containsExactly("prn", "sjc", "ams");
    assertThat(lab.subjects("site-isolated")).containsExactlyInAnyOrder("prn", "sjc", "ams");
    assertThat(lab.subjects("session-down"))
        .containsExactlyInAnyOrder("prn--sjc", "prn--ams", "sjc--ams");
    assertThat(lab.events("session-down"))
        .allSatisfy(e -> assertThat(e.attributes()).containsEntry("reason", "no-igp-path"));
    assertThat(lab.spanLinksUp()).isZero();
    assertThat(lab.way("eyeball", "129.134.30.12")).isIn("sjc", "ams");
    assertThat(lab.way("sjc", "129.134.64.10")).isEqualTo("silent");
    assertThat(lab.way("prn", "1.1.1.1")).isEqualTo("unreachable");
  }

  @Test
  void aRetractedPrefixFallsToItsCoverOrToNothing() {
    lab.originate(ANYCAST, "sjc", "ams").originate(UNCOVERED, "sjc", "ams").converge();
    assertThat(lab.way("eyeball", "157.240.22.35")).isIn("sjc", "ams");
    lab.forget().retract(ANYCAST, "sjc").retract(UNCOVERED, "sjc").converge();
    assertThat(lab.way("eyeball", "129.134.30.12")).isEqualTo("ams");
    assertThat(lab.subjects("route-lost")).isEmpty();

    lab.retract(ANYCAST, "ams").retract(UNCOVERED, "ams").converge();

    assertThat(lab.way("eyeball", "129.134.30.12")).isEqualTo("silent");
    assertThat(lab.way("eyeball", "157.240.22.35")).isEqualTo("unreachable");
    assertThat(lab.subjects("route-lost")).contains("129.134.30.0/24 at eyeball");
    assertThat(lab.subjects("prefix-retracted"))
        .containsExactly(
            "129.134.30.0/24 at sjc",
            "157.240.22.0/24 at sjc",
            "129.134.30.0/24 at ams",
            "157.240.22.0/24 at ams");
    assertThat(lab.events("prefix-retracted"))
        .allSatisfy(e -> assertThat(e.weight()).isEqualTo(Event.Weight.STORY));
    assertThat(lab.backbone().originations()).doesNotContainKeys(ANYCAST, UNCOVERED);
  }

  @Test
  void afterTheDrainEverythingReturns() {
    List<SiteRoute> before = lab.backbone().routes("prn");
    lab.drain(true, PLANE_1).drain(true, PLANE_2).converge().forget();
    assertThat(lab.backbone().routes("prn")).isNotEqualTo(before);

    lab.drain(false, PLANE_1).drain(false, PLANE_2).converge();

    assertThat(lab.subjects("plane-up")).containsExactlyInAnyOrder("plane-1", "plane-2");
    assertThat(lab.subjects("site-connected")).containsExactlyInAnyOrder("prn", "sjc", "ams");
    assertThat(lab.subjects("session-up")).hasSize(3);
    assertThat(lab.backbone().routes("prn")).isEqualTo(before);
    assertEverySiteReachesEveryOther();
  }

  @Test
  void ipv6GoesTheSameWays() {
    lab.originate(ANYCAST_6, "sjc").converge();

    assertThat(lab.way("eyeball", "2a03:2880:f0fc:c:face:b00c:0:35")).isEqualTo("sjc");
    assertThat(lab.way("prn", "2a03:2880:f0fc:c:face:b00c:0:35")).isEqualTo("sjc");
  }

  @Test
  void theRouteToAnAddressIsThatOfTheLongestPrefix() {
    lab.originate(ANYCAST, "sjc").converge();
    IpAddress server = IpAddress.of("129.134.30.12");

    SiteRoute own = lab.backbone().route("sjc", server).orElseThrow();
    assertThat(own.prefix()).isEqualTo(ANYCAST);
    assertThat(own.from()).isEmpty();
    assertThat(own.localPreference()).hasValue(100);
    SiteRoute outside = lab.backbone().route("eyeball", server).orElseThrow();
    assertThat(outside.prefix()).isEqualTo(ANYCAST);
    assertThat(outside.origin()).isEqualTo(Origin.IGP);
    assertThat(outside.path()).endsWith("32934");

    lab.retract(ANYCAST, "sjc").converge();
    SiteRoute cover = lab.backbone().route("eyeball", server).orElseThrow();
    assertThat(cover.prefix().covers(ANYCAST)).isTrue();
    assertThat(cover.prefix()).isNotEqualTo(ANYCAST);
  }

  @Test
  void aLowPreferenceYieldsToAnotherSite() {
    lab.originate(ANYCAST, "ams").converge();
    lab.feed(new Backbone.Input.Originate("sjc", ANYCAST, 10, Optional.empty())).converge();
    assertThat(lab.way("sjc", "129.134.30.12")).isEqualTo("ams");

    lab.retract(ANYCAST, "ams").converge();
    assertThat(lab.way("sjc", "129.134.30.12")).isEqualTo("sjc");
  }

  @Test
  void aBrokenPeeringTakesItsSessionAndRoutesAway() {
    lab.originate(UNCOVERED, "sjc").converge().forget();
    assertThat(lab.way("eyeball", "157.240.22.35")).isEqualTo("sjc");

    lab.feed(new Backbone.Input.FailLink("sjc--as6453")).converge();

    assertThat(lab.subjects("session-down")).containsExactly("sjc--as6453");
    assertThat(lab.events("link-down")).isEmpty();
    assertThat(lab.way("eyeball", "157.240.22.35")).isEqualTo("sjc");
    assertThat(lab.backbone().route("as6453", UNCOVERED).orElseThrow().from()).isEqualTo("ams");

    lab.feed(new Backbone.Input.RepairLink("sjc--as6453")).converge();
    assertThat(lab.subjects("session-up")).containsExactly("sjc--as6453");
  }

  @Test
  void anOriginationAskedForTwiceIsToldOfOnce() {
    lab.forget().originate(ANYCAST, "sjc").originate(ANYCAST, "sjc");
    lab.retract(ANYCAST, "sjc").retract(ANYCAST, "sjc");

    assertThat(lab.events("prefix-originated")).hasSize(1);
    assertThat(lab.events("prefix-retracted")).hasSize(1);
  }

  @Test
  void anOriginationThatIsNotRenewedInTimeIsRetractedByTheRouterItself() {
    Duration lease = Duration.ofMinutes(5);
    lab.lease(ANYCAST, lease, "sjc").converge().forget();
    assertThat(lab.way("eyeball", "129.134.30.12")).isEqualTo("sjc");

    lab.run(Duration.ofSeconds(119));
    assertThat(lab.allEvents()).isEmpty();
    lab.run(Duration.ofSeconds(1)).converge();

    assertThat(lab.subjects("announcement-lapsed")).containsExactly(ANYCAST + " at sjc");
    assertThat(lab.subjects("prefix-retracted")).containsExactly(ANYCAST + " at sjc");
    assertThat(lab.way("eyeball", "129.134.30.12")).isNotEqualTo("sjc");
  }

  @Test
  void aRenewedOriginationStandsAndSaysNothing() {
    Duration lease = Duration.ofMinutes(5);
    lab.lease(ANYCAST, lease, "sjc").converge().forget();

    for (int i = 0; i < 10; i++) {
      lab.lease(ANYCAST, lease, "sjc").run(lease.minusSeconds(1));
    }

    assertThat(lab.allEvents()).isEmpty();
    assertThat(lab.way("eyeball", "129.134.30.12")).isEqualTo("sjc");
  }

  @Test
  void anOriginationForGoodEndsTheLeaseBeforeIt() {
    lab.lease(ANYCAST, Duration.ofMinutes(5), "sjc").originate(ANYCAST, "sjc").converge().forget();

    lab.run(Duration.ofHours(1));

    assertThat(lab.allEvents()).isEmpty();
  }

  @Test
  void aLeaseMayBeRenewedForLessThanWasLeftOfIt() {
    lab.lease(ANYCAST, Duration.ofHours(1), "sjc").lease(ANYCAST, Duration.ofMinutes(1), "sjc");
    lab.forget().run(Duration.ofMinutes(1));
    assertThat(lab.events("prefix-retracted")).hasSize(1);

    lab.originate(ANYCAST, "sjc").forget().run(Duration.ofHours(2));
    assertThat(lab.events("prefix-retracted")).isEmpty();
  }

  @Test
  void aLeaseEndsWithItsOriginationAndAnotherBeginsAnew() {
    Duration lease = Duration.ofMinutes(5);
    lab.lease(ANYCAST, lease, "sjc").converge().retract(ANYCAST, "sjc").converge();
    lab.lease(ANYCAST, lease, "sjc").forget();

    lab.run(lease.minusSeconds(1));
    assertThat(lab.events("prefix-retracted")).isEmpty();
    lab.run(Duration.ofSeconds(1));

    assertThat(lab.events("prefix-retracted")).hasSize(1);
  }

  @Test
  void routesOfOutsideSitesWeighMoreThanThoseInside() {
    lab.forget().originate(ANYCAST, "sjc").converge();

    assertThat(lab.events("route-gained"))
        .filteredOn(e -> "eyeball".equals(e.attributes().get("site")))
        .singleElement()
        .satisfies(
            e -> {
              assertThat(e.weight()).isEqualTo(Event.Weight.DETAIL);
              assertThat(e.attributes()).containsEntry("path", "6453 32934");
            });
    assertThat(lab.events("route-gained"))
        .filteredOn(e -> "prn".equals(e.attributes().get("site")))
        .allSatisfy(e -> assertThat(e.weight()).isEqualTo(Event.Weight.METRIC));
  }

  @Test
  void theSameInputsGiveTheSameEventsToTheLetter() {
    List<String> first = dayOfTrouble().log();

    assertThat(dayOfTrouble().log()).isEqualTo(first);
  }

  private static RunningBackbone dayOfTrouble() {
    RunningBackbone lab = new RunningBackbone(Worlds.small()).converge();
    lab.originate(ANYCAST, "sjc", "ams").converge();
    lab.drain(true, PLANE_1).drain(true, PLANE_2).converge();
    lab.retract(ANYCAST, "sjc", "ams").converge();
    return lab.drain(false, PLANE_1).drain(false, PLANE_2).originate(ANYCAST, "sjc").converge();
  }

  @Test
  void aHostThatWasHeldUpSeesTheSameCourse() {
    List<String> prompt = names(new RunningBackbone(Worlds.small()).converge().effects());
    Backbone late = new Backbone(Worlds.small());
    List<Backbone.Effect> effects =
        new ArrayList<>(late.handle(Tick.ZERO, new Backbone.Input.Start()));

    effects.addAll(late.expire(Tick.at(Duration.ofMinutes(3))));

    assertThat(names(effects)).isEqualTo(prompt);
    assertThat(late.routes("eyeball")).isEqualTo(lab.backbone().routes("eyeball"));
    assertThat(late.version()).isEqualTo(lab.backbone().version());
  }

  private static List<String> names(List<Backbone.Effect> effects) {
    return effects.stream()
        .filter(Backbone.Effect.Observed.class::isInstance)
        .map(effect -> ((Backbone.Effect.Observed) effect).event())
        .map(event -> event.name() + " " + event.subject() + " " + event.detail())
        .toList();
  }

  @Test
  void aBackboneOfTenSitesInEightPlanesGoesAndComesBack() {
    BackboneConfig config = Worlds.large();
    String[] core =
        config.routers().stream()
            .filter(router -> !router.speaksBgp())
            .map(RouterConfig::name)
            .toArray(String[]::new);
    RunningBackbone large = new RunningBackbone(config).converge();
    assertThat(large.backbone().sessionsUp()).isEqualTo(large.sessionsTotal());
    assertThat(large.way("s9", "129.134.64.10")).isEqualTo("s0");
    assertThat(large.way("as13", "198.18.4.1")).isEqualTo("as4");

    large.drain(true, core).run(Duration.ofSeconds(10));
    assertThat(large.spanLinksUp()).isZero();
    assertThat(large.backbone().isolatedSites()).hasSize(10);
    assertThat(large.backbone().sessionsUp()).isEqualTo(46);

    large.drain(false, core).run(Duration.ofSeconds(20));
    assertThat(large.spanLinksUp()).isEqualTo(large.spanLinksTotal());
    assertThat(large.backbone().isolatedSites()).isEmpty();
    assertThat(large.backbone().sessionsUp()).isEqualTo(large.sessionsTotal());
    assertThat(large.way("s9", "129.134.64.10")).isEqualTo("s0");
  }

  @Test
  void anIdleBackboneForwardsAsBefore() {
    long version = lab.backbone().version();
    lab.forget().run(Duration.ofHours(1));

    assertThat(lab.backbone().version()).isEqualTo(version);
    assertThat(lab.allEvents()).isEmpty();
  }

  @Test
  void aWalkedForwardingEndsWithItsVersion() {
    var forwarding = lab.backbone().forwarding();
    lab.originate(ANYCAST, "sjc");

    assertThatThrownBy(() -> forwarding.verdict("prn", IpAddress.of("1.1.1.1")))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void aSnapshotStaysAsItWas() {
    ForwardingTable snapshot = lab.backbone().snapshot();
    lab.drain(true, PLANE_1).drain(true, PLANE_2).converge();

    assertThat(snapshot.verdict("sjc", IpAddress.of("129.134.64.10")))
        .isInstanceOf(Verdict.Deliver.class);
    assertThat(lab.backbone().snapshot().verdict("sjc", IpAddress.of("129.134.64.10")))
        .isEqualTo(Verdict.SILENT);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
  void flattenedAndWalkedForwardingAgree(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    BackboneConfig config = Worlds.random(random);
    RunningBackbone other = new RunningBackbone(config).converge();
    List<String> addresses =
        List.of(
            "129.134.64.10",
            "129.134.30.12",
            "129.134.1.1",
            "198.18.0.9",
            "198.18.3.9",
            "2a03:2880:f0fc::35",
            "10.96.0.1",
            "10.96.0.3",
            "10.96.0.200",
            "8.8.8.8",
            "2001:db8::1");

    for (int round = 0; round < 6; round++) {
      LinkConfig link = config.links().get(random.nextInt(config.links().size()));
      other.feed(
          random.nextInt(3) > 0
              ? new Backbone.Input.FailLink(link.name())
              : new Backbone.Input.RepairLink(link.name()));
      other.run(Duration.ofMillis(random.nextInt(200)));
      ForwardingTable table = other.backbone().snapshot();
      for (String site : table.sites()) {
        for (String address : addresses) {
          IpAddress destination = IpAddress.of(address);
          assertThat(table.verdict(site, destination))
              .as("seed %d, round %d, %s to %s", seed, round, site, address)
              .isEqualTo(other.backbone().forwarding().verdict(site, destination));
        }
      }
    }
  }

  @Test
  void unknownNamesAreRefused() {
    assertThatThrownBy(() -> lab.feed(new Backbone.Input.FailLink("nowhere")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the backbone has no link 'nowhere'");
  }
}
