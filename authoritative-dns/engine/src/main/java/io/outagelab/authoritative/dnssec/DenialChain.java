package io.outagelab.authoritative.dnssec;

import io.outagelab.authoritative.dnssec.SigningPolicy.DenialChoice;
import io.outagelab.authoritative.zone.Nsec3Parameters;
import io.outagelab.core.dns.RRset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.xbill.DNS.DClass;
import org.xbill.DNS.NSEC3PARAMRecord;
import org.xbill.DNS.NSEC3Record;
import org.xbill.DNS.NSECRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

/**
 * Makes the NSEC or NSEC3 RRsets of a zone: one for each name, each pointing to the next, the last
 * to the first (RFC 4034 §4.1.1, RFC 5155 §7.1).
 *
 * @param origin the apex
 * @param ttl the lower of the SOA RRset's TTL and its MINIMUM field (RFC 9077 §3)
 */
record DenialChain(Name origin, long ttl) {
  private static final int OPT_OUT = 1;

  /**
   * The RRsets of the chain.
   *
   * @param names the authoritative names and zone cuts that own something, with what they own
   */
  List<RRset> of(DenialChoice choice, Collection<SignableName> names) {
    return switch (choice) {
      case NSEC -> nsec(names);
      case NSEC3 -> nsec3(names, false);
      case NSEC3_OPT_OUT -> nsec3(names, true);
    };
  }

  /** The NSEC3PARAM RRset at the apex (RFC 5155 §4), none with NSEC. */
  List<RRset> parameters(DenialChoice choice) {
    if (choice == DenialChoice.NSEC) {
      return List.of();
    }
    Nsec3Parameters parameters = Nsec3Parameters.RECOMMENDED;
    return List.of(
        RRset.of(
            List.of(
                new NSEC3PARAMRecord(
                    origin,
                    DClass.IN,
                    0,
                    Nsec3Parameters.SHA1,
                    0,
                    parameters.iterations(),
                    parameters.salt()))));
  }

  private List<RRset> nsec(Collection<SignableName> names) {
    List<RRset> chain = new ArrayList<>();
    Iterator<SignableName> next = names.iterator();
    next.next();
    for (SignableName name : names) {
      Name following = next.hasNext() ? next.next().name() : origin;
      TreeSet<Integer> types = new TreeSet<>(name.types());
      types.add(Type.RRSIG);
      types.add(Type.NSEC);
      chain.add(
          RRset.of(
              List.of(new NSECRecord(name.name(), DClass.IN, ttl, following, numbers(types)))));
    }
    return chain;
  }

  private List<RRset> nsec3(Collection<SignableName> names, boolean optOut) {
    SortedMap<Name, SortedSet<Integer>> typesByName = new TreeMap<>();
    for (SignableName name : names) {
      if (!optOut || !name.isInsecureDelegation()) {
        typesByName.put(name.name(), nsec3Types(name));
        // RFC 5155 §7.1: empty non-terminals have an RRset too.
        int below = name.name().labels() - origin.labels();
        for (int strip = 1; strip < below; strip++) {
          typesByName.computeIfAbsent(new Name(name.name(), strip), empty -> new TreeSet<>());
        }
      }
    }
    return nsec3Ring(typesByName, optOut ? OPT_OUT : 0);
  }

  private List<RRset> nsec3Ring(SortedMap<Name, SortedSet<Integer>> typesByName, int flags) {
    Nsec3Parameters parameters = Nsec3Parameters.RECOMMENDED;
    TreeMap<Name, Name> byOwner = new TreeMap<>();
    typesByName.keySet().forEach(name -> byOwner.put(parameters.owner(name, origin), name));
    List<RRset> ring = new ArrayList<>();
    for (Map.Entry<Name, Name> entry : byOwner.entrySet()) {
      Map.Entry<Name, Name> after = byOwner.higherEntry(entry.getKey());
      Name following = (after == null ? byOwner.firstEntry() : after).getValue();
      SortedSet<Integer> types = typesByName.getOrDefault(entry.getValue(), new TreeSet<>());
      ring.add(
          RRset.of(
              List.of(
                  new NSEC3Record(
                      entry.getKey(),
                      DClass.IN,
                      ttl,
                      Nsec3Parameters.SHA1,
                      flags,
                      parameters.iterations(),
                      parameters.salt(),
                      parameters.hash(following),
                      numbers(types)))));
    }
    return ring;
  }

  /** RFC 5155 §7.1: RRSIG is among the types only if something of the name's own is signed. */
  private static SortedSet<Integer> nsec3Types(SignableName name) {
    TreeSet<Integer> types = new TreeSet<>(name.types());
    if (!name.isInsecureDelegation()) {
      types.add(Type.RRSIG);
    }
    return types;
  }

  private static int[] numbers(SortedSet<Integer> types) {
    return types.stream().mapToInt(Integer::intValue).toArray();
  }
}
