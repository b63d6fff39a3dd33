package io.outagelab.backbone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.outagelab.backbone.bgp.BgpSpeaker;
import io.outagelab.backbone.bgp.PeerConfig;
import io.outagelab.backbone.bgp.Relation;
import io.outagelab.backbone.bgp.Route;
import io.outagelab.backbone.bgp.SessionState;
import io.outagelab.backbone.bgp.SpeakerConfig;
import io.outagelab.core.Tick;
import io.outagelab.core.net.IpAddress;
import io.outagelab.core.net.Prefix;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Speakers of others at the routers of the lab. */
class GuestsTest {
  private static final String SITE = "eyeball";

  private final RunningBackbone lab = new RunningBackbone(Worlds.small());
  private int carried;

  /** A speaker of another's, with its transport to the router of {@link #SITE} up. */
  private BgpSpeaker guest(String name, long as) {
    PeerConfig router =
        new PeerConfig(
            "lab",
            13_335,
            IpAddress.of("198.51.100.1"),
            IpAddress.of("198.51.100.2"),
            Optional.empty(),
            Relation.PROVIDER,
            true);
    BgpSpeaker speaker =
        new BgpSpeaker(
            new SpeakerConfig(
                name,
                as,
                IpAddress.of("198.51.100.1"),
                Duration.ofSeconds(90),
                Duration.ofSeconds(30),
                Duration.ZERO,
                Duration.ZERO,
                Duration.ofSeconds(5)),
            List.of(router));
    speaker.handle(lab.now(), new BgpSpeaker.Input.Start());
    carried = lab.effects().size();
    lab.feed(new Backbone.Input.GuestCame(name, IpAddress.of("198.51.100.1"), SITE));
    say(name, speaker.handle(lab.now(), new BgpSpeaker.Input.Connected("lab")));
    carry(name, speaker);
    return speaker;
  }

  private void say(String name, List<BgpSpeaker.Effect> effects) {
    for (BgpSpeaker.Effect effect : effects) {
      if (effect instanceof BgpSpeaker.Effect.Send(String ignored, byte[] octets)) {
        lab.feed(new Backbone.Input.GuestSaid(name, octets));
      }
    }
  }

  /** Carries everything between a guest and its router until both are silent. */
  private void carry(String name, BgpSpeaker speaker) {
    while (carried < lab.effects().size()) {
      Backbone.Effect effect = lab.effects().get(carried++);
      if (effect instanceof Backbone.Effect.TellGuest(String to, byte[] octets)
          && to.equals(name)) {
        say(name, speaker.handle(lab.now(), new BgpSpeaker.Input.Received("lab", octets)));
      }
    }
  }

  /** As long as {@link RunningBackbone#converge}, with the guest's keepalives in between. */
  private void converge(String name, BgpSpeaker speaker) {
    for (int i = 0; i < 18; i++) {
      lab.run(Duration.ofSeconds(10));
      say(name, speaker.expire(lab.now()));
      carry(name, speaker);
    }
  }

  private static Optional<String> path(BgpSpeaker speaker, Prefix prefix) {
    return speaker.best(prefix).map(Route::attributes).map(a -> a.asPath().toString());
  }

  @Test
  void aGuestHearsEveryRouteOfItsRouterAndHowTheyChange() {
    lab.originate(Worlds.ANYCAST, "sjc", "prn").converge();
    BgpSpeaker guest = guest("collector", 64_512);

    assertThat(guest.state("lab")).isEqualTo(SessionState.ESTABLISHED);
    assertThat(guest.received("lab"))
        .containsExactlyElementsOf(
            lab.backbone().routes(SITE).stream().map(SiteRoute::prefix).toList());
    assertThat(path(guest, Worlds.ANYCAST)).isPresent();

    lab.retract(Worlds.ANYCAST, "sjc", "prn");
    converge("collector", guest);
    assertThat(path(guest, Worlds.ANYCAST)).isEmpty();

    lab.originate(Worlds.ANYCAST, "sjc");
    converge("collector", guest);
    assertThat(path(guest, Worlds.ANYCAST).orElseThrow()).startsWith("13335 ");
  }

  /** RFC 4760 §3: the next hop of IPv6 routes is an IPv6 address, and none that maps another. */
  @Test
  void ipv6RoutesHaveANextHopOfTheirFamily() {
    lab.originate(Worlds.ANYCAST_6, "sjc").converge();
    BgpSpeaker guest = guest("collector", 64_512);

    assertThat(guest.best(Worlds.ANYCAST_6).orElseThrow().nextHop().toString())
        .startsWith("2001:db8:");
  }

  /** What a guest announces changes no route and no packet's way. */
  @Test
  void nothingThatAGuestAnnouncesIsTaken() {
    lab.originate(Worlds.ANYCAST, "sjc").converge();
    BgpSpeaker guest = guest("hijacker", 64_512);
    List<SiteRoute> before = lab.backbone().routes(SITE);
    String way = lab.way(SITE, "129.134.30.12");

    Prefix moreSpecific = Prefix.of("129.134.30.0/25");
    var announced = new BgpSpeaker.Input.Originate(moreSpecific, 100, false);
    say("hijacker", guest.handle(lab.now(), announced));
    converge("hijacker", guest);

    assertThat(guest.advertised("lab", moreSpecific)).isPresent();
    assertThat(lab.backbone().routes(SITE)).isEqualTo(before);
    assertThat(lab.way(SITE, "129.134.30.12")).isEqualTo(way);
  }

  @Test
  void aGuestOfTheRoutersOwnAsIsRefused() {
    lab.feed(new Backbone.Input.GuestCame("double", IpAddress.of("198.51.100.7"), SITE));
    lab.feed(new Backbone.Input.GuestSaid("double", open(13_335)));

    assertThat(lab.log()).last().asString().endsWith("dismiss double");
  }

  /** RFC 4271 §4.2: an OPEN of this AS, with the capability of RFC 6793. */
  private static byte[] open(int as) {
    byte[] open = new byte[19 + 10 + 8];
    Arrays.fill(open, 0, 16, (byte) 0xff);
    ByteBuffer.wrap(open, 16, open.length - 16)
        .putShort((short) open.length)
        .put((byte) 1)
        .put((byte) 4)
        .putShort((short) as)
        .putShort((short) 90)
        .putInt(0xc633_6407)
        .put((byte) 8)
        .put(new byte[] {2, 6, 65, 4})
        .putInt(as);
    return open;
  }

  @Test
  void aGuestThatIsSilentForItsHoldTimeIsSentAway() {
    guest("silent", 64_512);

    lab.forget().run(Duration.ofSeconds(91));

    assertThat(lab.log()).anyMatch(line -> line.endsWith("dismiss silent"));
    assertThat(lab.subjects("session-down")).containsExactly("eyeball--silent");
  }

  /** RFC 4271 §8.2.2: four minutes for an OPEN. */
  @Test
  void aGuestThatSaysNothingAtAllIsSentAway() {
    lab.feed(new Backbone.Input.GuestCame("mute", IpAddress.of("198.51.100.7"), SITE));

    lab.run(Duration.ofMinutes(4).plusSeconds(1));

    assertThat(lab.log()).anyMatch(line -> line.endsWith("dismiss mute"));
  }

  @Test
  void whatGuestsDoIsNotTheBackbonesBusiness() {
    lab.converge();
    int sessions = lab.backbone().sessionsUp();
    Tick deadline = lab.backbone().deadline();

    guest("collector", 64_512);
    assertThat(lab.backbone().sessionsUp()).isEqualTo(sessions);
    lab.feed(new Backbone.Input.GuestLeft("collector"));

    assertThat(lab.subjects("session-down")).contains("eyeball--collector");
    assertThat(lab.backbone().deadline()).isEqualTo(deadline);
    int effects = lab.effects().size();
    lab.feed(new Backbone.Input.GuestSaid("collector", new byte[] {1}));
    lab.feed(new Backbone.Input.GuestLeft("collector"));
    assertThat(lab.effects()).hasSize(effects);
  }

  @Test
  void twoGuestsOfOneNameAreRefused() {
    guest("collector", 64_512);

    var again = new Backbone.Input.GuestCame("collector", IpAddress.of("198.51.100.7"), SITE);
    assertThatThrownBy(() -> lab.feed(again)).hasMessageContaining("'collector' is here already");
  }
}
