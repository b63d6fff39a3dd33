package io.outagelab.backbone.bgp;

import io.outagelab.backbone.bgp.BgpSpeaker.Effect;
import io.outagelab.backbone.bgp.BgpSpeaker.Input;
import io.outagelab.backbone.bgp.Message.Open;
import io.outagelab.core.Tick;
import io.outagelab.core.net.IpAddress;
import io.outagelab.core.net.IpAddress.Family;
import io.outagelab.core.net.Prefix;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * One speaker, r0 of AS 65000 at 10.0.0.1, whose peers are played by the test: octets in, effects
 * out. The peer of a relation is named like it; the n-th has the address and router id 10.0.1.n
 * and, if it is external, AS 64500 + n.
 */
final class Lone {
  static final long AS = 65_000;
  static final UpdateContext ANY = new UpdateContext(false, AS, List.of(Family.IPV4, Family.IPV6));

  final BgpSpeaker speaker;
  private final Map<String, PeerConfig> peers = new LinkedHashMap<>();
  private Tick now = Tick.ZERO;
  private List<Effect> effects = List.of();

  Lone(Relation... relations) {
    this(Duration.ZERO, true, relations);
  }

  Lone(Duration interval, boolean isActive, Relation... relations) {
    for (Relation relation : relations) {
      int n = peers.size() + 1;
      String base = relation.name().toLowerCase(Locale.ROOT);
      String name = peers.containsKey(base) ? base + n : base;
      long as = relation.isExternal() ? 64_500 + n : AS;
      peers.put(name, Configs.peer(name, as, "10.0.0.1", "10.0.1." + n, relation, isActive));
    }
    speaker =
        new BgpSpeaker(
            Configs.speaker("r0", AS, "10.0.0.1", interval), List.copyOf(peers.values()));
    effects = speaker.expire(now);
  }

  /** A lone speaker with every session up. */
  static Lone established(Relation... relations) {
    Lone lone = new Lone(relations);
    lone.peers.keySet().forEach(lone::establish);
    return lone;
  }

  PeerConfig config(String peer) {
    return Optional.ofNullable(peers.get(peer)).orElseThrow();
  }

  /** The OPEN of a well-behaved peer. */
  Open open(String peer) {
    return open(peer, 90);
  }

  Open open(String peer, int holdSeconds) {
    PeerConfig config = config(peer);
    return new Open(
        (int) config.as(),
        holdSeconds,
        config.peerAddress(),
        List.of(
            Capability.Multiprotocol.unicast(Family.IPV4),
            Capability.Multiprotocol.unicast(Family.IPV6),
            new Capability.FourOctetAs(config.as())));
  }

  void establish(String peer) {
    feed(new Input.Connected(peer));
    receive(peer, MessageCodec.encode(open(peer)));
    receive(peer, MessageCodec.keepalive());
  }

  List<Effect> feed(Input input) {
    effects = speaker.handle(now, input);
    return effects;
  }

  List<Effect> receive(String peer, byte[] octets) {
    return feed(new Input.Received(peer, octets));
  }

  /** The peer announces these prefixes by a path of these attributes. */
  List<Effect> announce(String peer, PathAttributes attributes, String... prefixes) {
    List<Effect> all = new ArrayList<>();
    for (byte[] octets : UpdateEncoder.announce(attributes, prefixes(prefixes))) {
      all.addAll(receive(peer, octets));
    }
    effects = all;
    return all;
  }

  /** The peer announces these prefixes by a path of these ASes, itself as next hop. */
  List<Effect> announce(String peer, AsPath path, String... prefixes) {
    return announce(
        peer, PathAttributes.of(Origin.IGP, path, config(peer).peerAddress()), prefixes);
  }

  List<Effect> withdraw(String peer, String... prefixes) {
    List<Effect> all = new ArrayList<>();
    for (byte[] octets : UpdateEncoder.withdraw(prefixes(prefixes))) {
      all.addAll(receive(peer, octets));
    }
    effects = all;
    return all;
  }

  static List<Prefix> prefixes(String... texts) {
    return Arrays.stream(texts).map(Prefix::of).toList();
  }

  /** Lets time pass, firing what is due on the way; collects the effects. */
  List<Effect> pass(Duration duration) {
    Tick end = now.plus(duration);
    List<Effect> all = new ArrayList<>();
    while (!speaker.deadline().isAfter(end)) {
      now = speaker.deadline();
      all.addAll(speaker.expire(now));
    }
    now = end;
    effects = all;
    return all;
  }

  /** The effects of the last step. */
  List<Effect> effects() {
    return effects;
  }

  /** The messages sent to a peer in the last step. */
  List<Message> sent(String peer) {
    MessageFramer framer = new MessageFramer();
    List<Message> messages = new ArrayList<>();
    for (Effect effect : effects) {
      if (effect instanceof Effect.Send send && send.peer().equals(peer)) {
        framer.append(send.octets());
        if (framer.next(ANY).orElseThrow() instanceof Decoded.Read read) {
          messages.add(read.message());
        }
      }
    }
    return messages;
  }

  SessionState state(String peer) {
    return speaker.state(peer);
  }

  Optional<Route> best(String prefix) {
    return speaker.best(Prefix.of(prefix));
  }

  static IpAddress ip(String literal) {
    return IpAddress.of(literal);
  }
}
