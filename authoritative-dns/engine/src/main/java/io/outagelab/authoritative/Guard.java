package io.outagelab.authoritative;

import io.outagelab.authoritative.RateLimiter.Verdict;
import io.outagelab.core.net.Transport;
import java.util.Optional;

/**
 * What keeps a name server from being used against others: cookies, by which clients prove that
 * they are at the address they ask from (RFC 7873), and a limit on like answers to those who have
 * not. For one thread.
 */
public final class Guard {
  /** How many octets the secret has. */
  public static final int SECRET = SipHash.KEY;

  private final Cookies cookies;
  private final Optional<RateLimiter> limiter;

  /**
   * Guards one loop.
   *
   * @param secret of {@link #SECRET} octets, the same at all servers that answer at one address
   * @param limit what the unproven get; nothing to let them have everything
   */
  public Guard(byte[] secret, Optional<RateLimit> limit) {
    this.cookies = new Cookies(secret);
    this.limiter = limit.map(wanted -> new RateLimiter(wanted, secret));
  }

  /** The cookies. */
  Cookies cookies() {
    return cookies;
  }

  /** Whether whoever sent a query has been sent answers at this address before. */
  boolean isProven(QueryView query, Transport transport, byte[] client, long epochSecond) {
    return transport != Transport.UDP || isGood(query, client, epochSecond);
  }

  /** Whether a query's cookie is one of ours. */
  boolean isGood(QueryView query, byte[] client, long epochSecond) {
    return cookies.isValid(
        query.octets(), query.cookie(), query.cookieLength(), client, epochSecond);
  }

  /** What becomes of an answer to somebody unproven: see {@link RateLimiter#judge}. */
  Verdict judge(byte[] client, int likeness, long nanos) {
    return limiter.isPresent() ? limiter.get().judge(client, likeness, nanos) : Verdict.SEND;
  }
}
