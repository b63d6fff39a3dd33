package io.outagelab.resolver.reply;

import io.outagelab.core.dns.DnsCodec;
import io.outagelab.core.dns.RRset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.NSRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/**
 * Drops from a reply what its sender has no business to say: the bailiwick check (RFC 5452 §6).
 *
 * <p>A server that was asked as one of a zone's servers is believed about owner names at or below
 * that zone's apex and about nothing else.
 */
public final class Scrubber {
  /** A TTL above this is taken as 0 (RFC 2181 §8). */
  private static final long MAX_TTL_FIELD = 0x7fff_ffffL;

  /** QTYPEs and meta-TYPEs begin here (RFC 6895 §3.1) and are never data. */
  private static final int FIRST_META_TYPE = 128;

  private static final int LAST_META_TYPE = 255;

  private record Key(Name owner, int type) {}

  private Scrubber() {}

  /**
   * The part of a reply that is in bailiwick.
   *
   * @param zone the apex of the zone whose server was asked
   * @param maxTtl the longest TTL to believe, in seconds
   */
  public static Sections scrub(Message reply, Name zone, long maxTtl) {
    List<RRset> answer = sets(reply, Section.ANSWER, zone, maxTtl, set -> true);
    List<RRset> authority =
        sets(
            reply,
            Section.AUTHORITY,
            zone,
            maxTtl,
            set -> set.type() == Type.NS || set.type() == Type.SOA);
    Set<Name> servers = new HashSet<>();
    collectServers(answer, servers);
    collectServers(authority, servers);
    List<RRset> additional =
        sets(
            reply,
            Section.ADDITIONAL,
            zone,
            maxTtl,
            set -> isAddress(set.type()) && servers.contains(set.owner()));
    return new Sections(answer, authority, additional);
  }

  private static List<RRset> sets(
      Message reply, int section, Name zone, long maxTtl, Predicate<RRset> wanted) {
    Map<Key, List<Record>> bySet = new LinkedHashMap<>();
    for (Record rr : reply.getSection(section)) {
      if (isData(rr) && rr.getName().subdomain(zone)) {
        List<Record> set =
            bySet.computeIfAbsent(new Key(rr.getName(), rr.getType()), key -> new ArrayList<>());
        if (!set.contains(rr)) {
          set.add(rr);
        }
      }
    }
    return bySet.values().stream()
        .map(records -> capped(RRset.of(records), maxTtl))
        .filter(wanted)
        .toList();
  }

  private static boolean isData(Record rr) {
    int type = rr.getType();
    boolean meta =
        type == 0 || type == Type.OPT || (type >= FIRST_META_TYPE && type <= LAST_META_TYPE);
    return !meta && rr.getDClass() == DClass.IN && DnsCodec.isCopyable(rr);
  }

  private static RRset capped(RRset set, long maxTtl) {
    long ttl = set.ttl() > MAX_TTL_FIELD ? 0 : Math.min(set.ttl(), maxTtl);
    return ttl == set.ttl() ? set : set.withTtl(ttl);
  }

  private static void collectServers(List<RRset> sets, Set<Name> servers) {
    for (RRset set : sets) {
      for (Record rr : set.records()) {
        if (rr instanceof NSRecord ns) {
          servers.add(ns.getTarget());
        }
      }
    }
  }

  private static boolean isAddress(int type) {
    return type == Type.A || type == Type.AAAA;
  }
}
