package io.outagelab.backbone.bgp;

import io.outagelab.backbone.bgp.Message.Notification;
import io.outagelab.backbone.bgp.Message.Open;
import io.outagelab.core.net.IpAddress.Family;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Makes this side's OPEN and judges the peer's (RFC 4271 §6.2). */
final class Negotiation {
  /** Stands for an AS number that two octets cannot hold (RFC 6793 §9). */
  static final int AS_TRANS = 23_456;

  private final SpeakerConfig speaker;
  private final PeerConfig peer;

  Negotiation(SpeakerConfig speaker, PeerConfig peer) {
    this.speaker = speaker;
    this.peer = peer;
  }

  /** The OPEN that this side sends. */
  Open offer() {
    List<Capability> capabilities = new ArrayList<>();
    for (Family family : Family.values()) {
      capabilities.add(Capability.Multiprotocol.unicast(family));
    }
    ourRole().ifPresent(capabilities::add);
    capabilities.add(new Capability.FourOctetAs(speaker.as()));
    return new Open(
        speaker.as() > 0xffff ? AS_TRANS : (int) speaker.as(),
        (int) speaker.holdTime().toSeconds(),
        speaker.routerId(),
        capabilities);
  }

  /** What we are to the peer, from what it is to us. */
  private Optional<Capability.Role> ourRole() {
    return switch (peer.relation()) {
      case CUSTOMER -> Optional.of(new Capability.Role(Capability.Role.PROVIDER));
      case PEER -> Optional.of(new Capability.Role(Capability.Role.PEER));
      case PROVIDER -> Optional.of(new Capability.Role(Capability.Role.CUSTOMER));
      case INTERNAL, COLLECTOR, NONE -> Optional.empty();
    };
  }

  /** What is wrong with the peer's OPEN, if anything is. */
  Optional<Notification> objection(Open open) {
    Optional<Long> as = find(open, Capability.FourOctetAs.class).map(Capability.FourOctetAs::as);
    if (as.isEmpty()) {
      // The speaker has no use for a peer that would have to be told AS_TRANS paths.
      return Optional.of(
          NotificationCode.UNSUPPORTED_CAPABILITY.with(
              new OctetWriter()
                  .u8(Capability.FourOctetAs.CODE)
                  .u8(4)
                  .u32(speaker.as())
                  .toOctets()));
    }
    if (!isExpected(as.get())) {
      return Optional.of(NotificationCode.BAD_PEER_AS.with());
    }
    boolean isOurId = open.routerId().equals(speaker.routerId());
    if (open.routerId().low() == 0 || (isOurId && !peer.relation().isExternal())) {
      return Optional.of(NotificationCode.BAD_BGP_IDENTIFIER.with());
    }
    if (open.holdSeconds() != 0 && open.holdSeconds() < Open.MIN_HOLD_SECONDS) {
      return Optional.of(NotificationCode.UNACCEPTABLE_HOLD_TIME.with());
    }
    return isRoleAllowed(open)
        ? Optional.empty()
        : Optional.of(NotificationCode.ROLE_MISMATCH.with());
  }

  /** AS 0 is nobody's (RFC 7607). */
  private boolean isExpected(long as) {
    return peer.as() == PeerConfig.ANY_OTHER_AS ? as != speaker.as() && as != 0 : as == peer.as();
  }

  /** Roles must pair up where both sides state one (RFC 9234 §4.2). */
  private boolean isRoleAllowed(Open open) {
    Optional<Integer> theirs = find(open, Capability.Role.class).map(Capability.Role::value);
    return theirs.isEmpty()
        || switch (peer.relation()) {
          case CUSTOMER -> theirs.get() == Capability.Role.CUSTOMER;
          case PEER -> theirs.get() == Capability.Role.PEER;
          case PROVIDER -> theirs.get() == Capability.Role.PROVIDER;
          case INTERNAL, COLLECTOR, NONE -> true;
        };
  }

  /** What follows from our OPEN and one without {@link #objection}. */
  Negotiated agree(Open open) {
    Duration offered = Duration.ofSeconds(open.holdSeconds());
    Duration ours = Duration.ofSeconds(speaker.holdTime().toSeconds());
    Duration hold = offered.compareTo(ours) < 0 ? offered : ours;
    Duration third = hold.dividedBy(3);
    Duration keepalive = third.compareTo(speaker.keepalive()) < 0 ? third : speaker.keepalive();
    return new Negotiated(
        open.routerId(), hold, hold.isZero() ? Duration.ZERO : keepalive, families(open));
  }

  /** A peer that names no family at all means IPv4 unicast. */
  private static List<Family> families(Open open) {
    List<Family> families = new ArrayList<>();
    for (Family family : Family.values()) {
      if (open.capabilities().contains(Capability.Multiprotocol.unicast(family))) {
        families.add(family);
      }
    }
    boolean namesNone = find(open, Capability.Multiprotocol.class).isEmpty();
    return namesNone ? List.of(Family.IPV4) : families;
  }

  private static <C extends Capability> Optional<C> find(Open open, Class<C> kind) {
    return open.capabilities().stream().filter(kind::isInstance).map(kind::cast).findFirst();
  }
}
