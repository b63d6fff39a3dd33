package io.outagelab.resolver.reply;

import io.outagelab.core.dns.RRset;
import java.util.List;
import org.xbill.DNS.Name;

/** What a reply amounts to, once scrubbed. */
public sealed interface Reply {
  /**
   * The RRset that was asked for, at the end of the aliases that lead to it.
   *
   * @param chain CNAME RRsets in order, then the RRset of the QTYPE
   * @param authoritative whether the reply had AA set
   * @param sections everything in bailiwick, for the cache
   */
  record Answer(List<RRset> chain, boolean authoritative, Sections sections) implements Reply {}

  /**
   * Aliases whose target has to be asked for in its own right.
   *
   * @param chain CNAME RRsets in order, at least one
   * @param target the name they lead to
   * @param authoritative whether the reply had AA set
   */
  record Alias(List<RRset> chain, Name target, boolean authoritative) implements Reply {}

  /** The zone is cut: its servers are to be asked (RFC 1034 §4.2.1). */
  record Referral(Delegation delegation, Sections sections) implements Reply {}

  /**
   * The name exists, the type does not (RFC 2308 §2.2).
   *
   * @param chain CNAME RRsets that lead to the name, often none
   * @param name the name without that type
   * @param soa the SOA RRset that limits the negative TTL; empty if there is none
   */
  record NoData(List<RRset> chain, Name name, List<RRset> soa) implements Reply {}

  /**
   * The name does not exist: NXDOMAIN (RFC 2308 §2.1).
   *
   * @param chain CNAME RRsets that lead to the name, often none
   * @param name the name that does not exist
   * @param soa the SOA RRset that limits the negative TTL; empty if there is none
   */
  record NameError(List<RRset> chain, Name name, List<RRset> soa) implements Reply {}

  /** The server is not authoritative for the zone it was asked about (RFC 9499 §7). */
  record Lame() implements Reply {}

  /** The server refuses or cannot: SERVFAIL, REFUSED, FORMERR, NOTIMP and the like. */
  record ServerFailure(int rcode) implements Reply {}

  /** The answer did not fit a datagram: TC is set, ask over TCP (RFC 7766 §5). */
  record Truncated() implements Reply {}

  /** It makes no sense; the server is of no use for this question. */
  record Throwaway() implements Reply {}
}
