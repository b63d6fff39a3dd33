package io.outagelab.backbone;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.outagelab.backbone.bgp.Relation;
import io.outagelab.core.LabConfigurationException;
import io.outagelab.core.net.IpAddress;
import io.outagelab.core.net.Prefix;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class BackboneConfigTest {
  @Test
  void everyProblemIsToldAtOnce() {
    IpAddress loopback = IpAddress.of("10.0.0.1");
    Duration millisecond = Duration.ofMillis(1);

    assertThatThrownBy(
            () ->
                new BackboneConfig(
                    List.of(
                        RouterConfig.ofSite("a", 1, loopback),
                        RouterConfig.ofSite("b", 2, loopback),
                        RouterConfig.ofPlane("bb1.c", "c", 1, IpAddress.of("10.0.0.3"))),
                    List.of(
                        LinkConfig.local("a--b", "a", "b", millisecond, 1),
                        LinkConfig.peering("a--z", "a", "z", millisecond, Relation.PEER),
                        LinkConfig.peering("p", "a", "b", Duration.ZERO, Relation.INTERNAL)),
                    List.of(
                        new StaticOrigin(
                            Prefix.of("192.0.2.0/24"), List.of("nowhere"), false, false)),
                    BackboneTimers.DEFAULTS))
        .isInstanceOf(LabConfigurationException.class)
        .hasMessageContainingAll(
            "router b: the loopback 10.0.0.1 is taken",
            "router bb1.c: its site c has no site router",
            "link a--b: its ends are not at one site of one autonomous system",
            "link a--z: a and z are not two routers",
            "link p: latency is longer than 0s, not PT0S",
            "link p: a peering is not INTERNAL",
            "prefix 192.0.2.0/24: originated at an unknown site nowhere");
  }
}
