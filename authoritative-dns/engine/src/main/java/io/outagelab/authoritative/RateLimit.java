package io.outagelab.authoritative;

import io.outagelab.core.LabConfigurationException;

/**
 * How many like answers the clients of one network get per second over UDP (response rate
 * limiting): a server that answers forged addresses without limit is a weapon against them. Each
 * {@link Guard} counts for itself.
 *
 * @param responsesPerSecond to one network for one name, or of one kind below one name; at least 1
 * @param slip of the answers withheld, every so manieth goes out empty and truncated, so that
 *     whoever really asks can come back over TCP; 0 for none
 * @param ipv4Prefix how many bits of an IPv4 address make a network
 * @param ipv6Prefix how many bits of an IPv6 address make one
 */
public record RateLimit(int responsesPerSecond, int slip, int ipv4Prefix, int ipv6Prefix) {
  /** What servers usually start from: 200 answers a second, every second one of the rest slips. */
  public static final RateLimit USUAL = new RateLimit(200, 2, 24, 56);

  private static final int MAX_RATE = 10_000_000;
  private static final int IPV4_BITS = 32;
  private static final int IPV6_BITS = 128;

  /** Rejects figures out of range. */
  public RateLimit {
    check("responses per second", responsesPerSecond, 1, MAX_RATE);
    check("slip", slip, 0, MAX_RATE);
    check("IPv4 prefix", ipv4Prefix, 1, IPV4_BITS);
    check("IPv6 prefix", ipv6Prefix, 1, IPV6_BITS);
  }

  /** The same with another rate. */
  public RateLimit withResponsesPerSecond(int responses) {
    return new RateLimit(responses, slip, ipv4Prefix, ipv6Prefix);
  }

  /**
   * The share of each of so many loops that answer at one address, each with a limiter of its own:
   * queries from ports that vary, as forged ones do, are spread over all of them.
   */
  public RateLimit sharedBy(int loops) {
    return withResponsesPerSecond(Math.max(1, responsesPerSecond / loops));
  }

  private static void check(String what, int value, int least, int most) {
    if (value < least || value > most) {
      throw new LabConfigurationException(
          "rate limit, %s: %d to %d is allowed, not %d".formatted(what, least, most, value));
    }
  }
}
