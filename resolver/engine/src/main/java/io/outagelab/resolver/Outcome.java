package io.outagelab.resolver;

import io.outagelab.core.dns.RRset;
import java.util.List;
import org.xbill.DNS.ExtendedErrorCodeOption;

/** How a resolution ends, or what the cache has to say. */
sealed interface Outcome {
  /**
   * The RRset asked for.
   *
   * @param chain CNAME RRsets in order, then the RRset
   * @param stale whether some of it has expired
   */
  record Found(List<RRset> chain, boolean stale) implements Outcome {}

  /**
   * There is no such name or type.
   *
   * @param rcode NXDOMAIN, or NOERROR for NODATA
   * @param chain CNAME RRsets that lead there, often none
   * @param soa the zone's SOA RRset with the negative TTL; none if the server gave none
   * @param stale whether some of it has expired
   */
  record Denied(int rcode, List<RRset> chain, List<RRset> soa, boolean stale) implements Outcome {}

  /** Neither could be found out: SERVFAIL. */
  record Failed(Failure failure) implements Outcome {}

  /** Why a resolution failed, with the extended error that tells the client (RFC 8914 §4). */
  enum Failure {
    /** It failed a moment ago, and is not tried again yet (RFC 9520). */
    CACHED(ExtendedErrorCodeOption.CACHED_ERROR),
    /** The servers kept silent, refused, or have no known address. */
    NO_REACHABLE_AUTHORITY(ExtendedErrorCodeOption.NO_REACHABLE_AUTHORITY),
    /** The network has no route to the servers. */
    NETWORK_ERROR(ExtendedErrorCodeOption.NETWORK_ERROR),
    /** The aliases go round in a circle, or there are too many. */
    ALIAS_LOOP(ExtendedErrorCodeOption.OTHER),
    /** It would have taken more queries than one question may cost. */
    BUDGET_SPENT(ExtendedErrorCodeOption.OTHER);

    private final int extendedError;

    Failure(int extendedError) {
      this.extendedError = extendedError;
    }

    /** The INFO-CODE of RFC 8914 §4. */
    int extendedError() {
      return extendedError;
    }
  }
}
