package io.outagelab.backbone.bgp;

import io.outagelab.backbone.bgp.Message.Open;
import io.outagelab.core.net.IpAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The body of an OPEN (RFC 4271 §4.2, RFC 5492 §4). */
final class OpenCodec {
  private static final int VERSION = 4;
  private static final int FIXED_PART = 10;
  private static final int CAPABILITIES = 2;

  private OpenCodec() {}

  /** Reads the body, which has at least its fixed part. Does not judge what the OPEN offers. */
  static Decoded decode(OctetReader body) {
    if (body.u8() != VERSION) {
      return new Decoded.Faulty(
          NotificationCode.UNSUPPORTED_VERSION.with((byte) 0, (byte) VERSION));
    }
    int as = body.u16();
    int holdSeconds = body.u16();
    IpAddress routerId = IpAddress.of(body.octets(4));
    if (body.u8() != body.remaining()) {
      return unspecific();
    }
    List<Capability> capabilities = new ArrayList<>();
    while (body.remaining() > 0) {
      Optional<Decoded.Faulty> fault = parameter(body, capabilities);
      if (fault.isPresent()) {
        return fault.get();
      }
    }
    return new Decoded.Read(new Open(as, holdSeconds, routerId, capabilities));
  }

  private static Optional<Decoded.Faulty> parameter(OctetReader body, List<Capability> into) {
    if (body.remaining() < 2) {
      return Optional.of(unspecific());
    }
    int type = body.u8();
    int length = body.u8();
    if (length > body.remaining()) {
      return Optional.of(unspecific());
    }
    OctetReader value = body.slice(length);
    if (type != CAPABILITIES) {
      return Optional.of(
          new Decoded.Faulty(NotificationCode.UNSUPPORTED_OPTIONAL_PARAMETER.with()));
    }
    while (value.remaining() > 0) {
      if (value.remaining() < 2) {
        return Optional.of(unspecific());
      }
      int code = value.u8();
      int size = value.u8();
      if (size > value.remaining()) {
        return Optional.of(unspecific());
      }
      into.add(capability(code, value.octets(size)));
    }
    return Optional.empty();
  }

  /** A known capability of a wrong length counts as unknown: RFC 5492 §4 has no error for it. */
  private static Capability capability(int code, byte[] value) {
    OctetReader reader = new OctetReader(value);
    if (code == Capability.Multiprotocol.CODE && value.length == 4) {
      int afi = reader.u16();
      reader.u8();
      return new Capability.Multiprotocol(afi, reader.u8());
    }
    if (code == Capability.FourOctetAs.CODE && value.length == 4) {
      return new Capability.FourOctetAs(reader.u32());
    }
    if (code == Capability.Role.CODE && value.length == 1) {
      return new Capability.Role(reader.u8());
    }
    return new Capability.Unknown(code, value);
  }

  private static Decoded.Faulty unspecific() {
    return new Decoded.Faulty(NotificationCode.OPEN_UNSPECIFIC.with());
  }

  /** The shortest body. */
  static int shortest() {
    return FIXED_PART;
  }

  /** Writes the body: one optional parameter for each capability, as the oldest speakers expect. */
  static byte[] encode(Open open) {
    OctetWriter parameters = new OctetWriter();
    for (Capability capability : open.capabilities()) {
      byte[] encoded = encode(capability);
      parameters.u8(CAPABILITIES).u8(encoded.length).octets(encoded);
    }
    return new OctetWriter()
        .u8(VERSION)
        .u16(open.as())
        .u16(open.holdSeconds())
        .octets(open.routerId().octets())
        .u8(parameters.size())
        .octets(parameters.toOctets())
        .toOctets();
  }

  private static byte[] encode(Capability capability) {
    OctetWriter writer = new OctetWriter();
    switch (capability) {
      case Capability.Multiprotocol family ->
          writer.u8(Capability.Multiprotocol.CODE).u8(4).u16(family.afi()).u8(0).u8(family.safi());
      case Capability.FourOctetAs number ->
          writer.u8(Capability.FourOctetAs.CODE).u8(4).u32(number.as());
      case Capability.Role role -> writer.u8(Capability.Role.CODE).u8(1).u8(role.value());
      case Capability.Unknown unknown ->
          writer.u8(unknown.code()).u8(unknown.value().length).octets(unknown.value());
    }
    return writer.toOctets();
  }
}
