package io.outagelab.backbone.bgp;

import io.outagelab.backbone.bgp.AttributeFault.Handling;
import io.outagelab.backbone.bgp.AttributeType.Flags;
import io.outagelab.core.net.IpAddress;
import io.outagelab.core.net.IpAddress.Family;
import io.outagelab.core.net.Prefix;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Reads the path attributes of one UPDATE. An error either ends the session ({@link #reset}) or is
 * noted among the {@link #faults}, each handled as RFC 7606 §7 says for its attribute.
 */
final class AttributeDecoder {
  private final UpdateContext context;
  private final BitSet seen = new BitSet(256);
  private final List<AttributeFault> faults = new ArrayList<>();
  private final List<Community> communities = new ArrayList<>();
  private final List<OpaqueAttribute> others = new ArrayList<>();
  private final List<Prefix> unreachable = new ArrayList<>();
  private Optional<Message.Notification> reset = Optional.empty();
  private Optional<Origin> origin = Optional.empty();
  private Optional<AsPath> asPath = Optional.empty();
  private Optional<IpAddress> nextHop = Optional.empty();
  private Optional<MpReach> reach = Optional.empty();
  private OptionalLong med = OptionalLong.empty();
  private OptionalLong localPreference = OptionalLong.empty();
  private OptionalLong onlyToCustomer = OptionalLong.empty();

  AttributeDecoder(UpdateContext context) {
    this.context = context;
  }

  /** Reads every attribute, or up to the first that does not fit in (RFC 7606 §4). */
  void decode(OctetReader list) {
    while (list.remaining() > 0 && reset.isEmpty()) {
      if (list.remaining() < 3) {
        fault(0, Handling.TREAT_AS_WITHDRAW);
        return;
      }
      int flags = list.u8();
      int type = list.u8();
      boolean isExtended = (flags & Flags.EXTENDED_LENGTH) != 0;
      if (isExtended && list.remaining() < 2) {
        fault(type, Handling.TREAT_AS_WITHDRAW);
        return;
      }
      int length = isExtended ? list.u16() : list.u8();
      if (length > list.remaining()) {
        fault(type, Handling.TREAT_AS_WITHDRAW);
        return;
      }
      attribute(flags, type, list.octets(length));
    }
  }

  private void attribute(int flags, int type, byte[] value) {
    boolean isMultiprotocol =
        type == AttributeType.MP_REACH_NLRI.code() || type == AttributeType.MP_UNREACH_NLRI.code();
    if (seen.get(type)) {
      // RFC 7606 §3 g: the first one counts, but routes must not be lost with the second.
      if (isMultiprotocol) {
        reset = Optional.of(NotificationCode.MALFORMED_ATTRIBUTE_LIST.with());
      } else {
        fault(type, Handling.ATTRIBUTE_DISCARD);
      }
      return;
    }
    seen.set(type);
    Optional<AttributeType> known = AttributeType.of(type);
    if (known.isEmpty()) {
      unknown(flags, type, value);
    } else if (known.get() == AttributeType.LOCAL_PREF && context.isExternal()) {
      fault(type, Handling.ATTRIBUTE_DISCARD);
    } else {
      if (!known.get().allows(flags)) {
        fault(type, Handling.TREAT_AS_WITHDRAW);
      }
      if (isMultiprotocol || known.get().allows(flags)) {
        known(known.get(), flags, value);
      }
    }
  }

  private void unknown(int flags, int type, byte[] value) {
    if ((flags & Flags.OPTIONAL) == 0) {
      reset =
          Optional.of(
              NotificationCode.UNRECOGNIZED_WELL_KNOWN_ATTRIBUTE.with(
                  AttributeEncoder.attribute(flags, type, value)));
    } else if ((flags & Flags.TRANSITIVE) != 0) {
      int passedOn = Flags.OPTIONAL | Flags.TRANSITIVE | Flags.PARTIAL;
      others.add(new OpaqueAttribute(passedOn, type, value));
    }
  }

  private void known(AttributeType type, int flags, byte[] value) {
    OctetReader reader = new OctetReader(value);
    switch (type) {
      case ORIGIN -> origin(reader);
      case AS_PATH -> asPath(reader);
      case NEXT_HOP -> nextHop(reader);
      case MULTI_EXIT_DISC -> med = number(type, reader);
      case LOCAL_PREF -> localPreference = number(type, reader);
      case ATOMIC_AGGREGATE -> opaque(flags, type, value, 0);
      case AGGREGATOR -> opaque(flags, type, value, 8);
      case COMMUNITIES -> communities(reader);
      case MP_REACH_NLRI -> mpReach(flags, value, reader);
      case MP_UNREACH_NLRI -> mpUnreach(flags, value, reader);
      // RFC 6793 §4.1: a peer with 4-octet AS numbers has no use for these.
      case AS4_PATH, AS4_AGGREGATOR -> fault(type.code(), Handling.ATTRIBUTE_DISCARD);
      case ONLY_TO_CUSTOMER -> onlyToCustomer = number(type, reader);
    }
  }

  private void origin(OctetReader reader) {
    origin = reader.remaining() == 1 ? Origin.of(reader.u8()) : Optional.empty();
    if (origin.isEmpty()) {
      fault(AttributeType.ORIGIN.code(), Handling.TREAT_AS_WITHDRAW);
    }
  }

  private void asPath(OctetReader reader) {
    asPath = AsPathCodec.decode(reader);
    boolean startsElsewhere =
        context.isExternal()
            && asPath.isPresent()
            && !asPath.get().neighbour().equals(OptionalLong.of(context.peerAs()));
    if (asPath.isEmpty() || startsElsewhere) {
      fault(AttributeType.AS_PATH.code(), Handling.TREAT_AS_WITHDRAW);
    }
  }

  private void nextHop(OctetReader reader) {
    if (reader.remaining() != 4) {
      fault(AttributeType.NEXT_HOP.code(), Handling.TREAT_AS_WITHDRAW);
      return;
    }
    IpAddress address = IpAddress.of(reader.octets(4));
    nextHop = Optional.of(address);
    if (!isHost(address)) {
      fault(AttributeType.NEXT_HOP.code(), Handling.TREAT_AS_WITHDRAW);
    }
  }

  /** Whether an address can be a host's: neither unspecified nor multicast nor beyond. */
  private static boolean isHost(IpAddress address) {
    int first = address.octet(0);
    return address.isIpv6()
        ? first != 0xff && (address.high() != 0 || address.low() != 0)
        : first != 0 && first < 224;
  }

  private OptionalLong number(AttributeType type, OctetReader reader) {
    if (reader.remaining() != 4) {
      fault(type.code(), Handling.TREAT_AS_WITHDRAW);
      return OptionalLong.empty();
    }
    return OptionalLong.of(reader.u32());
  }

  private void opaque(int flags, AttributeType type, byte[] value, int length) {
    if (value.length == length) {
      int kept = flags & (Flags.OPTIONAL | Flags.TRANSITIVE | Flags.PARTIAL);
      others.add(new OpaqueAttribute(kept, type.code(), value));
    } else {
      fault(type.code(), Handling.ATTRIBUTE_DISCARD);
    }
  }

  private void communities(OctetReader reader) {
    if (reader.remaining() == 0 || reader.remaining() % 4 != 0) {
      fault(AttributeType.COMMUNITIES.code(), Handling.TREAT_AS_WITHDRAW);
      return;
    }
    while (reader.remaining() > 0) {
      communities.add(new Community((int) reader.u32()));
    }
  }

  private void mpReach(int flags, byte[] value, OctetReader reader) {
    Optional<MpReach> read = readReach(reader);
    if (read.isEmpty()) {
      optionalAttributeError(flags, AttributeType.MP_REACH_NLRI, value);
      return;
    }
    reach = read;
    if (!isHost(read.get().nextHop()) && !read.get().nlri().isEmpty()) {
      fault(AttributeType.MP_REACH_NLRI.code(), Handling.TREAT_AS_WITHDRAW);
    }
  }

  private static Optional<MpReach> readReach(OctetReader reader) {
    if (reader.remaining() < 5) {
      return Optional.empty();
    }
    Optional<Family> family = AddressFamilies.unicast(reader.u16(), reader.u8());
    if (family.isEmpty()) {
      return Optional.of(new MpReach(IpAddress.ofIpv4(0), List.of()));
    }
    int length = reader.u8();
    int address = family.get().bits() / 8;
    boolean isLinkLocalAdded = family.get() == Family.IPV6 && length == 2 * address;
    if ((length != address && !isLinkLocalAdded) || length + 1 > reader.remaining()) {
      return Optional.empty();
    }
    IpAddress hop = IpAddress.of(reader.octets(address));
    reader.octets(length - address);
    reader.u8();
    return NlriCodec.decode(reader, family.get()).map(nlri -> new MpReach(hop, nlri));
  }

  private void mpUnreach(int flags, byte[] value, OctetReader reader) {
    if (reader.remaining() < 3) {
      optionalAttributeError(flags, AttributeType.MP_UNREACH_NLRI, value);
      return;
    }
    Optional<Family> family = AddressFamilies.unicast(reader.u16(), reader.u8());
    if (family.isPresent()) {
      NlriCodec.decode(reader, family.get())
          .ifPresentOrElse(
              unreachable::addAll,
              () -> optionalAttributeError(flags, AttributeType.MP_UNREACH_NLRI, value));
    }
  }

  /** RFC 7606 §7.11: routes that cannot be read cannot be withdrawn either. */
  private void optionalAttributeError(int flags, AttributeType type, byte[] value) {
    reset =
        Optional.of(
            NotificationCode.OPTIONAL_ATTRIBUTE_ERROR.with(
                AttributeEncoder.attribute(flags, type.code(), value)));
  }

  /** Notes each attribute that announced routes need and lack (RFC 7606 §3 d). */
  void requireMandatory(boolean hasNlri, boolean hasMpReach) {
    if (hasNlri) {
      require(AttributeType.NEXT_HOP);
    }
    if (hasNlri || hasMpReach) {
      require(AttributeType.ORIGIN);
      require(AttributeType.AS_PATH);
    }
  }

  private void require(AttributeType type) {
    if (!seen.get(type.code())) {
      fault(type.code(), Handling.TREAT_AS_WITHDRAW);
    }
  }

  private void fault(int type, Handling handling) {
    faults.add(new AttributeFault(type, handling));
  }

  /** The NOTIFICATION that ends the session, if an error demands it. */
  Optional<Message.Notification> reset() {
    return reset;
  }

  /** The other errors, in the order found. */
  List<AttributeFault> faults() {
    return faults;
  }

  /** The NEXT_HOP attribute. */
  Optional<IpAddress> nextHop() {
    return nextHop;
  }

  /** The MP_REACH_NLRI attribute. */
  Optional<MpReach> reach() {
    return reach;
  }

  /** The routes of MP_UNREACH_NLRI. */
  List<Prefix> unreachable() {
    return unreachable;
  }

  /** Whether there is no other attribute than MP_UNREACH_NLRI. */
  boolean isMpUnreachAlone() {
    return seen.cardinality() == 1 && seen.get(AttributeType.MP_UNREACH_NLRI.code());
  }

  /** What was read, with this next hop. Only where the mandatory attributes were there. */
  PathAttributes toAttributes(IpAddress hop) {
    return new PathAttributes(
        origin.orElseThrow(),
        asPath.orElseThrow(),
        hop,
        med,
        localPreference,
        communities,
        onlyToCustomer,
        others);
  }
}
