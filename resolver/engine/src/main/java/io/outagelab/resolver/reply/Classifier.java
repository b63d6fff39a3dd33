package io.outagelab.resolver.reply;

import io.outagelab.core.dns.Question;
import io.outagelab.core.dns.RRset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Type;

/** Says what a reply amounts to: a pure function of the reply, the question and the zone asked. */
public final class Classifier {
  private final Question asked;
  private final Name zone;
  private final Sections sections;
  private final boolean authoritative;
  private final boolean offersRecursion;
  private final int rcode;

  private Classifier(Message reply, Question asked, Name zone, long maxTtl) {
    this.asked = asked;
    this.zone = zone;
    this.sections = Scrubber.scrub(reply, zone, maxTtl);
    this.authoritative = reply.getHeader().getFlag(Flags.AA);
    this.offersRecursion = reply.getHeader().getFlag(Flags.RA);
    this.rcode = reply.getRcode();
  }

  /**
   * Classifies a reply that belongs to the question.
   *
   * @param zone the apex of the zone whose server was asked: the bailiwick
   * @param maxTtl the longest TTL to believe, in seconds
   */
  public static Reply classify(Message reply, Question asked, Name zone, long maxTtl) {
    if (reply.getHeader().getFlag(Flags.TC)) {
      return new Reply.Truncated();
    }
    int rcode = reply.getRcode();
    if (rcode != Rcode.NOERROR && rcode != Rcode.NXDOMAIN) {
      return new Reply.ServerFailure(rcode);
    }
    return new Classifier(reply, asked, zone, maxTtl).followAliases();
  }

  /** Walks the CNAMEs of the answer section from the QNAME (RFC 1034 §3.6.2). */
  private Reply followAliases() {
    List<RRset> chain = new ArrayList<>();
    Name name = asked.name();
    while (chain.size() <= sections.answer().size()) {
      Optional<RRset> wanted = sections.answer(name, asked.type());
      if (wanted.isPresent()) {
        chain.add(wanted.get());
        return answer(chain);
      }
      Optional<RRset> alias = sections.answer(name, Type.CNAME);
      if (alias.isEmpty()) {
        return chain.isEmpty() ? withoutAnswer() : endOfAliases(chain, name);
      }
      if (alias.get().records().size() != 1
          || !(alias.get().records().getFirst() instanceof CNAMERecord cname)) {
        return new Reply.Throwaway();
      }
      chain.add(alias.get());
      name = cname.getTarget();
    }
    return new Reply.Throwaway();
  }

  private Reply answer(List<RRset> chain) {
    if (!authoritative && offersRecursion) {
      // A recursive server answers from somebody's data, not from the zone.
      return new Reply.Lame();
    }
    return new Reply.Answer(List.copyOf(chain), authoritative, sections);
  }

  /** Aliases that end in this reply: the server may know that nothing is behind them. */
  private Reply endOfAliases(List<RRset> chain, Name target) {
    Optional<RRset> soa = sections.authority(Type.SOA, target);
    if (authoritative && target.subdomain(zone) && soa.isPresent()) {
      return negative(chain, target, List.of(soa.get()));
    }
    return new Reply.Alias(List.copyOf(chain), target, authoritative);
  }

  private Reply withoutAnswer() {
    Optional<RRset> soa = sections.authority(Type.SOA, asked.name());
    if (soa.isPresent()) {
      return negative(List.of(), asked.name(), List.of(soa.get()));
    }
    Optional<RRset> cut = sections.authority(Type.NS, asked.name());
    if (rcode == Rcode.NOERROR && cut.isPresent() && isBelowZone(cut.get().owner())) {
      return new Reply.Referral(Delegation.of(cut.get(), sections.additional()), sections);
    }
    return authoritative ? negative(List.of(), asked.name(), List.of()) : new Reply.Lame();
  }

  /** A referral leads downwards, or the resolver would walk in circles. */
  private boolean isBelowZone(Name owner) {
    return owner.subdomain(zone) && !owner.equals(zone);
  }

  private Reply negative(List<RRset> chain, Name name, List<RRset> soa) {
    return rcode == Rcode.NXDOMAIN
        ? new Reply.NameError(List.copyOf(chain), name, soa)
        : new Reply.NoData(List.copyOf(chain), name, soa);
  }
}
