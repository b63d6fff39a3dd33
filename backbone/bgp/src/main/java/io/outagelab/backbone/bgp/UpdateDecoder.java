package io.outagelab.backbone.bgp;

import io.outagelab.backbone.bgp.AttributeFault.Handling;
import io.outagelab.backbone.bgp.Message.Announcement;
import io.outagelab.backbone.bgp.Message.Update;
import io.outagelab.core.net.IpAddress;
import io.outagelab.core.net.IpAddress.Family;
import io.outagelab.core.net.Prefix;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads the body of an UPDATE (RFC 4271 §4.3) and handles its errors as RFC 7606 wants. */
final class UpdateDecoder {
  private UpdateDecoder() {}

  /** Reads the body, which has at least its two length fields. */
  static Decoded decode(OctetReader body, UpdateContext context) {
    int withdrawnLength = body.u16();
    if (withdrawnLength > body.remaining() - 2) {
      return reset(NotificationCode.MALFORMED_ATTRIBUTE_LIST);
    }
    Optional<List<Prefix>> withdrawn = NlriCodec.decode(body.slice(withdrawnLength), Family.IPV4);
    int attributesLength = body.u16();
    if (attributesLength > body.remaining()) {
      return reset(NotificationCode.MALFORMED_ATTRIBUTE_LIST);
    }
    AttributeDecoder attributes = new AttributeDecoder(context);
    attributes.decode(body.slice(attributesLength));
    Optional<List<Prefix>> nlri = NlriCodec.decode(body, Family.IPV4);
    if (attributes.reset().isPresent()) {
      return new Decoded.Faulty(attributes.reset().get());
    }
    if (withdrawn.isEmpty() || nlri.isEmpty()) {
      return reset(NotificationCode.INVALID_NETWORK_FIELD);
    }
    return assemble(withdrawn.get(), attributes, nlri.get(), context);
  }

  private static Decoded assemble(
      List<Prefix> withdrawnRoutes,
      AttributeDecoder attributes,
      List<Prefix> nlri,
      UpdateContext context) {
    Optional<MpReach> reach = attributes.reach();
    boolean announces = !nlri.isEmpty() || reach.isPresent();
    attributes.requireMandatory(!nlri.isEmpty(), reach.isPresent());
    boolean isWithdrawal =
        attributes.faults().stream().anyMatch(f -> f.handling() == Handling.TREAT_AS_WITHDRAW);
    if (isWithdrawal && !announces && !attributes.isMpUnreachAlone()) {
      // RFC 7606 §5.2: the routes that the error concerns may have been lost with it.
      return reset(NotificationCode.MALFORMED_ATTRIBUTE_LIST);
    }
    List<Prefix> withdrawn = new ArrayList<>(withdrawnRoutes);
    withdrawn.addAll(attributes.unreachable());
    List<Announcement> announced = new ArrayList<>();
    if (isWithdrawal) {
      withdrawn.addAll(nlri);
      reach.ifPresent(mp -> withdrawn.addAll(mp.nlri()));
    } else {
      attributes.nextHop().ifPresent(hop -> announce(announced, attributes, hop, nlri));
      reach.ifPresent(mp -> announce(announced, attributes, mp.nextHop(), mp.nlri()));
    }
    withdrawn.removeIf(prefix -> !context.families().contains(prefix.family()));
    announced.removeIf(a -> !context.families().contains(a.nlri().getFirst().family()));
    return new Decoded.Read(new Update(withdrawn, announced, attributes.faults()));
  }

  private static void announce(
      List<Announcement> into, AttributeDecoder attributes, IpAddress nextHop, List<Prefix> nlri) {
    if (!nlri.isEmpty()) {
      into.add(new Announcement(attributes.toAttributes(nextHop), nlri));
    }
  }

  private static Decoded reset(NotificationCode code) {
    return new Decoded.Faulty(code.with());
  }
}
