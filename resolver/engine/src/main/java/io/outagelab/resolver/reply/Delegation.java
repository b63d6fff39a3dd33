package io.outagelab.resolver.reply;

import io.outagelab.core.dns.RRset;
import io.outagelab.core.net.IpAddress;
import java.util.ArrayList;
import java.util.List;
import org.xbill.DNS.NSRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;

/**
 * A zone and the name servers that answer for it.
 *
 * @param zone the apex of the zone
 * @param servers in the order in which they were named
 */
public record Delegation(Name zone, List<NameServer> servers) {
  /** A referral may name more servers than anyone needs; the rest is not looked at (NXNSAttack). */
  public static final int MAX_SERVERS = 20;

  /**
   * A name server of a delegation.
   *
   * @param name its host name
   * @param glue the addresses that came with the delegation; often none
   */
  public record NameServer(Name name, List<IpAddress> glue) {
    /** Keeps its own copy. */
    public NameServer {
      glue = List.copyOf(glue);
    }
  }

  /** Keeps its own copy, of the first {@link #MAX_SERVERS}. */
  public Delegation {
    servers = List.copyOf(servers.subList(0, Math.min(servers.size(), MAX_SERVERS)));
  }

  /** The delegation that an NS RRset makes, with the glue that goes with it. */
  public static Delegation of(RRset ns, List<RRset> glue) {
    List<NameServer> servers = new ArrayList<>();
    for (Record rr : ns.records()) {
      if (rr instanceof NSRecord server) {
        servers.add(new NameServer(server.getTarget(), addressesOf(server.getTarget(), glue)));
      }
    }
    return new Delegation(ns.owner(), servers);
  }

  private static List<IpAddress> addressesOf(Name server, List<RRset> sets) {
    return sets.stream()
        .filter(set -> set.owner().equals(server))
        .flatMap(set -> set.addresses().stream())
        .toList();
  }
}
