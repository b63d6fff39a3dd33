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

  /** Types that an alias may own itself (RFC 4034 §3, §4): for them it is not followed. */
  private static final Set<Integer> BESIDE_CNAME = Set.of(Type.RRSIG, Type.NSEC);

  private final ZoneSet zones;
  private final int type;
  private final Name first;
  private final Answer answer = new Answer();
  private final SectionWriter sections;

  /** The names asked for so far; a name that comes again closes a loop. */
  private final Set<Name> asked = new HashSet<>();

  /** The owners of the DNAME RRsets in the answer: each is there once (RFC 2181 §5). */
  private final Set<Name> redirectedBy = new HashSet<>();

  private AnswerSearch(ZoneSet zones, Question question, boolean dnssecOk) {
    this.zones = zones;
    this.type = question.type();
    this.first = question.name();
    this.sections = new SectionWriter(answer, dnssecOk);
  }

  /**
   * What the zones say to the question; REFUSED outside of them.
   *
   * @param dnssecOk whether signatures and proofs are wanted: the DO bit (RFC 4035 §3.1)
   */
  static Answer search(ZoneSet zones, Question question, boolean dnssecOk) {
    AnswerSearch search = new AnswerSearch(zones, question, dnssecOk);
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
      zone = noted(zone.get(), name.flatMap(next -> zones.closest(next, type)));
    }
    addAddressesOfTargets();
  }

  /** The zone that is looked into after another one. */
  private Optional<Zone> noted(Zone before, Optional<Zone> next) {
    if (next.isPresent() && next.get() != before) {
      answer.setLeavesZone();
    }
    return next;
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
      case Lookup.Missing(Name closestEncloser) -> {
        answer.setRcode(Rcode.NXDOMAIN);
        sections.negativeSoa(zone);
        sections.prove(zone, zone.denial().noName(name, closestEncloser));
        yield Optional.empty();
      }
    };
  }

  /** At a zone cut the parent itself answers for DS (RFC 4035 §3.1.4.1), and refers otherwise. */
  private boolean isReferral(Lookup lookup, Name name) {
    return lookup instanceof Lookup.Delegated(ZoneNode cut)
        && !(type == Type.DS && cut.name().equals(name));
  }

  /** The node is the name's own, or the wildcard that stands for it. */
  private Optional<Name> atNode(Zone zone, ZoneNode node, Name name) {
    List<RRset> matches = matches(node);
    boolean follow = matches.isEmpty() && !BESIDE_CNAME.contains(type);
    Optional<RRset> alias = follow ? node.rrset(Type.CNAME) : Optional.empty();
    if (matches.isEmpty() && alias.isEmpty()) {
      sections.negativeSoa(zone);
      sections.prove(zone, noType(zone, node, name));
      return Optional.empty();
    }
    matches.forEach(rrset -> sections.answer(node, rrset, name));
    alias.ifPresent(rrset -> sections.answer(node, rrset, name));
    if (!node.name().equals(name)) {
      sections.prove(zone, zone.denial().noCloserName(name, node.name()));
    }
    return alias.map(rrset -> ((CNAMERecord) rrset.records().getFirst()).getTarget());
  }

  private static List<ZoneNode> noType(Zone zone, ZoneNode node, Name name) {
    return node.name().equals(name)
        ? zone.denial().noType(name)
        : zone.denial().noTypeAtWildcard(name, node.name());
  }

  private List<RRset> matches(ZoneNode node) {
    return switch (type) {
      case Type.ANY -> any(node).stream().toList();
      // RFC 4034 §3: RRSIG records form no RRset. They come by what they cover.
      case Type.RRSIG -> node.signatures();
      default -> node.rrset(type).stream().toList();
    };
  }

  /**
   * One RRset stands for all of them (RFC 8482 §4.1): the one of the lowest type number, and what
   * DNSSEC adds to a name only if there is no other.
   */
  private static Optional<RRset> any(ZoneNode node) {
    return node.rrsets().stream()
        .filter(rrset -> rrset.type() != Type.RRSIG && rrset.type() != Type.NSEC)
        .findFirst()
        .or(() -> node.rrset(Type.NSEC));
  }

  /** The NS RRset of the zone cut with its glue: in-domain glue must fit, the rest may. */
  private void refer(Zone zone, ZoneNode cut) {
    RRset servers =
        cut.rrset(Type.NS)
            .orElseThrow(() -> new IllegalStateException("zone cut without NS: " + cut.name()));
    sections.delegation(servers);
    sections.security(zone, cut);
    List<Name> targets = targets(servers);
    for (Name target : targets) {
      if (target.subdomain(cut.name())) {
        zone.node(target).ifPresent(sections::requiredGlue);
      }
    }
    for (Name target : targets) {
      if (!target.subdomain(cut.name())) {
        host(zone, target).ifPresent(sections::addresses);
      }
    }
  }

  /** RFC 6672 §3.2: a CNAME record is made of the DNAME record for this name. */
  private Optional<Name> redirect(ZoneNode node, Name name) {
    RRset redirection =
        node.rrset(Type.DNAME)
            .orElseThrow(() -> new IllegalStateException("no DNAME at " + node.name()));
    if (redirectedBy.add(node.name())) {
      sections.answer(node, redirection, node.name());
    }
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
          home.flatMap(zone -> host(zone, target)).ifPresent(sections::addresses);
        }
      }
    }
  }

  /** Where a host's addresses are: its own zone if that is served, else this one's glue. */
  private Optional<ZoneNode> host(Zone zone, Name target) {
    return noted(zone, zones.closest(target))
        .flatMap(home -> home.node(target))
        .filter(node -> !node.addresses().isEmpty())
        .or(() -> zone.node(target));
  }

  private static List<Name> targets(RRset rrset) {
    return rrset.records().stream().map(Record::getAdditionalName).toList();
  }
}
