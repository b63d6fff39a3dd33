package io.outagelab.authoritative;

import io.outagelab.authoritative.zone.NameTable;
import io.outagelab.authoritative.zone.ZoneSet;
import io.outagelab.core.dns.DnsCodec;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
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

  private final NameTable origins;

  /** The zones of these apexes, which differ. */
  public ExpiredZones(Collection<Name> origins) {
    this.origins = new NameTable(List.copyOf(origins));
  }

  /** Whether every zone is in date. */
  boolean isEmpty() {
    return origins.size() == 0;
  }

  /**
   * SERVFAIL to a question whose closest zone is one of these; empty for any other. Plain queries
   * are told apart by their octets, so that the zones in date are served as fast as ever.
   *
   * @param view reads the query
   */
  Optional<byte[]> failure(byte[] query, QueryView view, ZoneSet served) {
    if (isEmpty()) {
      return Optional.empty();
    }
    return switch (view.read(query, query.length)) {
      case NONE, COOKIE -> Optional.empty();
      case PLAIN -> concerns(view, served) ? failure(query, message -> true) : Optional.empty();
      case OTHER -> failure(query, message -> concerns(message, served));
    };
  }

  private boolean concerns(QueryView query, ZoneSet served) {
    for (int label = 0; label <= query.labels(); label++) {
      if (query.in(served.origins(), label) != NameTable.ABSENT) {
        return false;
      }
      if (query.in(origins, label) != NameTable.ABSENT) {
        return true;
      }
    }
    return false;
  }

  private boolean concerns(Message query, ZoneSet served) {
    Record question = query.getQuestion();
    if (question == null || query.getHeader().getOpcode() != Opcode.QUERY) {
      return false;
    }
    Name name = question.getName();
    int servedLabels = served.closest(name).map(zone -> zone.origin().labels()).orElse(0);
    for (int strip = 0; name.labels() - strip > servedLabels; strip++) {
      if (origins.find(strip == 0 ? name : new Name(name, strip)) != NameTable.ABSENT) {
        return true;
      }
    }
    return false;
  }

  private static Optional<byte[]> failure(byte[] query, Predicate<Message> concerned) {
    return DnsCodec.decode(query).filter(concerned).map(ExpiredZones::failed);
  }

  private static byte[] failed(Message query) {
    Message response = DnsCodec.response(query, Rcode.SERVFAIL);
    return (query.getOPT() == null ? response : DnsCodec.withEdns(response)).toWire();
  }
}
