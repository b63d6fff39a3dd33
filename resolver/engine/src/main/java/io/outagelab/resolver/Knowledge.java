package io.outagelab.resolver;

import io.outagelab.core.Tick;
import io.outagelab.core.dns.Question;
import io.outagelab.core.dns.RRset;
import io.outagelab.core.net.IpAddress;
import io.outagelab.core.net.IpAddress.Family;
import io.outagelab.resolver.cache.Credibility;
import io.outagelab.resolver.cache.FailureCache;
import io.outagelab.resolver.cache.NegativeCache;
import io.outagelab.resolver.cache.RRsetCache;
import io.outagelab.resolver.reply.Delegation;
import io.outagelab.resolver.reply.Delegation.NameServer;
import io.outagelab.resolver.reply.Reply;
import io.outagelab.resolver.reply.Sections;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.NSRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/** What the resolver knows of the name space: reads answers and delegations out of its caches. */
final class Knowledge {
  /** What the caches have on a question. */
  sealed interface Lookup {
    /** All of it. */
    record Complete(Outcome outcome) implements Lookup {}

    /**
     * Not all of it.
     *
     * @param chain the CNAME RRsets that are known, in order; often none
     * @param next the name to ask for
     */
    record Partial(List<RRset> chain, Name next) implements Lookup {}
  }

  /** Where to begin asking about a name. */
  sealed interface Start {
    /** At the servers of the closest zone that is known. */
    record At(Delegation delegation) implements Start {}

    /** Nowhere: since then the servers of a zone on the way are silent (RFC 9520 §3.3). */
    record Failing(Tick since) implements Start {}
  }

  private final ResolverPolicy policy;
  private final Delegation root;
  private final Set<Family> families;
  private final RRsetCache rrsets;
  private final NegativeCache denials;
  private final FailureCache failures;

  /** Knows the root hints only. */
  Knowledge(ResolverPolicy policy, RootHints hints, Set<Family> families) {
    Duration maxStale = policy.serveStale() ? policy.maxStale() : Duration.ZERO;
    this.policy = policy;
    this.root = hints.delegation();
    this.families = new TreeSet<>(families);
    this.rrsets = new RRsetCache(policy.maxCacheEntries(), maxStale);
    this.denials = new NegativeCache(policy.maxCacheEntries(), policy.maxNegativeTtl(), maxStale);
    this.failures =
        new FailureCache(policy.maxCacheEntries(), policy.failureTtl(), policy.failureTtlMax());
  }

  /** The failure cache. */
  FailureCache failures() {
    return failures;
  }

  /** Forgets what is known of this name and of every name below it. */
  void flush(Name name) {
    rrsets.flush(name);
    denials.flush(name);
    failures.flush(name);
  }

  /** How many RRsets, denials and failures are known. */
  int size() {
    return rrsets.size() + denials.size() + failures.size();
  }

  /** What is known of the question, by fresh data alone. */
  Lookup lookup(Tick now, Question question) {
    return lookup(now, question, false);
  }

  /** The answer, if it is known by data that may have expired. */
  Optional<Outcome> staleAnswer(Tick now, Question question) {
    return policy.serveStale() && lookup(now, question, true) instanceof Lookup.Complete complete
        ? Optional.of(complete.outcome())
        : Optional.empty();
  }

  private Lookup lookup(Tick now, Question question, boolean staleAllowed) {
    List<RRset> chain = new ArrayList<>();
    boolean stale = false;
    Name name = question.name();
    while (chain.size() <= policy.maxCnames()) {
      Optional<RRsetCache.Found> wanted = answer(now, name, question.type(), staleAllowed);
      if (wanted.isPresent()) {
        chain.add(shown(wanted.get()));
        return new Lookup.Complete(
            new Outcome.Found(List.copyOf(chain), stale || wanted.get().stale()));
      }
      Optional<RRsetCache.Found> alias = answer(now, name, Type.CNAME, staleAllowed);
      if (alias.isEmpty()
          || !(alias.get().stored().records().getFirst() instanceof CNAMERecord cname)) {
        return denialOrNothing(now, question, name, chain, stale, staleAllowed);
      }
      chain.add(shown(alias.get()));
      stale |= alias.get().stale();
      name = cname.getTarget();
    }
    return new Lookup.Partial(List.copyOf(chain), name);
  }

  private Lookup denialOrNothing(
      Tick now,
      Question question,
      Name name,
      List<RRset> chain,
      boolean stale,
      boolean staleAllowed) {
    Optional<NegativeCache.Found> denial = denials.find(now, name, question.type(), staleAllowed);
    if (denial.isEmpty()) {
      return new Lookup.Partial(List.copyOf(chain), name);
    }
    NegativeCache.Found found = denial.get();
    RRset soa = found.stale() ? found.soa().withTtl(staleTtl()) : found.soa();
    return new Lookup.Complete(
        new Outcome.Denied(
            found.nameError() ? Rcode.NXDOMAIN : Rcode.NOERROR,
            List.copyOf(chain),
            List.of(soa),
            stale || found.stale()));
  }

  private Optional<RRsetCache.Found> answer(Tick now, Name owner, int type, boolean staleAllowed) {
    Optional<RRsetCache.Found> found =
        staleAllowed ? rrsets.find(now, owner, type) : rrsets.fresh(now, owner, type);
    return found.filter(known -> known.credibility().isGoodForAnswers());
  }

  private RRset shown(RRsetCache.Found found) {
    return found.stale() ? found.set().withTtl(staleTtl()) : found.set();
  }

  /** The TTL of stale data: more than 0 in any case (RFC 8767 §4). */
  private long staleTtl() {
    return Math.max(1, wholeSeconds(policy.staleAnswerTtl()));
  }

  /** The longest TTL to believe, in seconds. */
  long maxTtl() {
    return Math.max(1, wholeSeconds(policy.maxTtl()));
  }

  private static long wholeSeconds(Duration duration) {
    return duration.getNano() == 0 ? duration.getSeconds() : duration.getSeconds() + 1;
  }

  /**
   * The closest zone at or above the name that the resolver knows servers of, unless a zone on the
   * way there is failing.
   */
  Start start(Tick now, Name name) {
    for (int labels = 0; labels < name.labels(); labels++) {
      Name zone = new Name(name, labels);
      Optional<Tick> failing = failures.failingSince(now, zone);
      if (failing.isPresent()) {
        return new Start.Failing(failing.get());
      }
      Optional<Delegation> known = delegation(now, zone);
      if (known.isPresent()) {
        return new Start.At(known.get());
      }
    }
    return new Start.At(root);
  }

  /** The delegation of a zone, if its servers are known and can be found. */
  private Optional<Delegation> delegation(Tick now, Name zone) {
    Optional<RRsetCache.Found> ns = rrsets.fresh(now, zone, Type.NS);
    if (ns.isEmpty()) {
      return Optional.empty();
    }
    List<NameServer> servers = new ArrayList<>();
    boolean canBeFound = false;
    for (Record rr : ns.get().stored().records()) {
      if (rr instanceof NSRecord record) {
        Name server = record.getTarget();
        List<IpAddress> addresses = addresses(now, server);
        servers.add(new NameServer(server, addresses));
        // An in-domain server without glue can only be found by way of the parent.
        canBeFound |= !addresses.isEmpty() || !server.subdomain(zone);
      }
    }
    return canBeFound ? Optional.of(new Delegation(zone, servers)) : Optional.empty();
  }

  /** The known addresses of a name server, of the families that the resolver has itself. */
  List<IpAddress> addresses(Tick now, Name server) {
    List<IpAddress> addresses = new ArrayList<>();
    for (Family family : families) {
      rrsets
          .fresh(now, server, addressType(family))
          .ifPresent(found -> addresses.addAll(found.addresses()));
    }
    return addresses;
  }

  /** The type that an address of the family is asked for by. */
  static int addressType(Family family) {
    return switch (family) {
      case IPV4 -> Type.A;
      case IPV6 -> Type.AAAA;
    };
  }

  /** Remembers an answer, and what came with it. */
  void learn(Tick now, Reply.Answer answer) {
    learnChain(now, answer.chain(), answer.authoritative());
    Credibility credibility =
        answer.authoritative() ? Credibility.AUTHORITATIVE_AUTHORITY : Credibility.ADDITIONAL;
    learnServers(now, answer.sections(), credibility);
  }

  /**
   * Remembers an alias chain. Only its first RRset is sure to be authoritative (RFC 2181 §5.4.1).
   */
  void learnChain(Tick now, List<RRset> chain, boolean authoritative) {
    for (int i = 0; i < chain.size(); i++) {
      boolean sure = authoritative && i == 0;
      rrsets.put(now, chain.get(i), sure ? Credibility.AUTHORITATIVE_ANSWER : Credibility.ANSWER);
    }
  }

  /**
   * Remembers a referral.
   *
   * @param anew whether the delegation that was known has proved useless
   */
  void learn(Tick now, Reply.Referral referral, boolean anew) {
    Name zone = referral.delegation().zone();
    for (RRset set : referral.sections().authority()) {
      if (anew && set.type() == Type.NS && set.owner().equals(zone)) {
        rrsets.replace(now, set, Credibility.ADDITIONAL);
      }
    }
    learnServers(now, referral.sections(), Credibility.ADDITIONAL);
    if (anew) {
      referral.sections().additional().stream()
          .filter(set -> set.owner().subdomain(zone))
          .forEach(set -> rrsets.replace(now, set, Credibility.ADDITIONAL));
    }
  }

  private void learnServers(Tick now, Sections sections, Credibility credibility) {
    for (RRset set : sections.authority()) {
      if (set.type() == Type.NS) {
        rrsets.put(now, set, credibility);
      }
    }
    for (RRset set : sections.additional()) {
      rrsets.put(now, set, Credibility.ADDITIONAL);
    }
  }

  /** Remembers that the name has no such type; returns the SOA with the TTL of the denial. */
  List<RRset> learn(Tick now, Reply.NoData noData, int type) {
    learnChain(now, noData.chain(), true);
    rrsets.forget(noData.name(), type);
    noData.soa().forEach(soa -> denials.putNoData(now, noData.name(), type, soa));
    return denialSoa(noData.soa());
  }

  /** Remembers that the name does not exist; returns the SOA with the TTL of the denial. */
  List<RRset> learn(Tick now, Reply.NameError nameError) {
    learnChain(now, nameError.chain(), true);
    nameError.soa().forEach(soa -> denials.putNameError(now, nameError.name(), soa));
    return denialSoa(nameError.soa());
  }

  private List<RRset> denialSoa(List<RRset> soa) {
    return soa.stream().map(set -> set.withTtl(wholeSeconds(denials.ttl(set)))).toList();
  }
}
