package io.outagelab.authoritative;

import static org.assertj.core.api.Assertions.assertThat;

import io.outagelab.core.dns.DnsCodec;
import io.outagelab.core.net.Transport;
import java.util.Optional;

/** What holds for the answer to any octets. */
final class Robustness {
  private Robustness() {}

  /** Asks with these octets, and judges what comes back. */
  static void check(Authority authority, byte[] octets, Transport transport) {
    byte[] before = octets.clone();

    Optional<byte[]> response = Client.octets(authority, octets, transport);

    boolean query = octets.length >= 12 && (octets[2] & 0x80) == 0;
    assertThat(response.isPresent()).as("answers queries and nothing else").isEqualTo(query);
    assertThat(octets).as("leaves the query as it was").isEqualTo(before);
    response.ifPresent(
        wire -> {
          assertThat(wire[0]).isEqualTo(octets[0]);
          assertThat(wire[1]).isEqualTo(octets[1]);
          assertThat(wire[2] & 0x80).as("is a response").isEqualTo(0x80);
          assertThat(DnsCodec.decode(wire)).as("can be decoded").isPresent();
          if (transport == Transport.UDP) {
            assertThat(wire.length).isLessThanOrEqualTo(DnsCodec.EDNS_BUFFER);
          }
        });
  }
}
