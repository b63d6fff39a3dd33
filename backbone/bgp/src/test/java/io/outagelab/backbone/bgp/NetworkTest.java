package io.outagelab.backbone.bgp;

import static org.assertj.core.api.Assertions.assertThat;

import io.outagelab.backbone.bgp.BgpSpeaker.Input;
import io.outagelab.core.net.IpAddress;
import io.outagelab.core.net.Prefix;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Several speakers together: what is said at one end is known at the other, and forgotten. */
class NetworkTest {
  private static final String NET = "129.134.30.0/24";
  private static final String NET6 = "2a03:2880:f0fc::/48";
  private static final Duration SOON = Duration.ofSeconds(2);

  /** Two sites of one AS, each with a provider; the providers are peers; one has a customer. */
  private static Network internet(Duration interval) {
    return new Network(interval)
        .router("east", 32_934)
        .router("west", 32_934)
        .router("t1", 6453)
        .router("t2", 3356)
        .router("eyeballs", 13_335)
        .link("east", "west", Relation.INTERNAL)
        .link("east", "t1", Relation.PROVIDER)
        .link("west", "t2", Relation.PROVIDER)
        .link("t1", "t2", Relation.PEER)
        .link("t1", "eyeballs", Relation.CUSTOMER)
        .start()
        .run(SOON);
  }

  @Test
  void routesTravelThroughTheNetworkInBothFamilies() {
    Network network = internet(Duration.ZERO);

    network.originate("east", NET).originate("west", NET6).run(SOON);

    assertThat(network.path("eyeballs", NET)).isEqualTo("6453 32934");
    assertThat(network.path("t2", NET)).isEqualTo("32934");
    assertThat(network.path("west", NET)).isEmpty();
    assertThat(network.path("eyeballs", NET6)).isEqualTo("6453 32934");
    assertThat(network.speaker("east").best(Prefix.of(NET6)).orElseThrow().nextHop())
        .isEqualTo(IpAddress.of("10.0.0.2"));
  }

  @Test
  void announceThenWithdrawLeavesNothingAnywhere() {
    Network network = internet(Duration.ofSeconds(5));
    network.originate("east", NET).originate("west", NET).originate("west", NET6).run(SOON);

    network.withdraw("east", NET).withdraw("west", NET).withdraw("west", NET6);
    network.run(Duration.ofMinutes(1));

    assertThat(network.tables()).isEmpty();
    network
        .speakers()
        .values()
        .forEach(
            speaker ->
                speaker
                    .peers()
                    .forEach(
                        peer -> {
                          assertThat(speaker.received(peer)).isEmpty();
                          assertThat(speaker.advertised(peer, Prefix.of(NET))).isEmpty();
                        }));
  }

  @Test
  void theOrderOfIndependentUpdatesDoesNotMatter() {
    String[] prefixes = {NET, NET6, "129.134.31.0/24", "185.89.218.0/23", "157.240.0.0/16"};
    List<String> steps = new ArrayList<>();
    for (String prefix : prefixes) {
      steps.add("east " + prefix);
      steps.add("west " + prefix);
    }
    String expected = "";
    for (long seed = 0; seed < 20; seed++) {
      Network network = internet(Duration.ofSeconds(1));
      for (String step : new Generator(seed).shuffled(steps)) {
        int space = step.indexOf(' ');
        network.originate(step.substring(0, space), step.substring(space + 1));
        network.run(Duration.ofMillis(seed * 7));
      }

      network.run(Duration.ofMinutes(1));

      String tables = network.tables();
      if (seed == 0) {
        expected = tables;
        assertThat(tables).isNotEmpty();
      }
      assertThat(tables).as("seed %d", seed).isEqualTo(expected);
    }
  }

  @Test
  void aCutLinkMovesTrafficAndAMendedOneBringsItBack() {
    Network network = internet(Duration.ZERO);
    network.originate("east", NET).originate("west", NET).run(SOON);
    String before = network.tables();

    network.cut("east", "t1").run(SOON);
    assertThat(network.speaker("t1").state("east")).isNotEqualTo(SessionState.ESTABLISHED);
    assertThat(network.path("eyeballs", NET)).isEqualTo("6453 3356 32934");

    network.mend("east", "t1").run(Duration.ofMinutes(1));
    assertThat(network.tables()).isEqualTo(before);
  }

  @Test
  void aSilentLinkIsFoundByTheHoldTimer() {
    Network network = internet(Duration.ZERO);
    network.originate("east", NET).run(SOON);

    network.blackhole("east", "t1").run(Duration.ofSeconds(60));
    assertThat(network.path("eyeballs", NET)).isEqualTo("6453 32934");
    network.run(Duration.ofSeconds(31));

    assertThat(network.path("eyeballs", NET)).isEqualTo("6453 3356 32934");
    assertThat(network.events())
        .contains(new BgpEvent.SessionDown("t1", "east", DisconnectReason.HOLD_TIMER));
  }

  @Test
  void anUnreachableInteriorNextHopLosesTheRouteEverywhereBehindIt() {
    Network network = internet(Duration.ZERO);
    network.originate("east", NET).cut("east", "t1").run(SOON);
    assertThat(network.path("eyeballs", NET)).isEqualTo("6453 3356 32934");

    network.feed("west", new Input.NextHops(new TreeMap<>())).run(SOON);

    assertThat(network.path("west", NET)).isEqualTo("none");
    assertThat(network.path("eyeballs", NET)).isEqualTo("none");
  }

  @Test
  void pathsHaveNoValleys() {
    Network network =
        new Network(Duration.ZERO)
            .router("t1", 1)
            .router("t2", 2)
            .router("multihomed", 3)
            .link("t1", "multihomed", Relation.CUSTOMER)
            .link("t2", "multihomed", Relation.CUSTOMER)
            .start()
            .run(SOON);

    network.originate("t1", NET).run(SOON);

    assertThat(network.path("multihomed", NET)).isEqualTo("1");
    assertThat(network.path("t2", NET)).isEqualTo("none");
  }

  @Test
  void theAdvertisementIntervalSparesUpdates() {
    long without = updatesOfAFlap(Duration.ZERO);
    long with = updatesOfAFlap(Duration.ofSeconds(30));

    assertThat(with).isLessThan(without);
  }

  private static long updatesOfAFlap(Duration interval) {
    Network network = internet(interval).originate("east", NET);
    for (int preference = 1; preference <= 10; preference++) {
      network.run(SOON);
      network.feed("east", new Input.Originate(Prefix.of(NET), preference, preference % 2 == 0));
    }
    network.run(Duration.ofMinutes(2));
    assertThat(network.path("eyeballs", NET)).isEqualTo("none");
    return network.sent().stream().filter(Network.Sent::isUpdate).count();
  }

  @Test
  void theSameRunSendsTheSameOctets() {
    List<String> first = octetsOfARun();

    assertThat(octetsOfARun()).isEqualTo(first);
  }

  private static List<String> octetsOfARun() {
    Network network = internet(Duration.ofSeconds(3));
    network.originate("east", NET).run(SOON).cut("east", "west").run(SOON);
    network.mend("east", "west").originate("west", NET6).run(Duration.ofMinutes(5));
    return network.sent().stream()
        .map(sent -> sent.at() + sent.from() + sent.to() + HexFormat.of().formatHex(sent.octets()))
        .toList();
  }

  @Test
  void everySessionStaysUpForADay() {
    Network network = internet(Duration.ofSeconds(30)).run(Duration.ofHours(24));

    assertThat(network.events()).hasSize(10).allMatch(BgpEvent.SessionUp.class::isInstance);
  }
}
