package io.outagelab.assembly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.outagelab.core.net.IpAddress;
import io.outagelab.core.net.Prefix;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AddressingTest {
  private static final Prefix BASE = Prefix.of("127.53.0.0/16");
  private static final IpAddress SERVER = IpAddress.of("129.134.30.12");

  @Test
  void severalPublishedAddressesMayShareASocket() {
    IpAddress other = IpAddress.of("129.134.30.11");
    int octets = 30 << 8 | 12;
    Addressing placed =
        Addressing.placed(BASE, List.of(SERVER, other), Map.of(SERVER, octets, other, octets));

    assertThat(placed.toLab(other)).isEqualTo(placed.toLab(SERVER));
    assertThat(placed.toPublished(placed.toLab(other))).isEqualTo(SERVER);
  }

  @Test
  void keepsTheLastTwoOctetsAndComesBack() {
    Addressing lab = Addressing.lab(BASE, List.of(SERVER, IpAddress.of("1.1.1.1")));

    assertThat(lab.toLab(SERVER)).hasToString("127.53.30.12");
    assertThat(lab.toPublished(lab.toLab(SERVER))).isEqualTo(SERVER);
    assertThat(lab.toLab(IpAddress.of("1.1.1.1"))).hasToString("127.53.1.1");
    assertThat(lab.isLive()).isTrue();
  }

  @Test
  void leavesForeignAddressesAlone() {
    Addressing lab = Addressing.lab(BASE, List.of(SERVER));

    assertThat(lab.toPublished(IpAddress.of("127.0.0.1"))).hasToString("127.0.0.1");
    assertThat(Addressing.published().toLab(SERVER)).isEqualTo(SERVER);
    assertThat(Addressing.published().isLive()).isFalse();
  }

  @Test
  void refusesTwoAddressesThatWouldBecomeOne() {
    assertThatThrownBy(() -> Addressing.lab(BASE, List.of(SERVER, IpAddress.of("198.51.30.12"))))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("129.134.30.12")
        .hasMessageContaining("198.51.30.12");
  }
}
