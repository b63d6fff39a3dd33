package io.outagelab.backbone.bgp;

import io.outagelab.backbone.bgp.AttributeType.Flags;
import java.util.Comparator;

/** Writes path attributes, in the order of their type codes (RFC 4271 §5). */
final class AttributeEncoder {
  private AttributeEncoder() {}

  /** All attributes but MP_REACH_NLRI; NEXT_HOP only where it is an IPv4 address. */
  static byte[] encode(PathAttributes attributes) {
    OctetWriter writer = new OctetWriter();
    write(writer, AttributeType.ORIGIN, (byte) attributes.origin().code());
    write(writer, AttributeType.AS_PATH, AsPathCodec.encode(attributes.asPath()));
    if (!attributes.nextHop().isIpv6()) {
      write(writer, AttributeType.NEXT_HOP, attributes.nextHop().octets());
    }
    attributes.med().ifPresent(med -> write(writer, AttributeType.MULTI_EXIT_DISC, number(med)));
    attributes
        .localPreference()
        .ifPresent(value -> write(writer, AttributeType.LOCAL_PREF, number(value)));
    if (!attributes.communities().isEmpty()) {
      OctetWriter values = new OctetWriter();
      attributes.communities().forEach(community -> values.u32(community.value()));
      write(writer, AttributeType.COMMUNITIES, values.toOctets());
    }
    attributes
        .onlyToCustomer()
        .ifPresent(as -> write(writer, AttributeType.ONLY_TO_CUSTOMER, number(as)));
    attributes.others().stream()
        .sorted(Comparator.comparingInt(OpaqueAttribute::type))
        .forEach(other -> writer.octets(attribute(other.flags(), other.type(), other.value())));
    return writer.toOctets();
  }

  private static byte[] number(long value) {
    return new OctetWriter().u32(value).toOctets();
  }

  private static void write(OctetWriter writer, AttributeType type, byte... value) {
    writer.octets(attribute(type.flags(), type.code(), value));
  }

  /** One attribute, with the Extended Length bit as its length demands. */
  static byte[] attribute(int flags, int type, byte[] value) {
    OctetWriter writer = new OctetWriter();
    if (value.length > 255) {
      writer.u8(flags | Flags.EXTENDED_LENGTH).u8(type).u16(value.length);
    } else {
      writer.u8(flags & ~Flags.EXTENDED_LENGTH).u8(type).u8(value.length);
    }
    return writer.octets(value).toOctets();
  }
}
