package io.outagelab.backbone.bgp;

import static org.assertj.core.api.Assertions.assertThat;

import io.outagelab.backbone.bgp.Message.Announcement;
import io.outagelab.backbone.bgp.Message.Open;
import io.outagelab.backbone.bgp.Message.Update;
import io.outagelab.core.net.IpAddress.Family;
import io.outagelab.core.net.Prefix;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is written can be read, whatever way the stream is cut. */
class CodecRoundTripTest {
  private static List<Message> read(List<byte[]> stream) {
    MessageFramer framer = new MessageFramer();
    List<Message> messages = new ArrayList<>();
    for (byte[] octets : stream) {
      framer.append(octets);
      Optional<Decoded> next = framer.next(Lone.ANY);
      while (next.isPresent()) {
        assertThat(next.get()).isInstanceOf(Decoded.Read.class);
        messages.add(((Decoded.Read) next.get()).message());
        next = framer.next(Lone.ANY);
      }
    }
    return messages;
  }

  @ParameterizedTest
  @EnumSource(Family.class)
  void announcementsComeBackEqual(Family family) {
    for (long seed = 0; seed < 300; seed++) {
      Generator generator = new Generator(seed);
      PathAttributes attributes = generator.attributes(family);
      List<Prefix> prefixes = generator.prefixes(family, 1000);

      List<byte[]> stream = UpdateEncoder.announce(attributes, prefixes);

      assertThat(stream).allMatch(octets -> octets.length <= MessageCodec.MAX_LENGTH);
      List<Prefix> read = new ArrayList<>();
      for (Message message : read(stream)) {
        Update update = (Update) message;
        assertThat(update.withdrawn()).as("seed %d", seed).isEmpty();
        assertThat(update.faults()).as("seed %d", seed).isEmpty();
        Announcement announcement = update.announced().getFirst();
        assertThat(announcement.attributes()).as("seed %d", seed).isEqualTo(attributes);
        read.addAll(announcement.nlri());
      }
      assertThat(read).as("seed %d", seed).isEqualTo(prefixes);
    }
  }

  @ParameterizedTest
  @EnumSource(Family.class)
  void withdrawalsComeBackEqual(Family family) {
    for (long seed = 0; seed < 100; seed++) {
      List<Prefix> prefixes = new Generator(seed).prefixes(family, 2000);

      List<Prefix> read = new ArrayList<>();
      for (Message message : read(UpdateEncoder.withdraw(prefixes))) {
        read.addAll(((Update) message).withdrawn());
      }

      assertThat(read).as("seed %d", seed).isEqualTo(prefixes);
    }
  }

  @Test
  void messagesSurviveAnyCutOfTheStream() {
    for (long seed = 0; seed < 50; seed++) {
      Generator generator = new Generator(seed);
      List<byte[]> whole = new ArrayList<>();
      whole.add(MessageCodec.keepalive());
      whole.addAll(
          UpdateEncoder.announce(
              generator.attributes(Family.IPV4), generator.prefixes(Family.IPV4, 50)));
      whole.add(MessageCodec.encode(NotificationCode.BAD_PEER_AS.with((byte) 7)));
      OctetWriter joined = new OctetWriter();
      whole.forEach(joined::octets);
      OctetReader stream = new OctetReader(joined.toOctets());
      List<byte[]> pieces = new ArrayList<>();
      while (stream.remaining() > 0) {
        pieces.add(stream.octets(1 + generator.upTo(Math.min(40, stream.remaining()))));
      }

      assertThat(read(pieces)).as("seed %d", seed).isEqualTo(read(whole));
    }
  }

  @Test
  void openComesBackEqual() {
    Open open =
        new Open(
            Negotiation.AS_TRANS,
            180,
            Lone.ip("192.0.2.7"),
            List.of(
                Capability.Multiprotocol.unicast(Family.IPV4),
                Capability.Multiprotocol.unicast(Family.IPV6),
                new Capability.Role(Capability.Role.PEER),
                new Capability.FourOctetAs(4_200_000_000L),
                new Capability.Unknown(2, new byte[0])));

    assertThat(read(List.of(MessageCodec.encode(open)))).containsExactly(open);
  }

  @Test
  void packsPrefixesOfEqualAttributesIntoOneUpdate() {
    List<Prefix> prefixes = Lone.prefixes("10.0.0.0/8", "10.1.0.0/16", "192.0.2.0/24");
    PathAttributes attributes =
        PathAttributes.of(Origin.IGP, AsPath.of(64500), Lone.ip("192.0.2.1"));

    assertThat(UpdateEncoder.announce(attributes, prefixes)).hasSize(1);
  }
}
