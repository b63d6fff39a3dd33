package io.outagelab.harness;

import io.outagelab.core.net.Prefix;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * How an embedded lab runs.
 *
 * @param seed what its randomness is derived from; drawn when empty
 * @param compression how much faster than the world it runs; the world's own when empty
 * @param base the loopback /16 that its nodes' addresses lie in
 * @param dnsPort the port its name servers and resolvers listen on
 * @param bgpPort the port of 127.0.0.1 where BGP speakers of others may listen in; none when empty
 */
public record EmbeddedOptions(
    OptionalLong seed, OptionalInt compression, Prefix base, int dnsPort, OptionalInt bgpPort) {
  /** The port that needs no privilege. */
  public static final int DNS_PORT = 10_053;

  /** Where the nodes' addresses lie. */
  public static final Prefix BASE = Prefix.of("127.53.0.0/16");

  /** What a lab uses unless told otherwise. */
  public static EmbeddedOptions defaults() {
    return new EmbeddedOptions(
        OptionalLong.empty(), OptionalInt.empty(), BASE, DNS_PORT, OptionalInt.empty());
  }

  /** The same with this seed. */
  public EmbeddedOptions withSeed(long fixed) {
    return new EmbeddedOptions(OptionalLong.of(fixed), compression, base, dnsPort, bgpPort);
  }

  /** The same with this compression. */
  public EmbeddedOptions withCompression(int times) {
    return new EmbeddedOptions(seed, OptionalInt.of(times), base, dnsPort, bgpPort);
  }

  /** The same with this port. */
  public EmbeddedOptions withDnsPort(int port) {
    return new EmbeddedOptions(seed, compression, base, port, bgpPort);
  }

  /** The same with BGP on this port; on any that is free if it is 0. */
  public EmbeddedOptions withBgpPort(int port) {
    return new EmbeddedOptions(seed, compression, base, dnsPort, OptionalInt.of(port));
  }
}
