package io.outagelab.backbone.bgp;

import static org.assertj.core.api.Assertions.assertThat;

import io.outagelab.backbone.bgp.BgpSpeaker.Input;
import io.outagelab.core.net.IpAddress;
import io.outagelab.core.net.Prefix;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** RFC 8212 and the policies that lift it: what may come in and go out. */
class Rfc8212PolicyTest {
  private static final String NET = "192.0.2.0/24";

  private static boolean isTold(Lone lone, String peer) {
    return lone.speaker.advertised(peer, Prefix.of(NET)).isPresent();
  }

  private static PathAttributes told(Lone lone, String peer) {
    return lone.speaker.advertised(peer, Prefix.of(NET)).orElseThrow();
  }

  /** RFC 8212 §2: without import policy no route is eligible. */
  @Test
  void nothingComesInWithoutAPolicy() {
    Lone lone = Lone.established(Relation.NONE);

    lone.announce("none", AsPath.of(64_501), NET);

    assertThat(lone.best(NET)).isEmpty();
    assertThat(lone.speaker.received("none")).containsExactly(Prefix.of(NET));
  }

  /** RFC 8212 §2: without export policy no route is advertised. */
  @Test
  void nothingGoesOutWithoutAPolicy() {
    Lone lone = Lone.established(Relation.NONE);

    lone.feed(new Input.Originate(Prefix.of(NET), 100, false));

    assertThat(lone.sent("none")).isEmpty();
  }

  @Test
  void ownRoutesGoToEverybody() {
    Lone lone =
        Lone.established(Relation.INTERNAL, Relation.CUSTOMER, Relation.PEER, Relation.PROVIDER);

    lone.feed(new Input.Originate(Prefix.of(NET), 100, false));

    assertThat(lone.speaker.peers()).allMatch(peer -> isTold(lone, peer));
    assertThat(told(lone, "internal").localPreference()).hasValue(100);
    assertThat(told(lone, "internal").asPath()).isEqualTo(AsPath.EMPTY);
    assertThat(told(lone, "provider").asPath()).isEqualTo(AsPath.of(Lone.AS));
    assertThat(told(lone, "provider").localPreference()).isEmpty();
    assertThat(told(lone, "provider").nextHop()).isEqualTo(Lone.ip("10.0.0.1"));
  }

  /** Valley-free: what a customer announced goes to everybody. */
  @Test
  void customerRoutesGoToEverybodyElse() {
    Lone lone =
        Lone.established(Relation.CUSTOMER, Relation.CUSTOMER, Relation.PEER, Relation.PROVIDER);

    lone.announce("customer", AsPath.of(64_501), NET);

    assertThat(isTold(lone, "customer")).isFalse();
    assertThat(isTold(lone, "customer2")).isTrue();
    assertThat(isTold(lone, "peer")).isTrue();
    assertThat(isTold(lone, "provider")).isTrue();
  }

  /** Valley-free: what a peer or provider announced goes to customers only. */
  @Test
  void peerAndProviderRoutesGoToCustomersOnly() {
    for (String from : new String[] {"peer", "provider"}) {
      Lone lone =
          Lone.established(
              Relation.CUSTOMER,
              Relation.PEER,
              Relation.PROVIDER,
              Relation.PEER,
              Relation.PROVIDER,
              Relation.INTERNAL);

      lone.announce(from, AsPath.of(lone.config(from).as()), NET);

      assertThat(lone.speaker.peers())
          .filteredOn(peer -> isTold(lone, peer))
          .containsExactly("customer", "internal");
    }
  }

  /** RFC 9234 §5: another router of the AS knows from the mark how far the route may go. */
  @Test
  void theMarkOfAProviderRouteHoldsAtEveryRouterOfTheAs() {
    Lone lone = Lone.established(Relation.INTERNAL, Relation.PROVIDER, Relation.CUSTOMER);
    reach(lone);
    PathAttributes path =
        PathAttributes.of(Origin.IGP, AsPath.of(7, 8), Lone.ip("10.0.1.1"))
            .withLocalPreference(OptionalLong.of(100));

    lone.announce("internal", path.withOnlyToCustomer(7), NET);
    assertThat(isTold(lone, "customer")).isTrue();
    assertThat(isTold(lone, "provider")).isFalse();

    lone.announce("internal", path, NET);
    assertThat(isTold(lone, "provider")).isTrue();
  }

  /** RFC 9234 §5: a customer that passes on a marked route leaks it. */
  @Test
  void aLeakFromACustomerIsNotTaken() {
    Lone lone = Lone.established(Relation.CUSTOMER);

    lone.announce(
        "customer",
        PathAttributes.of(Origin.IGP, AsPath.of(64_501, 9), Lone.ip("10.0.1.1"))
            .withOnlyToCustomer(9),
        NET);

    assertThat(lone.best(NET)).isEmpty();
  }

  /** RFC 4271 §9.2: internal routes do not go to internal peers. */
  @Test
  void internalRoutesStayWithTheirReceiver() {
    Lone lone = Lone.established(Relation.INTERNAL, Relation.INTERNAL);
    reach(lone);

    lone.announce(
        "internal", PathAttributes.of(Origin.IGP, AsPath.of(7), Lone.ip("10.0.1.1")), NET);

    assertThat(lone.best(NET)).isPresent();
    assertThat(isTold(lone, "internal2")).isFalse();
  }

  /** RFC 1997: an internal-only origin carries NO_EXPORT, here and at every other router. */
  @Test
  void internalOnlyRoutesStayInTheAs() {
    Lone lone =
        Lone.established(Relation.INTERNAL, Relation.CUSTOMER, Relation.PEER, Relation.PROVIDER);
    lone.feed(new Input.Originate(Prefix.of(NET), 100, true));
    assertThat(lone.speaker.peers())
        .filteredOn(peer -> isTold(lone, peer))
        .containsExactly("internal");
    PathAttributes sent = told(lone, "internal");
    assertThat(sent.communities()).containsExactly(Community.NO_EXPORT);

    Lone other = Lone.established(Relation.INTERNAL, Relation.CUSTOMER);
    reach(other);
    other.announce("internal", sent.withNextHop(Lone.ip("10.0.1.1")), NET);
    assertThat(other.best(NET)).isPresent();
    assertThat(isTold(other, "customer")).isFalse();
  }

  /** RFC 4271 §5.1.4 and §5.1.5: MED and LOCAL_PREF end at the border. */
  @Test
  void medAndLocalPrefDoNotLeaveTheAs() {
    Lone lone = Lone.established(Relation.CUSTOMER, Relation.PROVIDER, Relation.INTERNAL);

    lone.announce(
        "customer",
        PathAttributes.of(Origin.IGP, AsPath.of(64_501), Lone.ip("10.0.1.1"))
            .withMed(OptionalLong.of(7)),
        NET);

    assertThat(told(lone, "provider").med()).isEmpty();
    assertThat(told(lone, "internal").med()).hasValue(7);
    assertThat(told(lone, "internal").localPreference()).hasValue(200);
    assertThat(told(lone, "internal").nextHop()).isEqualTo(Lone.ip("10.0.0.1"));
  }

  /** RFC 4271 §9.2.1.1: changes within the interval share one UPDATE; withdrawals do not wait. */
  @Test
  void theAdvertisementIntervalCoalescesAnnouncements() {
    Lone lone = new Lone(Duration.ofSeconds(30), true, Relation.PROVIDER);
    lone.establish("provider");
    lone.feed(new Input.Originate(Prefix.of(NET), 100, false));
    assertThat(lone.sent("provider")).hasSize(1);

    lone.pass(Duration.ofSeconds(1));
    lone.feed(new Input.WithdrawOrigin(Prefix.of(NET)));
    assertThat(lone.sent("provider")).hasSize(1);
    lone.feed(new Input.Originate(Prefix.of(NET), 100, false));
    assertThat(lone.sent("provider")).isEmpty();
    lone.feed(new Input.Originate(Prefix.of("198.51.100.0/24"), 100, false));
    assertThat(lone.sent("provider")).isEmpty();

    lone.pass(Duration.ofSeconds(28));
    assertThat(lone.sent("provider")).noneMatch(Message.Update.class::isInstance);
    lone.pass(Duration.ofSeconds(1));
    assertThat(lone.sent("provider")).filteredOn(Message.Update.class::isInstance).hasSize(1);
    assertThat(isTold(lone, "provider")).isTrue();
  }

  /** What waits and is withdrawn again is never sent. */
  @Test
  void aRouteThatComesAndGoesWithinTheIntervalIsNotSent() {
    Lone lone = new Lone(Duration.ofSeconds(30), true, Relation.PROVIDER);
    lone.establish("provider");
    lone.feed(new Input.Originate(Prefix.of("198.51.100.0/24"), 100, false));

    lone.feed(new Input.Originate(Prefix.of(NET), 100, false));
    lone.feed(new Input.WithdrawOrigin(Prefix.of(NET)));
    assertThat(lone.effects()).hasSize(1);

    lone.pass(Duration.ofMinutes(1));
    assertThat(lone.sent("provider")).noneMatch(Message.Update.class::isInstance);
  }

  /** The interval belongs to the session: a new one is told everything at once. */
  @Test
  void aNewSessionDoesNotWaitForTheIntervalOfTheLast() {
    Lone lone = new Lone(Duration.ofSeconds(30), true, Relation.PROVIDER);
    lone.establish("provider");
    lone.feed(new Input.Originate(Prefix.of(NET), 100, false));
    lone.feed(new Input.Disconnected("provider", DisconnectReason.LINK_DOWN));

    lone.establish("provider");

    assertThat(lone.sent("provider")).singleElement().isInstanceOf(Message.Update.class);
  }

  private static void reach(Lone lone) {
    TreeMap<IpAddress, Integer> metrics = new TreeMap<>();
    metrics.put(Lone.ip("10.0.1.1"), 10);
    lone.feed(new Input.NextHops(metrics));
  }
}
