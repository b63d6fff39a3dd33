package io.outagelab.authoritative;

import io.outagelab.authoritative.zone.Lookup;
import io.outagelab.authoritative.zone.Zone;
import io.outagelab.authoritative.zone.ZoneNode;
import io.outagelab.authoritative.zone.ZoneSet;
import io.outagelab.core.dns.Question;
import io.outagelab.core.dns.RRset;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DNAMERecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.NameTooLongException;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/**
 * The algorithm of RFC 1034 §4.3.2 for one question: find the closest zone, walk down to the name,
 * answer, refer or deny; a CNAME starts it again as long as its target is in a served zone.
 */
final class AnswerSearch {
  /** Longer chains of aliases are cut: the client may ask on from where the answer ends. */
  private static final int MAX_CHAIN = 16;

  private final ZoneSet zones;
  private final int type;
  private final Name first;
  private final Answer answer = new Answer();

  /** The names asked for so far; a name that comes again closes a loop. */
  private final Set<Name> asked = new HashSet<>();

  private AnswerSearch(ZoneSet zones, Question question) {
    this.zones = zones;
    this.type = question.type();
    this.first = question.name();
  }

  /** What the zones say to the question; REFUSED outside of them. */
  static Answer search(ZoneSet zones, Question question) {
    AnswerSearch search = new AnswerSearch(zones, question);
    search.run();
    return search.answer;
  }

  private void run() {
    Optional<Zone> zone = zones.closest(first, type);
    if (zone.isEmpty()) {
      answer.setRcode(Rcode.REFUSED);
      return;
    }
    Optional<Name> name = Optional.of(first);
    while (zone.isPresent() && name.isPresent() && proceedsTo(name.get())) {
      name = step(zone.get(), name.get());
      zone = name.flatMap(next -> zones.closest(next, type));
    }
    addAddressesOfTargets();
  }

  private boolean proceedsTo(Name name) {
    return asked.size() < MAX_CHAIN && asked.add(name);
  }

  /** One round of the search. Returns the name to go on with, if an alias was met. */
  private Optional<Name> step(Zone zone, Name name) {
    Lookup lookup = zone.lookup(name);
    if (!isReferral(lookup, name) || !answer.answer().isEmpty()) {
      // RFC 1035 §4.1.1: AA speaks of the first owner name in the answer section.
      answer.setAuthoritative();
    }
    return switch (lookup) {
      case Lookup.Found(ZoneNode node) -> atNode(zone, node, name);
      case Lookup.Synthesized(ZoneNode wildcard) -> atNode(zone, wildcard, name);
      case Lookup.Delegated(ZoneNode cut) -> {
        if (!isReferral(lookup, name)) {
          yield atNode(zone, cut, name);
        }
        refer(zone, cut);
        yield Optional.empty();
      }
      case Lookup.Redirected(ZoneNode node) -> redirect(node, name);
      case Lookup.Missing missing -> {
        answer.setRcode(Rcode.NXDOMAIN);
        answer.addAuthority(zone.negativeSoa());
        yield Optional.empty();
      }
    };
  }

  /** At a zone cut the parent itself answers for DS (RFC 4035 §3.1.4.1), and refers otherwise. */
  private boolean isReferral(Lookup lookup, Name name) {
    return lookup instanceof Lookup.Delegated(ZoneNode cut)
        && !(type == Type.DS && cut.name().equals(name));
  }

  private Optional<Name> atNode(Zone zone, ZoneNode node, Name name) {
    Optional<RRset> match = type == Type.ANY ? any(node) : node.rrset(type);
    if (match.isPresent()) {
      answer.addAnswer(owned(match.get(), name));
      return Optional.empty();
    }
    Optional<RRset> alias = node.rrset(Type.CNAME);
    if (alias.isPresent() && alias.get().records().getFirst() instanceof CNAMERecord cname) {
      answer.addAnswer(owned(alias.get(), name));
      return Optional.of(cname.getTarget());
    }
    answer.addAuthority(zone.negativeSoa());
    return Optional.empty();
  }

  /** One RRset stands for all of them (RFC 8482 §4.1): the one of the lowest type number. */
  private static Optional<RRset> any(ZoneNode node) {
    return node.rrsets().stream().findFirst();
  }

  /** The RRset as the name's own: a wildcard's RRset gets the QNAME as owner (RFC 4592 §3.3.1). */
  private static RRset owned(RRset rrset, Name name) {
    if (rrset.owner().equals(name)) {
      return rrset;
    }
    List<Record> records = rrset.records().stream().map(rr -> rr.withName(name)).toList();
    return new RRset(name, rrset.type(), rrset.ttl(), records);
  }

  /** The NS RRset of the zone cut with its glue: in-domain glue must fit, the rest may. */
  private void refer(Zone zone, ZoneNode cut) {
    RRset servers =
        cut.rrset(Type.NS)
            .orElseThrow(() -> new IllegalStateException("zone cut without NS: " + cut.name()));
    answer.addAuthority(servers);
    List<Name> targets = targets(servers);
    for (Name target : targets) {
      if (target.subdomain(cut.name())) {
        zone.addresses(target).forEach(answer::addRequiredGlue);
      }
    }
    for (Name target : targets) {
      if (!target.subdomain(cut.name())) {
        addresses(zone, target).forEach(answer::addAdditional);
      }
    }
  }

  /** RFC 6672 §3.2: a CNAME record is made of the DNAME record for this name. */
  private Optional<Name> redirect(ZoneNode node, Name name) {
    RRset redirection =
        node.rrset(Type.DNAME)
            .orElseThrow(() -> new IllegalStateException("no DNAME at " + node.name()));
    answer.addAnswer(redirection);
    if (!(redirection.records().getFirst() instanceof DNAMERecord dname)) {
      return Optional.empty();
    }
    try {
      Name target = name.fromDNAME(dname);
      CNAMERecord cname = new CNAMERecord(name, dname.getDClass(), redirection.ttl(), target);
      answer.addAnswer(RRset.of(List.of(cname)));
      return type == Type.CNAME || type == Type.ANY ? Optional.empty() : Optional.of(target);
    } catch (NameTooLongException e) {
      answer.setRcode(Rcode.YXDOMAIN);
      return Optional.empty();
    }
  }

  /** RFC 1034 §4.3.2 step 6: addresses of the hosts that the answer names. */
  private void addAddressesOfTargets() {
    for (RRset rrset : answer.answer()) {
      if (rrset.type() == Type.NS || rrset.type() == Type.MX || rrset.type() == Type.SRV) {
        Optional<Zone> home = zones.closest(rrset.owner());
        for (Name target : targets(rrset)) {
          home.map(zone -> addresses(zone, target))
              .orElse(List.of())
              .forEach(answer::addAdditional);
        }
      }
    }
  }

  /** Addresses of a name from its own zone if that is served, else from this one's glue. */
  private List<RRset> addresses(Zone zone, Name target) {
    List<RRset> own = zones.closest(target).map(home -> home.addresses(target)).orElse(List.of());
    return own.isEmpty() ? zone.addresses(target) : own;
  }

  private static List<Name> targets(RRset rrset) {
    return rrset.records().stream().map(Record::getAdditionalName).toList();
  }
}
