package io.outagelab.authoritative.transfer;

import io.outagelab.authoritative.zone.ZoneSet;
import io.outagelab.core.dns.DnsCodec;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;

/**
 * The zones that a secondary ought to serve but cannot: its copy has expired, or was never loaded
 * (RFC 1035 §3.3.13). Questions about them are answered with SERVFAIL, so that clients ask another
 * server and don't take the zone for one that is not served here. Immutable.
 */
public final class ExpiredZones {
  /** Every zone is in date. */
  public static final ExpiredZones NONE = new ExpiredZones(List.of());

  /** For lookups; never iterated. */
  private final Set<Name> origins;

  /** The zones of these apexes. */
  public ExpiredZones(Collection<Name> origins) {
    this.origins = new HashSet<>(origins);
  }

  /** Whether every zone is in date. */
  public boolean isEmpty() {
    return origins.isEmpty();
  }

  /** SERVFAIL to a question whose closest zone is one of these; empty for any other. */
  public Optional<byte[]> failure(byte[] query, ZoneSet served) {
    if (origins.isEmpty() || !MessagePeek.isRequest(query)) {
      return Optional.empty();
    }
    return DnsCodec.decode(query)
        .filter(message -> isAboutOneOfThese(message, served))
        .map(message -> ZoneRequest.errorTo(message, Rcode.SERVFAIL));
  }

  private boolean isAboutOneOfThese(Message query, ZoneSet served) {
    Record question = query.getQuestion();
    if (question == null || query.getHeader().getOpcode() != Opcode.QUERY) {
      return false;
    }
    int servedLabels =
        served.closest(question.getName()).map(zone -> zone.origin().labels()).orElse(0);
    Name name = question.getName();
    for (int strip = 0; name.labels() - strip > servedLabels; strip++) {
      if (origins.contains(strip == 0 ? name : new Name(name, strip))) {
        return true;
      }
    }
    return false;
  }
}
