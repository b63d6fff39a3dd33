package io.outagelab.backbone.bgp;

import static org.assertj.core.api.Assertions.assertThat;

import io.outagelab.backbone.bgp.BgpSpeaker.Input;
import io.outagelab.backbone.bgp.Message.Open;
import io.outagelab.backbone.bgp.Message.Update;
import io.outagelab.core.net.IpAddress;
import io.outagelab.core.net.Prefix;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** RFC 4760: IPv6 routes over IPv4 sessions. */
class Rfc4760MultiprotocolTest {
  private static final String NET = "2001:db8:7::/48";

  /** §3: MP_REACH_NLRI; the next hop is the IPv4-mapped address of this end. */
  @Test
  void announcesIpv6WithAMappedNextHop() {
    Lone lone = Lone.established(Relation.PROVIDER);

    lone.feed(new Input.Originate(Prefix.of(NET), 100, false));

    Update update = (Update) lone.sent("provider").getFirst();
    assertThat(update.announced().getFirst().nlri()).isEqualTo(Lone.prefixes(NET));
    assertThat(update.announced().getFirst().attributes().nextHop())
        .isEqualTo(Lone.ip("::ffff:10.0.0.1"));
  }

  /** §4: MP_UNREACH_NLRI. */
  @Test
  void withdrawsIpv6() {
    Lone lone = Lone.established(Relation.PROVIDER);
    lone.feed(new Input.Originate(Prefix.of(NET), 100, false));

    lone.feed(new Input.WithdrawOrigin(Prefix.of(NET)));

    Update update = (Update) lone.sent("provider").getFirst();
    assertThat(update.withdrawn()).isEqualTo(Lone.prefixes(NET));
  }

  /** A mapped next hop resolves like the IPv4 address in it. */
  @Test
  void resolvesAMappedNextHopByTheInteriorRouting() {
    Lone lone = Lone.established(Relation.INTERNAL);
    lone.announce(
        "internal", PathAttributes.of(Origin.IGP, AsPath.EMPTY, Lone.ip("::ffff:10.0.1.1")), NET);
    assertThat(lone.best(NET)).isEmpty();

    TreeMap<IpAddress, Integer> metrics = new TreeMap<>();
    metrics.put(Lone.ip("10.0.1.1"), 10);
    lone.feed(new Input.NextHops(metrics));

    assertThat(lone.best(NET)).map(Route::nextHop).contains(Lone.ip("10.0.1.1"));
  }

  /** §8: a peer that does not offer IPv6 gets none, and its own is ignored. */
  @Test
  void exchangesOnlyFamiliesThatBothOffer() {
    Lone lone = new Lone(Relation.CUSTOMER);
    lone.feed(new Input.Connected("customer"));
    Open open = lone.open("customer");
    Open ipv4Only =
        new Open(open.as(), 90, open.routerId(), List.of(new Capability.FourOctetAs(open.as())));
    lone.receive("customer", MessageCodec.encode(ipv4Only));
    lone.receive("customer", MessageCodec.keepalive());

    lone.feed(new Input.Originate(Prefix.of(NET), 100, false));
    assertThat(lone.sent("customer")).isEmpty();
    lone.announce(
        "customer",
        PathAttributes.of(Origin.IGP, AsPath.of(64_501), Lone.ip("2001:db8::1")),
        "2001:db8:8::/48");
    assertThat(lone.best("2001:db8:8::/48")).isEmpty();
    assertThat(lone.state("customer")).isEqualTo(SessionState.ESTABLISHED);
  }

  /** §3 and RFC 2545 §3: of a global and a link-local next hop, the global one counts. */
  @Test
  void readsTheGlobalNextHop() {
    OctetWriter value =
        new OctetWriter()
            .u16(2)
            .u8(1)
            .u8(32)
            .octets(Lone.ip("2001:db8::1").octets())
            .octets(Lone.ip("fe80::1").octets())
            .u8(0);
    NlriCodec.encode(value, Prefix.of(NET));
    AttributeDecoder decoder = new AttributeDecoder(Lone.ANY);

    decoder.decode(new OctetReader(AttributeEncoder.attribute(0x80, 14, value.toOctets())));

    assertThat(decoder.reach()).contains(new MpReach(Lone.ip("2001:db8::1"), Lone.prefixes(NET)));
  }

  /** §6: families that we do not know are ignored. */
  @Test
  void ignoresUnknownFamilies() {
    byte[] evpn = AttributeEncoder.attribute(0x80, 14, new byte[] {0, 25, 70, 4, 1, 2, 3, 4, 0});
    AttributeDecoder decoder = new AttributeDecoder(Lone.ANY);

    decoder.decode(new OctetReader(evpn));

    assertThat(decoder.reset()).isEmpty();
    assertThat(decoder.faults()).isEmpty();
  }

  /** RFC 4724 §2: an End-of-RIB marker of either kind is no error. */
  @Test
  void takesEndOfRibMarkers() {
    Lone lone = Lone.established(Relation.CUSTOMER);
    byte[] unreach = AttributeEncoder.attribute(0x80, 15, new byte[] {0, 2, 1});
    byte[] ipv6 = new OctetWriter().u16(0).u16(unreach.length).octets(unreach).toOctets();

    lone.receive("customer", MessageCodec.frame(Update.TYPE, new byte[4]));
    lone.receive("customer", MessageCodec.frame(Update.TYPE, ipv6));

    assertThat(lone.state("customer")).isEqualTo(SessionState.ESTABLISHED);
  }
}
