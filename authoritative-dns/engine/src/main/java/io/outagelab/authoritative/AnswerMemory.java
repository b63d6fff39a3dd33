package io.outagelab.authoritative;

import io.outagelab.authoritative.zone.Denial;
import io.outagelab.authoritative.zone.NameTable;
import io.outagelab.authoritative.zone.Zone;
import io.outagelab.authoritative.zone.ZoneNode;
import io.outagelab.authoritative.zone.ZoneSet;
import io.outagelab.core.dns.Question;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Type;

/**
 * The answers that a set of zones has given before, as octets. {@link AnswerSearch} says what an
 * answer is; here it is only found again, without allocating, at the name of the zones that decides
 * it:
 *
 * <pre>
 *  the QNAME exists                its own node       by type; one for all types that it lacks
 *  it is at or below a zone cut    the cut's node     the referral
 *  a wildcard stands for it        the wildcard's     by type; one for all types that it lacks
 *  it does not exist               its encloser's     the denial
 *  … and NSEC is to prove that     the one before it  by encloser, as for the last two
 * </pre>
 *
 * <p>So a name that nobody has asked for yet is denied, or referred, from memory too. What depends
 * on more of the QNAME than its end and its place is not kept: aliases made from DNAME records, and
 * proofs by NSEC3, which depend on its hash.
 *
 * <p>What zones can be made to answer is bounded by what they hold. For zones so large that this is
 * no bound there is a limit to what is kept: past it, everything is forgotten, so that nobody can
 * fill the memory for good with what others never ask. Threads share a memory.
 */
final class AnswerMemory {
  private static final int LIMIT = 1 << 26;

  /** Kinds of answers that are not numbers of types. */
  private static final int NODATA = 0;

  private static final int NXDOMAIN = -1;
  private static final int REFERRAL = -2;

  /** An answer by type that is not kept: nobody but an attacker asks an alias for such a type. */
  private static final int PASSING = -3;

  /** Beside the number of a type: the owner of the records is not the owner of the node. */
  private static final int SYNTHESIZED = 1 << 16;

  private static final Rendered REFUSED = Rendered.bare(Rcode.REFUSED);

  private final ZoneSet zones;
  private final List<Zone> list;
  private final NameTable origins;

  private volatile KeptAnswers kept;

  /** Of zones that have not been asked for anything. */
  AnswerMemory(ZoneSet zones) {
    this(zones, LIMIT);
  }

  /** The same, which keeps so many octets. */
  AnswerMemory(ZoneSet zones, int limit) {
    this.zones = zones;
    this.list = zones.zones();
    this.origins = zones.origins();
    this.kept = new KeptAnswers(list, limit);
  }

  /**
   * The memory of other zones, of which many may be the same: what is known of these stays known.
   * Where a zone came or went nothing does, as it may have been part of another.
   */
  AnswerMemory serving(ZoneSet others) {
    AnswerMemory next = new AnswerMemory(others);
    List<Zone> theirs = next.list;
    if (origins(theirs).equals(origins(list))) {
      KeptAnswers known = kept;
      for (int number = 0; number < theirs.size(); number++) {
        if (theirs.get(number) == list.get(number)) {
          next.kept.takeOver(number, known);
        }
      }
    }
    return next;
  }

  private static List<Name> origins(List<Zone> zones) {
    return zones.stream().map(Zone::origin).toList();
  }

  /** The hash of the zone that a plain query is for; of the root if it is for none. */
  int hashOfZone(QueryView query) {
    int label = 0;
    while (label < query.labels() && query.in(origins, label) == NameTable.ABSENT) {
      label++;
    }
    return query.hash(label);
  }

  /** The answer to a plain query, or null if it is to be made for this query alone. */
  @Nullable Rendered find(QueryView query) {
    int labels = query.labels();
    int apex = 0;
    int number = query.in(origins, apex);
    while (number == NameTable.ABSENT && apex < labels) {
      number = query.in(origins, ++apex);
    }
    if (number == NameTable.ABSENT) {
      return REFUSED;
    }
    // RFC 4035 §3.1.4.1: the zone above may be the one to ask for DS.
    boolean maybeOfParent = query.type() == Type.DS && apex == 0;
    return maybeOfParent ? null : find(query, number, apex);
  }

  private @Nullable Rendered find(QueryView query, int number, int apex) {
    Zone zone = list.get(number);
    for (int label = 0; label <= apex; label++) {
      int at = query.in(zone.names(), label);
      if (at != NameTable.ABSENT && !zone.isOccluded(at)) {
        ZoneNode node = zone.nodes().get(at);
        if (node.zoneCut() && !(label == 0 && query.type() == Type.DS)) {
          return at(query, number, at, REFERRAL, label, Rendered.ANY);
        }
        if (label == 0) {
          return at(query, number, at, kind(node, query.type()), label, Rendered.ANY);
        }
        return node.has(Type.DNAME) ? null : beyond(query, number, at, label);
      }
    }
    throw new IllegalStateException("a zone without an apex: " + zone);
  }

  /** The name does not exist; its closest encloser does, which lacks so many of its labels. */
  private @Nullable Rendered beyond(QueryView query, int number, int encloser, int label) {
    Zone zone = list.get(number);
    int wildcard = query.wildcardIn(zone.names(), label);
    int kind = NXDOMAIN;
    int decisive = encloser;
    if (wildcard != NameTable.ABSENT) {
      ZoneNode node = zone.nodes().get(wildcard);
      if (node.has(Type.CNAME)) {
        // The aliases of a wildcard may lead back to the QNAME, so that all of it matters.
        return null;
      }
      kind = kind(node, query.type()) | SYNTHESIZED;
      decisive = wildcard;
    }
    Denial.Choice proof = query.isDnssecOk() ? zone.denial().choice() : Denial.Choice.NONE;
    return switch (proof) {
      case NONE -> at(query, number, decisive, kind, label, Rendered.ANY);
      case ORDER -> at(query, number, query.floorIn(zone.names()), kind, label, encloser);
      case HASH -> null;
    };
  }

  private static int kind(ZoneNode node, int type) {
    // RFC 8482 §4.1: ANY is answered with some RRset.
    if (node.has(type) || type == Type.ANY) {
      return type;
    }
    if (!node.has(Type.CNAME)) {
      return NODATA;
    }
    return type == Type.A || type == Type.AAAA || type == Type.HTTPS ? type : PASSING;
  }

  private Rendered at(QueryView query, int number, int at, int kind, int label, int encloser) {
    KeptAnswers known = kept;
    for (@Nullable Rendered one = known.first(number, at); one != null; one = one.next()) {
      if (one.is(kind, query.isDnssecOk(), encloser)) {
        return one;
      }
    }
    Rendered made = made(query, kind, label, encloser);
    if (kind != PASSING) {
      if (!known.hasRoomFor(made)) {
        known = known.emptied();
        kept = known;
      }
      known.keep(number, at, made);
    }
    return made;
  }

  private Rendered made(QueryView query, int kind, int label, int encloser) {
    Name qname = query.qname();
    Answer answer =
        AnswerSearch.search(zones, Question.of(qname, query.type()), query.isDnssecOk());
    Name fitting = label == 0 ? qname : new Name(qname, label);
    Optional<Name> synthesized =
        kind > 0 && (kind & SYNTHESIZED) != 0 ? Optional.of(qname) : Optional.empty();
    return Rendering.of(answer, fitting, synthesized, kind, query.isDnssecOk(), encloser);
  }
}
