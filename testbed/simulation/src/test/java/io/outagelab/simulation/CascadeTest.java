package io.outagelab.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.outagelab.apps.AppMonitor;
import io.outagelab.apps.AppMonitorConfig;
import io.outagelab.apps.Service;
import io.outagelab.assembly.AppNode;
import io.outagelab.assembly.Assembled;
import io.outagelab.assembly.PlacedNode;
import io.outagelab.configpush.OperatorInstruction;
import io.outagelab.configpush.Selector;
import io.outagelab.configpush.Via;
import io.outagelab.core.Seeds;
import io.outagelab.core.dns.DnsCodec;
import io.outagelab.core.dns.StubPolicy;
import io.outagelab.core.net.Endpoint;
import io.outagelab.core.net.IpAddress;
import io.outagelab.core.rpc.Target;
import io.outagelab.world.World;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The chain of 4 October 2021, arrow by arrow: with its cause an effect comes, without it it does
 * not. Nobody tells any player what to do but the operator.
 */
@Tag("simulation")
class CascadeTest {
  private static final String WORLD = "facebook-2021";
  private static final String PUSH = "assess-backbone-capacity.yaml";
  private static final List<String> RESOLVERS = List.of("as13335", "as15169", "as64500");
  private static final List<String> APPS =
      List.of("facebook", "messenger", "instagram", "whatsapp", "oculus");
  private static final String NS_A = "129.134.30.0/24";

  @TempDir Path scratch;

  private static void assertAnswers(Play play, String name, String expected) {
    for (String resolver : RESOLVERS) {
      assertThat(play.board().answer(resolver, name))
          .as("%s at %s", name, resolver)
          .isEqualTo(expected);
    }
  }

  private static void assertApps(Play play, String state, String cause) {
    for (String app : APPS) {
      assertThat(play.board().app(app).state()).as(app).isEqualTo(state);
      assertThat(play.board().app(app).cause()).as(app).isEqualTo(cause);
    }
  }

  @Test
  void anUndisturbedWorldIsWellAndStaysSo() {
    Play play = Play.of(WORLD).runTo(30);

    assertAnswers(play, "www.facebook.com", "NOERROR");
    assertAnswers(play, "instagram.com", "NOERROR");
    assertApps(play, "up", "none");
    assertThat(play.events("app-changed")).isEmpty();
    assertThat(play.events("answer-changed")).isEmpty();
    assertThat(play.events("door-shut")).isEmpty();
    assertThat(play.board().linksUp()).isEqualTo(play.board().linksTotal());
    play.simulation().checkAtRest();
  }

  @Test
  void thePushTakesDownBackboneThenRoutesThenNamesThenApps() {
    Play play = Play.of(WORLD).push(PUSH).runTo(5);

    // The backbone is gone, front ends answer with errors, names still resolve.
    assertThat(play.board().linksUp()).isZero();
    assertThat(play.board().isolatedSites()).contains("prn", "sjc", "mpk");
    assertApps(play, "down", "backend");
    assertAnswers(play, "www.facebook.com", "NOERROR");
    assertThat(play.isOriginated(NS_A)).isTrue();
    assertThat(play.board().isDoorOpen("menlo-park")).isTrue();

    play.runTo(25);

    // Every name-server site has withdrawn; the cover stays; names and apps are dark.
    assertThat(play.isOriginated(NS_A)).isFalse();
    assertThat(play.isOriginated("129.134.0.0/17")).isTrue();
    assertAnswers(play, "www.facebook.com", "SERVFAIL");
    assertAnswers(play, "facebook.com", "SERVFAIL");
    assertAnswers(play, "www.instagram.com", "SERVFAIL");
    assertAnswers(play, "instagram.com", "NOERROR");
    assertApps(play, "down", "name");

    play.rollback(Via.IN_BAND, false).runTo(45);

    assertThat(play.events("rollback-refused")).hasSize(1);
    assertThat(play.board().linksUp()).isZero();
    assertThat(play.board().isDoorOpen("menlo-park")).isFalse();

    play.instruct(new OperatorInstruction.Dispatch(Selector.all())).runTo(70);
    play.instruct(new OperatorInstruction.Restore(Optional.empty(), true)).runTo(210);

    assertThat(play.board().linksUp()).isEqualTo(play.board().linksTotal());
    assertAnswers(play, "www.facebook.com", "NOERROR");
    assertApps(play, "up", "none");
    assertThat(play.board().isDoorOpen("menlo-park")).isTrue();
    play.simulation().checkAtRest();
  }

  @Test
  void nothingHealsWithoutARestore() {
    Play play = Play.of(WORLD).push(PUSH).runTo(120);

    assertThat(play.board().linksUp()).isZero();
    assertApps(play, "down", "name");
  }

  @Test
  void aRightAuditStopsThePush() {
    Play play = Play.of(WORLD, "audit-fixed").push(PUSH).runTo(20);

    assertThat(play.events("audit-refused")).hasSize(1);
    assertThat(play.events("link-down")).isEmpty();
    assertApps(play, "up", "none");
  }

  @Test
  void onePlaneSparedKeepsEverySiteConnected() {
    Play play = Play.of(WORLD).push("drain-one-plane.yaml").runTo(20);

    assertThat(play.events("plane-down")).hasSize(1);
    assertThat(play.events("site-isolated")).isEmpty();
    assertThat(play.events("site-unhealthy")).isEmpty();
    assertApps(play, "up", "none");
  }

  @Test
  void withoutTheHealthRuleNoPrefixIsWithdrawnAndNamesGoOnResolving() {
    Play play = Play.of(WORLD, "fail-static").push(PUSH).runTo(40);

    assertThat(play.isOriginated(NS_A)).isTrue();
    assertAnswers(play, "www.facebook.com", "NOERROR");
    assertApps(play, "down", "backend");
  }

  @Test
  void aPrefixKeptAtOneSiteKeepsTheNamesAlive() {
    Play play =
        Play.changed(
                WORLD,
                scratch,
                world ->
                    world.replace(
                        "\nprefixes:\n", "\nprefixes:\n  - {prefix: 129.134.30.0/24, at: [sjc]}\n"))
            .push(PUSH)
            .runTo(40);

    assertThat(play.events("prefix-retracted")).isNotEmpty();
    assertAnswers(play, "www.facebook.com", "NOERROR");
  }

  @Test
  void anAddressPinnedNeedsNoNameAndFindsTheFrontEndInError() {
    Play play = Play.with(WORLD, CascadeTest::watcherOfAPinnedAddress).push(PUSH).runTo(40);

    assertThat(play.board().app("facebook").cause()).isEqualTo("name");
    assertThat(play.board().app("pinned").state()).isEqualTo("down");
    assertThat(play.board().app("pinned").cause()).isEqualTo("backend");
  }

  /** Calls Facebook's front end by its address, from a host of the first resolver's AS. */
  private static PlacedNode watcherOfAPinnedAddress(Assembled lab) {
    World world = lab.world();
    IpAddress network = world.site("as13335").hosts().orElseThrow().network();
    IpAddress host = IpAddress.ofIpv4((int) network.low() + 200);
    AppMonitorConfig config =
        new AppMonitorConfig(
            "pinned",
            host,
            new Target.At(new Endpoint(world.service("facebook").address(), Service.PORT)),
            List.of(
                new StubPolicy(
                    List.of(Endpoint.of("1.1.1.1", DnsCodec.PORT)),
                    Duration.ofSeconds(5),
                    1,
                    false)),
            Duration.ofSeconds(30),
            Duration.ofSeconds(5),
            Duration.ofSeconds(30));
    return new PlacedNode(
        "pinned",
        PlacedNode.Role.CLIENT,
        "as13335",
        List.of(host),
        new AppNode(new AppMonitor(config, new Seeds(1).of("pinned"))));
  }

  @Test
  void withNoHealthRuleAtAllTheSitesAnnounceForEver() {
    Play play =
        Play.changed(
                WORLD,
                scratch,
                world -> world.replaceFirst("(?m)^    health:\\n(?:      .*\\n)+", ""))
            .push(PUSH)
            .runTo(30);

    assertThat(play.events("prefix-retracted")).isEmpty();
    assertAnswers(play, "www.facebook.com", "NOERROR");
  }

  @Test
  void longTtlsCarryCachedNamesThroughButNotTheApps() {
    Play play = Play.of(WORLD, "long-ttl").push(PUSH).runTo(40);

    assertThat(play.isOriginated(NS_A)).isFalse();
    assertAnswers(play, "www.facebook.com", "NOERROR");
    assertApps(play, "down", "backend");
  }

  @Test
  void aCachedAnswerOutlivesTheServersUntilItsTtlRunsOut() {
    Play play = Play.of(WORLD).push(PUSH).runTo(30);
    Duration gone = play.events("prefix-retracted").getLast().at().minus(Play.SETTLED);
    Duration apexDark = darkSince(play, "facebook.com");
    Duration wwwDark = darkSince(play, "www.facebook.com");

    // The apex lives 300 s in caches, what www leads to 60 s.
    assertThat(apexDark).isGreaterThan(gone);
    assertThat(apexDark.minus(gone)).isLessThan(Duration.ofSeconds(330));
    assertThat(wwwDark.minus(gone)).isLessThan(Duration.ofSeconds(90));
  }

  private static Duration darkSince(Play play, String name) {
    return play.events("answer-changed").stream()
        .filter(h -> h.event().attributes().getOrDefault("name", "").equals(name))
        .filter(h -> h.event().attributes().getOrDefault("resolver", "").equals("as13335"))
        .findFirst()
        .orElseThrow()
        .at()
        .minus(Play.SETTLED);
  }

  @Test
  void anIndependentOutOfBandNetworkTakesTheChangeBack() {
    Play play = Play.of(WORLD, "out-of-band").push(PUSH).runTo(25);
    assertApps(play, "down", "name");

    play.rollback(Via.OUT_OF_BAND, false).runTo(160);

    assertThat(play.events("rollback-finished")).hasSize(1);
    assertThat(play.board().linksUp()).isEqualTo(play.board().linksTotal());
    assertApps(play, "up", "none");
  }

  @Test
  void theOutOfBandNetworkOf2021SharesTheFateOfWhatItIsToMend() {
    Play play = Play.of(WORLD).push(PUSH).runTo(25);

    play.rollback(Via.OUT_OF_BAND, false).runTo(40);

    assertThat(play.events("rollback-refused")).hasSize(1);
    assertThat(play.board().linksUp()).isZero();
  }

  @Test
  void onSiteRollbackBringsItBack() {
    Play play = Play.of(WORLD).push(PUSH).runTo(25);

    play.rollback(Via.ON_SITE, true).runTo(160);

    assertThat(play.board().linksUp()).isEqualTo(play.board().linksTotal());
    assertAnswers(play, "www.facebook.com", "NOERROR");
    assertApps(play, "up", "none");
  }

  @Test
  void theSameSeedGivesTheSameEventsAndAnotherDoesNot() {
    List<String> one = Play.of(WORLD).push(PUSH).runTo(20).transcript();
    List<String> two = Play.of(WORLD).push(PUSH).runTo(20).transcript();

    List<String> other = Play.seeded(WORLD, 8).push(PUSH).runTo(20).transcript();

    assertThat(two).isEqualTo(one);
    assertThat(other).isNotEqualTo(one);
  }
}
