package io.outagelab.authoritative.dnssec;

import io.outagelab.core.LabConfigurationException;
import java.time.Duration;
import java.time.Instant;
import org.xbill.DNS.RRSIGRecord;

/**
 * How a zone is signed.
 *
 * <pre>
 *   signed            renewed: a tick of work                      expires
 *  ──┼──────────────────────┼───── ─ ─ ─ ─ ─┼────────────────────────┼──
 *    │                      │←── together ──→←──── renewBefore ─────→│
 *    │←──────────────────────── validity, less up to jitter ────────→│
 * </pre>
 *
 * @param denial how the zone proves what it does not hold
 * @param validity how long a signature made now is valid
 * @param jitter by how much at most a signature's validity is shortened, so that not all of a zone
 *     expire at once; by how much depends on the owner name and type alone
 * @param renewBefore how long before it expires a signature is renewed
 * @param together signatures due within this time from now are renewed with those due now
 * @param backdating how long before now a signature becomes valid, for clocks that are slow
 * @param dnskeyTtl TTL of the DNSKEY, CDS and CDNSKEY RRsets, if the zone has no DNSKEY RRset
 *     itself
 * @param publishCds whether the zone asks its parent for DS records (RFC 7344, RFC 8078)
 */
public record SigningPolicy(
    DenialChoice denial,
    Duration validity,
    Duration jitter,
    Duration renewBefore,
    Duration together,
    Duration backdating,
    Duration dnskeyTtl,
    boolean publishCds) {

  /** How a signed zone proves what it does not hold. */
  public enum DenialChoice {
    /** NSEC: cheap to answer; the zone's names can be listed (RFC 4035 §2.3). */
    NSEC,
    /** NSEC3 with no iterations and no salt (RFC 9276 §3.1). */
    NSEC3,
    /** NSEC3 that leaves insecure delegations out: for large zones of delegations (RFC 5155 §6). */
    NSEC3_OPT_OUT
  }

  /** Two weeks valid, renewed in the second week, an hour's work at a time, by NSEC. */
  public static final SigningPolicy DEFAULT =
      new SigningPolicy(
          DenialChoice.NSEC,
          Duration.ofDays(14),
          Duration.ofDays(2),
          Duration.ofDays(7),
          Duration.ofHours(1),
          Duration.ofHours(1),
          Duration.ofHours(1),
          false);

  /** Rejects times that would let signatures expire, or be renewed without end. */
  public SigningPolicy {
    check("jitter", jitter, !jitter.isNegative(), "0 or longer");
    check("renew-before", renewBefore, renewBefore.isPositive(), "longer than 0");
    check("together", together, !together.isNegative(), "0 or longer");
    check("backdating", backdating, !backdating.isNegative(), "0 or longer");
    check("dnskey-ttl", dnskeyTtl, !dnskeyTtl.isNegative(), "0 or longer");
    Duration least = renewBefore.plus(jitter).plus(together).plusSeconds(1);
    check(
        "validity",
        validity,
        validity.compareTo(least) > 0,
        "longer than renew-before, jitter and together (%s)".formatted(least));
  }

  private static void check(String what, Duration value, boolean allowed, String wanted) {
    if (!allowed) {
      throw new LabConfigurationException(
          "signing: %s %s: %s is allowed".formatted(what, value, wanted));
    }
  }

  /** The same policy with another way to deny. */
  public SigningPolicy with(DenialChoice choice) {
    return new SigningPolicy(
        choice, validity, jitter, renewBefore, together, backdating, dnskeyTtl, publishCds);
  }

  /** The same policy, with CDS and CDNSKEY RRsets or without. */
  public SigningPolicy withCds(boolean published) {
    return new SigningPolicy(
        denial, validity, jitter, renewBefore, together, backdating, dnskeyTtl, published);
  }

  /** When this signature is to be renewed. */
  Instant renewal(RRSIGRecord rrsig) {
    return rrsig.getExpire().minus(renewBefore);
  }
}
