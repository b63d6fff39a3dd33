package io.outagelab.authoritative.zone;

import io.outagelab.core.TimeScale;
import io.outagelab.core.dns.RRset;
import io.outagelab.core.net.IpAddress;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Type;

/**
 * Renders a zone of published data for a lab of real sockets and compressed time, through {@link
 * Zone#rewritten}: A records get lab addresses, AAAA records are left out, TTLs and the timers of
 * the SOA record are scaled. What DNSSEC added to the zone is left out as well, DS records of its
 * delegations included: no signature would be good any more. A rendered zone can be signed anew.
 *
 * @param labAddress from a published address to the one that the lab listens on
 * @param scale how much faster than the world the lab runs
 */
public record LiveRendering(UnaryOperator<IpAddress> labAddress, TimeScale scale)
    implements Function<RRset, Optional<RRset>> {

  private static final Set<Integer> OF_DNSSEC =
      Set.of(
          Type.DS,
          Type.RRSIG,
          Type.NSEC,
          Type.DNSKEY,
          Type.NSEC3,
          Type.NSEC3PARAM,
          Type.CDS,
          Type.CDNSKEY);

  @Override
  public Optional<RRset> apply(RRset rrset) {
    if (OF_DNSSEC.contains(rrset.type())) {
      return Optional.empty();
    }
    List<Record> records =
        rrset.records().stream().flatMap(record -> rendered(record).stream()).toList();
    return records.isEmpty()
        ? Optional.empty()
        : Optional.of(new RRset(rrset.owner(), rrset.type(), scale.ttl(rrset.ttl()), records));
  }

  private Optional<Record> rendered(Record record) {
    return switch (record) {
      case ARecord a -> Optional.of(mapped(a));
      case AAAARecord aaaa -> Optional.empty();
      case SOARecord soa -> Optional.of(scaled(soa));
      default -> Optional.of(record);
    };
  }

  private Record mapped(ARecord a) {
    IpAddress lab = labAddress.apply(IpAddress.of(a.getAddress()));
    return new ARecord(a.getName(), a.getDClass(), a.getTTL(), lab.toInetAddress());
  }

  private Record scaled(SOARecord soa) {
    return new SOARecord(
        soa.getName(),
        soa.getDClass(),
        scale.ttl(soa.getTTL()),
        soa.getHost(),
        soa.getAdmin(),
        soa.getSerial(),
        scale.ttl(soa.getRefresh()),
        scale.ttl(soa.getRetry()),
        scale.ttl(soa.getExpire()),
        scale.ttl(soa.getMinimum()));
  }
}
