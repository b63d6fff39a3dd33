package io.outagelab.backbone.bgp;

import io.outagelab.core.net.IpAddress;
import io.outagelab.core.net.IpAddress.Family;
import io.outagelab.core.net.Prefix;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Prefixes on the wire: a length in bits and as many octets as it needs (RFC 4271 §4.3). */
final class NlriCodec {
  private NlriCodec() {}

  /** Every prefix to the end; empty if a length is wrong (RFC 7606 §5.3). */
  static Optional<List<Prefix>> decode(OctetReader reader, Family family) {
    List<Prefix> prefixes = new ArrayList<>();
    while (reader.remaining() > 0) {
      int length = reader.u8();
      int octets = (length + 7) / 8;
      if (length > family.bits() || octets > reader.remaining()) {
        return Optional.empty();
      }
      byte[] network = Arrays.copyOf(reader.octets(octets), family.bits() / 8);
      prefixes.add(new Prefix(IpAddress.of(network).masked(length), length));
    }
    return Optional.of(prefixes);
  }

  /** Writes one prefix. */
  static void encode(OctetWriter writer, Prefix prefix) {
    writer.u8(prefix.length());
    for (int i = 0; i < (prefix.length() + 7) / 8; i++) {
      writer.u8(prefix.network().octet(i));
    }
  }

  /** How many octets a prefix takes. */
  static int size(Prefix prefix) {
    return 1 + (prefix.length() + 7) / 8;
  }
}
