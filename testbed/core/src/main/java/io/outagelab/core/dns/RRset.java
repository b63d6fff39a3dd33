package io.outagelab.core.dns;

import io.outagelab.core.net.IpAddress;
import java.util.List;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/**
 * The records of one owner name and type, as one unit (RFC 2181 §5). Immutable.
 *
 * @param owner the owner name
 * @param type a number of {@link Type}
 * @param ttl seconds; the same for all records (RFC 2181 §5.2)
 * @param records at least one, each with this owner, type and TTL
 */
public record RRset(Name owner, int type, long ttl, List<Record> records) {
  /** Rejects an empty set; gives every record the set's TTL. */
  public RRset {
    if (records.isEmpty()) {
      throw new IllegalArgumentException("an RRset has at least one record: " + owner);
    }
    for (Record rr : records) {
      if (rr.getTTL() != ttl) {
        records = withTtl(records, ttl);
        break;
      }
    }
    records = List.copyOf(records);
  }

  private static List<Record> withTtl(List<Record> records, long ttl) {
    return records.stream()
        .map(
            rr ->
                rr.getTTL() == ttl
                    ? rr
                    : Record.newRecord(
                        rr.getName(), rr.getType(), rr.getDClass(), ttl, rr.rdataToWireCanonical()))
        .toList();
  }

  /** The set of these records, of one owner and type, with the lowest of their TTLs. */
  public static RRset of(List<Record> records) {
    Record first = records.getFirst();
    long ttl = first.getTTL();
    for (Record rr : records) {
      ttl = Math.min(ttl, rr.getTTL());
    }
    return new RRset(first.getName(), first.getType(), ttl, records);
  }

  /** The same records with another TTL. */
  public RRset withTtl(long seconds) {
    return new RRset(owner, type, seconds, records);
  }

  /** The addresses in a set of type A or AAAA; none for other types. */
  public List<IpAddress> addresses() {
    return records.stream()
        .filter(rr -> rr instanceof ARecord || rr instanceof AAAARecord)
        // Not by getAddress(): that spells the owner name out each time.
        .map(rr -> IpAddress.of(rr.rdataToWireCanonical()))
        .toList();
  }

  @Override
  public String toString() {
    return DnsNames.display(owner) + " " + ttl + " " + Type.string(type) + " x" + records.size();
  }
}
