package io.outagelab.backbone.bgp;

import io.outagelab.core.net.IpAddress;
import java.time.Duration;
import java.util.Optional;

/** Configurations that tests share. */
final class Configs {
  static final Duration HOLD = Duration.ofSeconds(90);
  static final Duration KEEPALIVE = Duration.ofSeconds(30);
  static final Duration RETRY = Duration.ofSeconds(5);

  private Configs() {}

  /** A speaker without any advertisement interval. */
  static SpeakerConfig speaker(String name, long as, String routerId) {
    return speaker(name, as, routerId, Duration.ZERO);
  }

  /** A speaker with this interval towards external peers. */
  static SpeakerConfig speaker(String name, long as, String routerId, Duration interval) {
    return new SpeakerConfig(
        name, as, IpAddress.of(routerId), HOLD, KEEPALIVE, interval, Duration.ZERO, RETRY);
  }

  /** A peer of the speaker at {@code local}. */
  static PeerConfig peer(
      String name, long as, String local, String remote, Relation relation, boolean active) {
    return new PeerConfig(
        name, as, IpAddress.of(local), IpAddress.of(remote), Optional.empty(), relation, active);
  }
}
