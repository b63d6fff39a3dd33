package io.outagelab.backbone.bgp;

import io.outagelab.core.net.IpAddress.Family;
import io.outagelab.core.net.Prefix;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Writes UPDATEs: as many prefixes into each as fit, IPv4 in the fields of RFC 4271, IPv6 in the
 * attributes of RFC 4760.
 */
final class UpdateEncoder {
  /** The two length fields of the body. */
  private static final int LENGTHS = 4;

  /** Flags, type, extended length, AFI, SAFI, next hop length, an IPv6 next hop, reserved. */
  private static final int MP_REACH_OVERHEAD = 4 + 3 + 1 + 16 + 1;

  private static final int LONGEST_NLRI = 17;

  private UpdateEncoder() {}

  /** Whether an UPDATE has room for these attributes and any one prefix. */
  static boolean fits(PathAttributes attributes) {
    return room(AttributeEncoder.encode(attributes)) >= LONGEST_NLRI;
  }

  private static int room(byte[] attributes) {
    return MessageCodec.MAX_LENGTH
        - MessageCodec.HEADER
        - LENGTHS
        - MP_REACH_OVERHEAD
        - attributes.length;
  }

  /** The messages that withdraw these prefixes, in their order. */
  static List<byte[]> withdraw(List<Prefix> prefixes) {
    int room = room(new byte[0]);
    List<byte[]> messages = new ArrayList<>();
    messages.addAll(pack(prefixes, Family.IPV4, room, nlri -> body(nlri, new byte[0], none())));
    messages.addAll(
        pack(prefixes, Family.IPV6, room, nlri -> body(none(), mpUnreach(nlri), none())));
    return messages;
  }

  /** The messages that announce these prefixes with these attributes, which {@link #fits fit}. */
  static List<byte[]> announce(PathAttributes attributes, List<Prefix> prefixes) {
    byte[] shared = AttributeEncoder.encode(attributes);
    int room = room(shared);
    List<byte[]> messages = new ArrayList<>();
    messages.addAll(pack(prefixes, Family.IPV4, room, nlri -> body(none(), shared, nlri)));
    messages.addAll(
        pack(
            prefixes,
            Family.IPV6,
            room,
            nlri -> body(none(), mpReach(attributes, shared, nlri), none())));
    return messages;
  }

  private static List<byte[]> pack(
      List<Prefix> prefixes, Family family, int room, Function<OctetWriter, byte[]> body) {
    List<byte[]> messages = new ArrayList<>();
    OctetWriter nlri = new OctetWriter();
    for (Prefix prefix : prefixes) {
      if (prefix.family() != family) {
        continue;
      }
      if (nlri.size() + NlriCodec.size(prefix) > room) {
        messages.add(MessageCodec.frame(Message.Update.TYPE, body.apply(nlri)));
        nlri = new OctetWriter();
      }
      NlriCodec.encode(nlri, prefix);
    }
    if (nlri.size() > 0) {
      messages.add(MessageCodec.frame(Message.Update.TYPE, body.apply(nlri)));
    }
    return messages;
  }

  private static OctetWriter none() {
    return new OctetWriter();
  }

  private static byte[] body(OctetWriter withdrawn, byte[] attributes, OctetWriter nlri) {
    return new OctetWriter()
        .u16(withdrawn.size())
        .octets(withdrawn.toOctets())
        .u16(attributes.length)
        .octets(attributes)
        .octets(nlri.toOctets())
        .toOctets();
  }

  private static byte[] mpUnreach(OctetWriter nlri) {
    byte[] value = family(Family.IPV6).octets(nlri.toOctets()).toOctets();
    AttributeType type = AttributeType.MP_UNREACH_NLRI;
    return AttributeEncoder.attribute(type.flags(), type.code(), value);
  }

  /** MP_REACH_NLRI stands first, so that a reader knows the routes early (RFC 7606 §5.1). */
  private static byte[] mpReach(PathAttributes attributes, byte[] shared, OctetWriter nlri) {
    byte[] nextHop = attributes.nextHop().octets();
    byte[] value =
        family(Family.IPV6)
            .u8(nextHop.length)
            .octets(nextHop)
            .u8(0)
            .octets(nlri.toOctets())
            .toOctets();
    AttributeType type = AttributeType.MP_REACH_NLRI;
    return new OctetWriter()
        .octets(AttributeEncoder.attribute(type.flags(), type.code(), value))
        .octets(shared)
        .toOctets();
  }

  private static OctetWriter family(Family family) {
    return new OctetWriter().u16(AddressFamilies.afi(family)).u8(AddressFamilies.UNICAST);
  }
}
