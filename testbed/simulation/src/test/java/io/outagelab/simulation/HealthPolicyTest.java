package io.outagelab.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.outagelab.assembly.Assembled;
import io.outagelab.assembly.Happening;
import io.outagelab.assembly.PlacedNode;
import io.outagelab.configpush.Via;
import io.outagelab.core.Tick;
import io.outagelab.core.config.RouterChange;
import io.outagelab.core.node.Arrival;
import io.outagelab.core.node.Departure;
import io.outagelab.core.node.Node;
import io.outagelab.world.World;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What each knob of the name servers' health rule makes of a fault: of the one of 2021, which cuts
 * every site off from every other, and of lesser ones in which the rule did or did not have a
 * point.
 */
@Tag("simulation")
@Tag("long")
class HealthPolicyTest {
  private static final String WORLD = "facebook-2021";
  private static final String EVERYTHING = "assess-backbone-capacity.yaml";
  private static final String ALL_CENTRES = "drain-data-centres.yaml";
  private static final String TWO_CENTRES = "drain-two-data-centres.yaml";
  private static final String NAME = "www.facebook.com";
  private static final String NS_A = "129.134.30.0/24";
  private static final List<String> EDGES = List.of("ams", "iad", "lhr", "mxp", "sin", "sjc");

  private static void assertNames(Play play, String answer) {
    for (String resolver : List.of("as13335", "as15169", "as64500")) {
      assertThat(play.board().answer(resolver, NAME)).as(resolver).isEqualTo(answer);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {EVERYTHING, ALL_CENTRES})
  void failClosedWithdrawsEverySiteThatHearsOfNoDataCentre(String push) {
    Play play = Play.of(WORLD).push(push, false).runTo(30);

    assertThat(play.events("site-unhealthy")).hasSize(6);
    assertThat(play.originators(NS_A)).isEmpty();
    assertNames(play, "SERVFAIL");
  }

  @ParameterizedTest
  @ValueSource(strings = {EVERYTHING, ALL_CENTRES})
  void failStaticTakesTheSilenceOfAllForNoSign(String push) {
    Play play = Play.of(WORLD, "fail-static").push(push, false).runTo(40);

    assertThat(play.events("site-blind")).hasSize(6);
    assertThat(play.events("site-unhealthy")).isEmpty();
    assertThat(play.originators(NS_A)).containsExactlyElementsOf(EDGES);
    assertNames(play, "NOERROR");
  }

  @Test
  void failStaticSitesSeeAgainWhenTheBackboneIsBack() {
    Play play = Play.of(WORLD, "fail-static", "out-of-band").push(EVERYTHING).runTo(30);

    play.rollback(Via.OUT_OF_BAND, false).runTo(150);

    assertThat(play.events("site-sighted")).hasSize(6);
    assertThat(play.events("prefix-retracted")).isEmpty();
  }

  @Test
  void failStaticDoesNotExcuseASiteThatHearsOfSomeButTooFew() {
    Play play = Play.of(WORLD, "fail-static", "quorum").push(TWO_CENTRES, false).runTo(30);

    assertThat(play.events("site-blind")).isEmpty();
    assertThat(play.events("site-unhealthy")).hasSize(6);
    assertThat(play.originators(NS_A)).isEmpty();
  }

  @Test
  void oneDataCentreIsEnoughWithoutAQuorum() {
    Play play = Play.of(WORLD).push(TWO_CENTRES, false).runTo(30);

    assertThat(play.events("site-unhealthy")).isEmpty();
    assertThat(play.originators(NS_A)).containsExactlyElementsOf(EDGES);
    assertNames(play, "NOERROR");
  }

  @Test
  void aQuorumWithdrawsEverySiteWhileHalfOfTheDataCentresStillServe() {
    Play play = Play.of(WORLD, "quorum").push(TWO_CENTRES, false).runTo(30);

    assertThat(play.events("site-unhealthy"))
        .hasSize(6)
        .allSatisfy(
            unhealthy ->
                assertThat(unhealthy.event().detail())
                    .startsWith("fewer than 3 of 4 data centres answered well"));
    assertThat(play.originators(NS_A)).isEmpty();
    assertNames(play, "SERVFAIL");
  }

  @Test
  void sitesThatHearOfNobodyStayAsTheLast() {
    Play play = Play.of(WORLD, "keep-last-n").push(EVERYTHING).runTo(60);

    assertThat(play.events("site-unhealthy")).hasSize(6);
    assertThat(play.events("kept-among-last")).hasSize(6);
    assertThat(play.originators(NS_A)).containsExactlyElementsOf(EDGES);
    assertNames(play, "NOERROR");
    assertThat(play.board().app("facebook").cause()).isEqualTo("backend");
  }

  @Test
  void sitesThatHearOfEachOtherLeaveAllButTheLast() {
    Play play = Play.of(WORLD, "keep-last-n").push(ALL_CENTRES, false).runTo(60);

    assertThat(play.events("site-unhealthy")).hasSize(6);
    assertThat(play.originators(NS_A)).hasSize(2);
    assertNames(play, "NOERROR");
  }

  @Test
  void sitesThatHaveLeftComeBackWhenTheyNoLongerHearOfThoseThatStayed() {
    Tick later = Tick.at(Play.SETTLED.plusMinutes(61));
    Play play =
        Play.recast(
                WORLD, List.of("keep-last-n"), lab -> lab.with(Engineer.who(later, lab.world())))
            .push(ALL_CENTRES, false)
            .runTo(60);
    assertThat(play.originators(NS_A)).hasSize(2);

    play.runTo(66);

    assertThat(play.originators(NS_A)).containsExactlyElementsOf(EDGES);
    assertThat(play.events("kept-among-last"))
        .extracting(happening -> happening.event().detail())
        .contains("fewer than 2 other sites promise to stay: announces its prefixes again");
  }

  /** Somebody who takes the edges' routers off the backbone by hand, once the time has come. */
  private static final class Engineer implements Node {
    private final World world;
    private Tick at;

    private Engineer(Tick at, World world) {
      this.at = at;
      this.world = world;
    }

    static PlacedNode who(Tick at, World world) {
      return new PlacedNode(
          "engineer", PlacedNode.Role.CLIENT, "mpk", List.of(), new Engineer(at, world));
    }

    @Override
    public List<Departure> handle(Tick now, Arrival arrival) {
      return List.of();
    }

    @Override
    public List<Departure> expire(Tick now) {
      at = Tick.NEVER;
      return IntStream.rangeClosed(1, world.backbone().planes())
          .boxed()
          .flatMap(plane -> EDGES.stream().map(site -> "bb%d.%s".formatted(plane, site)))
          .<Departure>map(
              router -> new Departure.Console(router, RouterChange.drained("by-hand", true)))
          .toList();
    }

    @Override
    public Tick deadline() {
      return at;
    }
  }

  /** A node that hangs: from some tick on it does nothing, and says nothing. */
  private record Hanging(Node node, Tick from) implements Node {
    @Override
    public List<Departure> handle(Tick now, Arrival arrival) {
      return now.isBefore(from) ? node.handle(now, arrival) : List.of();
    }

    @Override
    public List<Departure> expire(Tick now) {
      return now.isBefore(from) ? node.expire(now) : List.of();
    }

    @Override
    public Tick deadline() {
      return node.deadline().isBefore(from) ? node.deadline() : Tick.NEVER;
    }
  }

  /** The world whose announcers of these names hang five minutes after it had settled. */
  private static Play hanging(Predicate<String> names, String... mitigations) {
    Tick from = Tick.at(Play.SETTLED.plusMinutes(5));
    return Play.recast(
        WORLD,
        List.of(mitigations),
        lab -> recast(lab, placed -> names.test(placed.name()) ? hung(placed, from) : placed));
  }

  private static PlacedNode hung(PlacedNode placed, Tick from) {
    return new PlacedNode(
        placed.name(),
        placed.role(),
        placed.site(),
        placed.addresses(),
        new Hanging(placed.node(), from));
  }

  private static Assembled recast(Assembled lab, UnaryOperator<PlacedNode> change) {
    return new Assembled(
        lab.world(),
        lab.seed(),
        lab.scale(),
        lab.addressing(),
        lab.backbone(),
        lab.nodes().stream().map(change).toList(),
        lab.routers(),
        lab.taps(),
        lab.settling(),
        lab.guestAddress());
  }

  @Test
  void aHungAnnouncerKeepsItsRoutesForEver() {
    Play play = hanging("announcer:facebook-dns@sjc"::equals).push(EVERYTHING).runTo(60);

    assertThat(play.originators(NS_A)).containsExactly("sjc");
  }

  @Test
  void aDeadManTimerRetractsTheRoutesOfAHungAnnouncerAndOfNoOther() {
    Play play = hanging("announcer:facebook-dns@sjc"::equals, "dead-man").runTo(60);

    List<Happening> retracted = play.events("prefix-retracted");
    assertThat(retracted)
        .hasSize(10)
        .allMatch(happening -> "sjc".equals(happening.event().attributes().get("site")));
    Duration at = retracted.getFirst().at().minus(Play.SETTLED);
    assertThat(at).isBetween(Duration.ofMinutes(9), Duration.ofMinutes(10));
    assertThat(play.events("announcement-lapsed")).hasSize(10);
    assertThat(play.originators(NS_A)).containsExactly("ams", "iad", "lhr", "mxp", "sin");
    assertNames(play, "NOERROR");
  }

  @Test
  void aDeadManTimerSavesNobodyFromAFaultCommonToAllAnnouncers() {
    Play play = hanging(name -> name.startsWith("announcer:facebook-dns"), "dead-man").runTo(30);

    assertThat(play.originators(NS_A)).isEmpty();
    assertNames(play, "SERVFAIL");
  }

  @Test
  void aDeadManTimerChangesNothingWhileAnnouncersLive() {
    Play play = Play.of(WORLD, "dead-man").runTo(60);

    assertThat(play.events("prefix-retracted")).isEmpty();
    assertThat(play.events("route-lost")).isEmpty();
    assertThat(play.originators(NS_A)).containsExactlyElementsOf(EDGES);
  }

  @Test
  void depreferenceKeepsEverySiteAsTheLastChoice() {
    Play play = Play.of(WORLD, "depreference").push(EVERYTHING).runTo(40);

    assertThat(play.events("site-unhealthy")).hasSize(6);
    assertThat(play.originators(NS_A)).containsExactlyElementsOf(EDGES);
    assertNames(play, "NOERROR");
  }
}
