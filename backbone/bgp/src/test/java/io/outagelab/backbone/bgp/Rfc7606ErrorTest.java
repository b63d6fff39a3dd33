package io.outagelab.backbone.bgp;

import static org.assertj.core.api.Assertions.assertThat;

import io.outagelab.backbone.bgp.AttributeFault.Handling;
import io.outagelab.backbone.bgp.Message.Update;
import io.outagelab.core.net.IpAddress.Family;
import java.util.List;
import org.junit.jupiter.api.Test;

/** RFC 7606: an error in an UPDATE costs as little as possible. */
class Rfc7606ErrorTest {
  private static final String PEER = "customer";
  private static final String NET = "192.0.2.0/24";
  private static final byte[] NLRI = {24, (byte) 192, 0, 2};
  private static final UpdateContext EXTERNAL =
      new UpdateContext(true, 64_501, List.of(Family.IPV4, Family.IPV6));

  private static byte[] attribute(int flags, int type, int... value) {
    byte[] octets = new byte[value.length];
    for (int i = 0; i < value.length; i++) {
      octets[i] = (byte) value[i];
    }
    return AttributeEncoder.attribute(flags, type, octets);
  }

  private static final byte[] ORIGIN = attribute(0x40, 1, 0);
  private static final byte[] AS_PATH = attribute(0x40, 2, 2, 1, 0, 0, 0xfb, 0xf5);
  private static final byte[] NEXT_HOP = attribute(0x40, 3, 10, 0, 1, 1);

  private static byte[] body(byte[] nlri, byte[]... attributes) {
    OctetWriter list = new OctetWriter();
    for (byte[] attribute : attributes) {
      list.octets(attribute);
    }
    return new OctetWriter()
        .u16(0)
        .u16(list.size())
        .octets(list.toOctets())
        .octets(nlri)
        .toOctets();
  }

  private static Decoded decode(byte[] body) {
    return MessageCodec.decode(Update.TYPE, body, EXTERNAL);
  }

  private static Update update(byte[] nlri, byte[]... attributes) {
    return (Update) ((Decoded.Read) decode(body(nlri, attributes))).message();
  }

  private static void assertTreatedAsWithdraw(int type, byte[]... attributes) {
    Update update = update(NLRI, attributes);
    assertThat(update.announced()).isEmpty();
    assertThat(update.withdrawn()).isEqualTo(Lone.prefixes(NET));
    assertThat(update.faults()).contains(new AttributeFault(type, Handling.TREAT_AS_WITHDRAW));
  }

  private static void assertDiscarded(int type, byte[] attribute) {
    Update update = update(NLRI, ORIGIN, AS_PATH, NEXT_HOP, attribute);
    assertThat(update.announced().getFirst().nlri()).isEqualTo(Lone.prefixes(NET));
    assertThat(update.faults())
        .containsExactly(new AttributeFault(type, Handling.ATTRIBUTE_DISCARD));
  }

  private static void assertReset(NotificationCode code, byte[] body) {
    assertThat(decode(body))
        .isInstanceOfSatisfying(
            Decoded.Faulty.class,
            faulty -> {
              assertThat(faulty.answer().code()).isEqualTo(code.with().code());
              assertThat(faulty.answer().subcode()).isEqualTo(code.with().subcode());
            });
  }

  @Test
  void readsAWellFormedUpdate() {
    Update update = update(NLRI, ORIGIN, AS_PATH, NEXT_HOP);

    assertThat(update.faults()).isEmpty();
    assertThat(update.announced().getFirst().attributes())
        .isEqualTo(PathAttributes.of(Origin.IGP, AsPath.of(64_501), Lone.ip("10.0.1.1")));
  }

  /** §2: the session stays up, the earlier route goes. */
  @Test
  void treatAsWithdrawKeepsTheSessionAndRemovesTheRoute() {
    Lone lone = Lone.established(Relation.CUSTOMER);
    lone.announce(PEER, AsPath.of(64_501), NET, "198.51.100.0/24");

    byte[] broken = body(NLRI, attribute(0x40, 1, 77), AS_PATH, NEXT_HOP);
    lone.receive(PEER, MessageCodec.frame(Update.TYPE, broken));

    assertThat(lone.best(NET)).isEmpty();
    assertThat(lone.best("198.51.100.0/24")).isPresent();
    assertThat(lone.state(PEER)).isEqualTo(SessionState.ESTABLISHED);
  }

  /** §3 c: flags that conflict with the attribute's. */
  @Test
  void wrongFlagsAreTreatedAsWithdraw() {
    assertTreatedAsWithdraw(1, attribute(0xc0, 1, 0), AS_PATH, NEXT_HOP);
  }

  /** §3 d: a missing mandatory attribute. */
  @Test
  void aMissingMandatoryAttributeIsTreatedAsWithdraw() {
    assertTreatedAsWithdraw(1, AS_PATH, NEXT_HOP);
    assertTreatedAsWithdraw(2, ORIGIN, NEXT_HOP);
    assertTreatedAsWithdraw(3, ORIGIN, AS_PATH);
  }

  /** §3 g: of an attribute that is there twice, the first counts. */
  @Test
  void aRepeatedAttributeIsDiscarded() {
    assertDiscarded(1, attribute(0x40, 1, 2));
  }

  /** §3 g: unless it is MP_REACH_NLRI or MP_UNREACH_NLRI. */
  @Test
  void aRepeatedMultiprotocolAttributeResetsTheSession() {
    byte[] unreach = attribute(0x80, 15, 0, 2, 1);

    assertReset(NotificationCode.MALFORMED_ATTRIBUTE_LIST, body(new byte[0], unreach, unreach));
  }

  /** §4: an attribute that is longer than the list; the NLRI are found all the same. */
  @Test
  void anOverrunIsTreatedAsWithdraw() {
    byte[] overrun = {(byte) 0x80, 4, 9, 0};

    assertTreatedAsWithdraw(4, ORIGIN, AS_PATH, NEXT_HOP, overrun);
  }

  /** §5.2: without any NLRI there is nothing to withdraw. */
  @Test
  void anErrorWithoutNlriResetsTheSession() {
    assertReset(
        NotificationCode.MALFORMED_ATTRIBUTE_LIST, body(new byte[0], attribute(0x40, 1, 77)));
  }

  /** §5.3: a prefix that is longer than an address, or than what is left. */
  @Test
  void unreadableNlriResetTheSession() {
    byte[] tooLong = {33, 1, 2, 3, 4, 5};
    byte[] cut = {24, 1, 2};

    assertReset(NotificationCode.INVALID_NETWORK_FIELD, body(tooLong, ORIGIN, AS_PATH, NEXT_HOP));
    assertReset(NotificationCode.INVALID_NETWORK_FIELD, body(cut, ORIGIN, AS_PATH, NEXT_HOP));
  }

  /** §7.1: ORIGIN. */
  @Test
  void aBadOriginIsTreatedAsWithdraw() {
    assertTreatedAsWithdraw(1, attribute(0x40, 1, 3), AS_PATH, NEXT_HOP);
    assertTreatedAsWithdraw(1, attribute(0x40, 1), AS_PATH, NEXT_HOP);
  }

  /** §7.2: AS_PATH: unknown segment type, overrun, underrun, empty segment; RFC 7607: AS 0. */
  @Test
  void aBadAsPathIsTreatedAsWithdraw() {
    assertTreatedAsWithdraw(2, ORIGIN, attribute(0x40, 2, 3, 1, 0, 0, 0, 1), NEXT_HOP);
    assertTreatedAsWithdraw(2, ORIGIN, attribute(0x40, 2, 2, 2, 0, 0, 0, 1), NEXT_HOP);
    assertTreatedAsWithdraw(2, ORIGIN, attribute(0x40, 2, 2), NEXT_HOP);
    assertTreatedAsWithdraw(2, ORIGIN, attribute(0x40, 2, 2, 0), NEXT_HOP);
    assertTreatedAsWithdraw(2, ORIGIN, attribute(0x40, 2, 2, 1, 0, 0, 0, 0), NEXT_HOP);
  }

  /** §7.2: an external path starts with the peer's AS. */
  @Test
  void aPathThatStartsElsewhereIsTreatedAsWithdraw() {
    assertTreatedAsWithdraw(2, ORIGIN, attribute(0x40, 2, 2, 1, 0, 0, 0, 9), NEXT_HOP);
  }

  /** §7.3: NEXT_HOP of a wrong length, or no host's address. */
  @Test
  void aBadNextHopIsTreatedAsWithdraw() {
    assertTreatedAsWithdraw(3, ORIGIN, AS_PATH, attribute(0x40, 3, 10, 0, 1));
    assertTreatedAsWithdraw(3, ORIGIN, AS_PATH, attribute(0x40, 3, 224, 0, 0, 1));
    assertTreatedAsWithdraw(3, ORIGIN, AS_PATH, attribute(0x40, 3, 0, 0, 0, 0));
  }

  /** §7.4 MULTI_EXIT_DISC, §7.8 COMMUNITIES, RFC 9234 §5 OTC: a wrong length. */
  @Test
  void aWrongLengthIsTreatedAsWithdraw() {
    assertTreatedAsWithdraw(4, ORIGIN, AS_PATH, NEXT_HOP, attribute(0x80, 4, 1));
    assertTreatedAsWithdraw(8, ORIGIN, AS_PATH, NEXT_HOP, attribute(0xc0, 8));
    assertTreatedAsWithdraw(8, ORIGIN, AS_PATH, NEXT_HOP, attribute(0xc0, 8, 1, 2, 3));
    assertTreatedAsWithdraw(35, ORIGIN, AS_PATH, NEXT_HOP, attribute(0xc0, 35, 1));
  }

  /** §7.5: LOCAL_PREF from an external peer. */
  @Test
  void externalLocalPrefIsDiscarded() {
    assertDiscarded(5, attribute(0x40, 5, 0, 0, 1, 0));
  }

  /** §7.6 ATOMIC_AGGREGATE and §7.7 AGGREGATOR of a wrong length. */
  @Test
  void aBadAggregateIsDiscarded() {
    assertDiscarded(6, attribute(0x40, 6, 1));
    assertDiscarded(7, attribute(0xc0, 7, 1, 2));
  }

  /** §7.11: an MP_REACH_NLRI whose next hop has a wrong length. */
  @Test
  void anUnreadableMpReachResetsTheSession() {
    assertReset(
        NotificationCode.OPTIONAL_ATTRIBUTE_ERROR,
        body(new byte[0], ORIGIN, AS_PATH, attribute(0x80, 14, 0, 2, 1, 5, 1, 2, 3, 4, 5, 0)));
  }

  /** RFC 4271 §6.3: a well-known attribute that we do not know. */
  @Test
  void anUnknownWellKnownAttributeResetsTheSession() {
    assertReset(
        NotificationCode.UNRECOGNIZED_WELL_KNOWN_ATTRIBUTE,
        body(NLRI, ORIGIN, AS_PATH, NEXT_HOP, attribute(0x40, 99, 1)));
  }

  /** RFC 4271 §5: unknown optional attributes: transitive ones pass on with the Partial bit. */
  @Test
  void keepsUnknownTransitiveAttributesAndMarksThemPartial() {
    Update update =
        update(NLRI, ORIGIN, AS_PATH, NEXT_HOP, attribute(0xc0, 99, 1, 2), attribute(0x80, 98, 3));

    assertThat(update.faults()).isEmpty();
    assertThat(update.announced().getFirst().attributes().others())
        .containsExactly(new OpaqueAttribute(0xe0, 99, new byte[] {1, 2}));
  }
}
