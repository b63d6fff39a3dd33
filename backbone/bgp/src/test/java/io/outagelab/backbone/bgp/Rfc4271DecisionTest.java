package io.outagelab.backbone.bgp;

import static org.assertj.core.api.Assertions.assertThat;

import io.outagelab.backbone.bgp.BgpSpeaker.Input;
import io.outagelab.backbone.bgp.DecisionProcess.Candidate;
import io.outagelab.core.net.IpAddress;
import io.outagelab.core.net.Prefix;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** RFC 4271 §9.1: which route is best. */
class Rfc4271DecisionTest {
  private static final String NET = "192.0.2.0/24";

  private static PathAttributes path(String nextHop, long... ases) {
    return PathAttributes.of(Origin.IGP, AsPath.of(ases), Lone.ip(nextHop));
  }

  private static String chosen(Lone lone) {
    return lone.best(NET)
        .map(
            route ->
                switch (route.source()) {
                  case Source.Local ignored -> "local";
                  case Source.Learned learned -> learned.peer();
                })
        .orElse("none");
  }

  /** §9.1.1: the relation's LOCAL_PREF counts before the length of the path. */
  @Test
  void prefersCustomersToPeersToProviders() {
    Lone lone = Lone.established(Relation.PROVIDER, Relation.PEER, Relation.CUSTOMER);

    lone.announce("provider", AsPath.of(64_501), NET);
    assertThat(chosen(lone)).isEqualTo("provider");
    lone.announce("peer", AsPath.of(64_502, 1), NET);
    assertThat(chosen(lone)).isEqualTo("peer");
    lone.announce("customer", AsPath.of(64_503, 1, 2, 3), NET);
    assertThat(chosen(lone)).isEqualTo("customer");
  }

  /** §9.1.2.2 a: the shorter AS_PATH. */
  @Test
  void prefersTheShorterPath() {
    Lone lone = Lone.established(Relation.PEER, Relation.PEER);

    lone.announce("peer", AsPath.of(64_501, 1, 2), NET);
    lone.announce("peer2", AsPath.of(64_502, 1), NET);

    assertThat(chosen(lone)).isEqualTo("peer2");
  }

  /** §9.1.2.2 a: a set counts one, however many it has. */
  @Test
  void countsASetAsOne() {
    AsPath set =
        new AsPath(
            List.of(
                new AsPath.Segment(AsPath.SegmentType.SEQUENCE, List.of(64_501L)),
                new AsPath.Segment(AsPath.SegmentType.SET, List.of(1L, 2L, 3L))));

    assertThat(set.length()).isEqualTo(2);
  }

  /** §9.1.2.2 b: the lower ORIGIN. */
  @Test
  void prefersTheLowerOrigin() {
    Lone lone = Lone.established(Relation.PEER, Relation.PEER);

    lone.announce(
        "peer", PathAttributes.of(Origin.INCOMPLETE, AsPath.of(64_501), Lone.ip("10.0.1.1")), NET);
    lone.announce("peer2", AsPath.of(64_502), NET);

    assertThat(chosen(lone)).isEqualTo("peer2");
  }

  /** §9.1.2.2 c: MULTI_EXIT_DISC counts only among routes from the same neighbouring AS. */
  @Test
  void comparesMedOnlyWithinTheSameNeighbouringAs() {
    Lone lone = Lone.established(Relation.INTERNAL, Relation.INTERNAL, Relation.INTERNAL);
    reach(lone, "10.0.1.1", "10.0.1.2", "10.0.1.3");

    lone.announce("internal", path("10.0.1.1", 7, 1).withMed(OptionalLong.of(50)), NET);
    lone.announce("internal2", path("10.0.1.2", 7, 1).withMed(OptionalLong.of(10)), NET);
    assertThat(chosen(lone)).isEqualTo("internal2");

    // Another AS: its MED does not count against the others, the lower router id decides.
    lone.withdraw("internal2", NET);
    lone.announce("internal3", path("10.0.1.3", 8, 1).withMed(OptionalLong.of(10)), NET);
    assertThat(chosen(lone)).isEqualTo("internal");
  }

  /** §9.1.2.2 d: external before internal. */
  @Test
  void prefersExternalToInternal() {
    Lone lone = Lone.established(Relation.INTERNAL, Relation.PROVIDER);
    reach(lone, "10.0.1.1");

    lone.announce("internal", path("10.0.1.1", 7), NET);
    lone.announce("provider", AsPath.of(64_502), NET);

    assertThat(chosen(lone)).isEqualTo("provider");
  }

  /** §9.1.2.2 e: the lower interior cost, and again when it changes. */
  @Test
  void prefersTheNearerNextHop() {
    Lone lone = Lone.established(Relation.INTERNAL, Relation.INTERNAL);
    lone.feed(metrics(20, 10));
    lone.announce("internal", path("10.0.1.1", 7), NET);
    lone.announce("internal2", path("10.0.1.2", 8), NET);
    assertThat(chosen(lone)).isEqualTo("internal2");

    lone.feed(metrics(5, 10));
    assertThat(chosen(lone)).isEqualTo("internal");
  }

  /** §9.1.2.2 f: the lower BGP Identifier. */
  @Test
  void prefersTheLowerRouterId() {
    Lone lone = Lone.established(Relation.PEER, Relation.PEER);

    lone.announce("peer2", AsPath.of(64_502), NET);
    lone.announce("peer", AsPath.of(64_501), NET);

    assertThat(chosen(lone)).isEqualTo("peer");
  }

  /** §9.1.2.1: a route whose next hop cannot be resolved is not eligible. */
  @Test
  void anUnreachableNextHopMakesARouteIneligible() {
    Lone lone = Lone.established(Relation.INTERNAL, Relation.INTERNAL);
    lone.announce("internal", path("10.0.1.1"), NET);
    assertThat(chosen(lone)).isEqualTo("none");

    reach(lone, "10.0.1.1");
    assertThat(chosen(lone)).isEqualTo("internal");

    reach(lone, "10.0.1.2");
    assertThat(chosen(lone)).isEqualTo("none");
  }

  /** §9.1.2: the withdrawal of the best lets the next best take over. */
  @Test
  void fallsBackToTheNextBest() {
    Lone lone = Lone.established(Relation.CUSTOMER, Relation.PROVIDER);
    lone.announce("customer", AsPath.of(64_501), NET);
    lone.announce("provider", AsPath.of(64_502), NET);

    lone.withdraw("customer", NET);
    assertThat(chosen(lone)).isEqualTo("provider");
    lone.withdraw("provider", NET);
    assertThat(chosen(lone)).isEqualTo("none");
  }

  /** An origination is a route like others: it wins a tie, and loses to a higher LOCAL_PREF. */
  @Test
  void aDepreferredOriginGivesWayToAnotherSite() {
    Lone lone = Lone.established(Relation.INTERNAL);
    reach(lone, "10.0.1.1");
    lone.announce("internal", path("10.0.1.1").withLocalPreference(OptionalLong.of(100)), NET);

    lone.feed(new Input.Originate(Prefix.of(NET), 100, false));
    assertThat(chosen(lone)).isEqualTo("local");
    lone.feed(new Input.Originate(Prefix.of(NET), 50, false));
    assertThat(chosen(lone)).isEqualTo("internal");
  }

  /** §9.1.2: what has passed our AS never comes in. */
  @Test
  void dropsLoops() {
    Lone lone = Lone.established(Relation.PROVIDER);

    lone.announce("provider", AsPath.of(64_501, Lone.AS, 1), NET);

    assertThat(chosen(lone)).isEqualTo("none");
    assertThat(lone.speaker.received("provider")).containsExactly(Prefix.of(NET));
  }

  /** §5.1.3: a next hop that is ourselves is no next hop. */
  @Test
  void dropsRoutesThatPointBackAtUs() {
    Lone lone = Lone.established(Relation.INTERNAL);
    reach(lone, "10.0.0.1");

    lone.announce("internal", path("10.0.0.1", 7), NET);

    assertThat(chosen(lone)).isEqualTo("none");
  }

  @Test
  void choosesWhatPlainEliminationChooses() {
    for (long seed = 0; seed < 2000; seed++) {
      Generator generator = new Generator(seed);
      List<Candidate> candidates = new ArrayList<>();
      int count = 1 + generator.upTo(6);
      for (int i = 0; i < count; i++) {
        candidates.add(candidate(generator, i));
      }

      Optional<Route> best = DecisionProcess.select(candidates);

      assertThat(best).as("seed %d", seed).contains(oracle(candidates).route());
      assertThat(DecisionProcess.select(generator.shuffled(candidates)))
          .as("seed %d", seed)
          .isEqualTo(best);
    }
  }

  private static Candidate candidate(Generator generator, int index) {
    PathAttributes attributes =
        PathAttributes.of(
                generator.choose(Arrays.asList(Origin.IGP, Origin.INCOMPLETE)),
                AsPath.of(1 + generator.upTo(2), 1 + generator.upTo(2)),
                Lone.ip("192.0.2." + index))
            .withLocalPreference(OptionalLong.of(100L + generator.upTo(2)))
            .withMed(
                generator.chance() ? OptionalLong.empty() : OptionalLong.of(generator.upTo(3)));
    Source source =
        new Source.Learned("p" + index, generator.chance() ? Relation.INTERNAL : Relation.PEER);
    return new Candidate(
        new Route(Prefix.of(NET), attributes, source),
        generator.upTo(2),
        Lone.ip("10.0.0." + generator.upTo(3)),
        Lone.ip("10.0.1." + index));
  }

  /**
   * One rule after the other over a plain list. A tournament of pairs cannot serve here: with
   * MULTI_EXIT_DISC, "better than" is not transitive.
   */
  private static Candidate oracle(List<Candidate> all) {
    List<Candidate> left = new ArrayList<>(all);
    long preference = left.stream().mapToLong(Rfc4271DecisionTest::preference).max().orElse(0);
    left.removeIf(c -> preference(c) < preference);
    int length = left.stream().mapToInt(c -> attributes(c).asPath().length()).min().orElse(0);
    left.removeIf(c -> attributes(c).asPath().length() > length);
    if (left.stream().anyMatch(c -> attributes(c).origin() == Origin.IGP)) {
      left.removeIf(c -> attributes(c).origin() != Origin.IGP);
    }
    TreeMap<Long, Long> lowestMed = new TreeMap<>();
    left.forEach(c -> lowestMed.merge(neighbour(c), med(c), Math::min));
    left.removeIf(c -> med(c) > lowestMed.getOrDefault(neighbour(c), 0L));
    if (left.stream().anyMatch(Rfc4271DecisionTest::isExternal)) {
      left.removeIf(c -> !isExternal(c));
    }
    Candidate best = left.getFirst();
    for (Candidate c : left) {
      if (tail(c).compareTo(tail(best)) < 0) {
        best = c;
      }
    }
    return best;
  }

  private static String tail(Candidate c) {
    return c.interiorCost() + " " + c.routerId() + " " + c.peerAddress();
  }

  private static PathAttributes attributes(Candidate c) {
    return c.route().attributes();
  }

  private static long preference(Candidate c) {
    return attributes(c).localPreference().orElse(0);
  }

  private static long neighbour(Candidate c) {
    return attributes(c).asPath().neighbour().orElse(0);
  }

  private static long med(Candidate c) {
    return attributes(c).med().orElse(0);
  }

  private static boolean isExternal(Candidate c) {
    return c.route().source() instanceof Source.Learned learned && learned.relation().isExternal();
  }

  private static Input metrics(int first, int second) {
    TreeMap<IpAddress, Integer> metrics = new TreeMap<>();
    metrics.put(Lone.ip("10.0.1.1"), first);
    metrics.put(Lone.ip("10.0.1.2"), second);
    return new Input.NextHops(metrics);
  }

  private static void reach(Lone lone, String... nextHops) {
    TreeMap<IpAddress, Integer> metrics = new TreeMap<>();
    Arrays.stream(nextHops).forEach(hop -> metrics.put(Lone.ip(hop), 10));
    lone.feed(new Input.NextHops(metrics));
  }
}
