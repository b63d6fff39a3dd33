package io.outagelab.backbone.bgp;

import static org.assertj.core.api.Assertions.assertThat;

import io.outagelab.backbone.bgp.BgpSpeaker.Effect;
import io.outagelab.core.net.IpAddress;
import io.outagelab.core.net.IpAddress.Family;
import io.outagelab.core.net.Prefix;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** No octets from a peer can throw: they end in a NOTIFICATION, a withdrawal or nothing. */
class GarbageTest {
  private static void assertEndsCleanly(Lone lone, String peer, List<Effect> effects, long seed) {
    boolean isClosed = effects.contains(new Effect.Disconnect(peer));
    if (isClosed) {
      assertThat(lone.state(peer)).as("seed %d", seed).isEqualTo(SessionState.IDLE);
      assertThat(lone.speaker.received(peer)).as("seed %d", seed).isEmpty();
    } else {
      assertThat(lone.state(peer)).as("seed %d", seed).isEqualTo(SessionState.ESTABLISHED);
    }
  }

  @Test
  void randomOctetsEndTheSession() {
    for (long seed = 0; seed < 300; seed++) {
      Lone lone = Lone.established(Relation.CUSTOMER);

      List<Effect> effects = lone.receive("customer", new Generator(seed).octets(100));

      assertThat(effects).as("seed %d", seed).contains(new Effect.Disconnect("customer"));
      assertThat(lone.sent("customer"))
          .as("seed %d", seed)
          .containsExactly(NotificationCode.CONNECTION_NOT_SYNCHRONIZED.with());
    }
  }

  @Test
  void randomBodiesOfEveryTypeNeverThrow() {
    for (long seed = 0; seed < 3000; seed++) {
      Generator generator = new Generator(seed);
      Lone lone = Lone.established(Relation.INTERNAL);
      byte[] body = generator.octets(generator.upTo(200));

      List<Effect> effects = lone.receive("internal", MessageCodec.frame(generator.upTo(7), body));

      assertEndsCleanly(lone, "internal", effects, seed);
    }
  }

  @Test
  void flippedBitsInUpdatesNeverThrow() {
    Lone lone = Lone.established(Relation.INTERNAL);
    for (long seed = 0; seed < 5000; seed++) {
      Generator generator = new Generator(seed);
      Family family = generator.chance() ? Family.IPV4 : Family.IPV6;
      byte[] octets =
          UpdateEncoder.announce(generator.attributes(family), generator.prefixes(family, 5))
              .getFirst();
      int flips = 1 + generator.upTo(3);
      for (int i = 0; i < flips; i++) {
        // The header stays whole: otherwise all would end at the marker.
        int at = MessageCodec.HEADER + generator.upTo(octets.length - MessageCodec.HEADER);
        octets[at] ^= (byte) (1 << generator.upTo(8));
      }

      List<Effect> effects = lone.receive("internal", octets);

      assertEndsCleanly(lone, "internal", effects, seed);
      if (lone.state("internal") != SessionState.ESTABLISHED) {
        lone.establish("internal");
      }
    }
  }

  @Test
  void flippedBitsInTheOpenNeverThrow() {
    for (long seed = 0; seed < 2000; seed++) {
      Generator generator = new Generator(seed);
      Lone lone = new Lone(Relation.PEER);
      lone.feed(new BgpSpeaker.Input.Connected("peer"));
      byte[] octets = MessageCodec.encode(lone.open("peer"));
      octets[generator.upTo(octets.length)] ^= (byte) (1 << generator.upTo(8));

      lone.receive("peer", octets);

      assertThat(lone.state("peer"))
          .as("seed %d", seed)
          .isIn(SessionState.IDLE, SessionState.OPEN_SENT, SessionState.OPEN_CONFIRM);
    }
  }

  @Test
  void aPeerCannotAnnounceWithoutBound() {
    Lone lone = Lone.established(Relation.CUSTOMER);
    PathAttributes attributes =
        PathAttributes.of(Origin.IGP, AsPath.of(64_501), Lone.ip("10.0.1.1"));
    List<Prefix> prefixes = new ArrayList<>();
    for (int i = 0; i <= BgpSpeaker.MAX_PREFIXES; i++) {
      prefixes.add(Prefix.host(IpAddress.ofIpv4(0x0b00_0000 + i)));
    }

    UpdateEncoder.announce(attributes, prefixes)
        .forEach(octets -> lone.receive("customer", octets));

    assertThat(lone.sent("customer")).contains(NotificationCode.MAXIMUM_PREFIXES_REACHED.with());
    assertThat(lone.speaker.locRib().table().size()).isZero();
  }
}
