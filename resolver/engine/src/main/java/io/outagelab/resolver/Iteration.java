package io.outagelab.resolver;

import io.outagelab.core.Tick;
import io.outagelab.core.Timers;
import io.outagelab.core.dns.Question;
import io.outagelab.core.net.IpAddress;
import io.outagelab.core.net.IpAddress.Family;
import io.outagelab.core.net.Transport;
import io.outagelab.resolver.Outcome.Failure;
import io.outagelab.resolver.Resolution.State;
import io.outagelab.resolver.TimerKey.EffortOver;
import io.outagelab.resolver.cache.ServerCache;
import io.outagelab.resolver.reply.Classifier;
import io.outagelab.resolver.reply.Delegation;
import io.outagelab.resolver.reply.Delegation.NameServer;
import io.outagelab.resolver.reply.Reply;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Type;

/**
 * The resolutions that are under way, and the moves by which each comes closer to its outcome (RFC
 * 1034 §5.3.3): begin at the closest known zone, descend by referrals, look for the addresses of
 * name servers, follow aliases, give up.
 *
 * <p>A move ends when the resolution waits for something or is finished. What one resolution means
 * for another goes through a queue, so that moves don't nest.
 */
final class Iteration {
  /** Who wants to know outcomes. */
  interface Clients {
    /** The resolution is finished. */
    void finished(Tick now, Resolution resolution, Outcome outcome);
  }

  /** At the deadline, this many silent servers make their zone silent. */
  private static final int ENOUGH_SILENT_SERVERS = 3;

  private final Knowledge knowledge;
  private final ServerCache servers;
  private final ServerChoice choice;
  private final Upstream upstream;
  private final ResolverPolicy policy;
  private final Set<Family> families;
  private final RandomGenerator random;
  private final Timers<TimerKey> timers;
  private final Clients clients;
  private final Map<Long, Resolution> running = new HashMap<>();
  private final Map<Question, Resolution> joinable = new HashMap<>();
  private final Deque<Resolution> ready = new ArrayDeque<>();
  private long lastId;

  /** Nothing under way. */
  Iteration(
      Knowledge knowledge,
      ServerCache servers,
      Upstream upstream,
      ResolverPolicy policy,
      Set<Family> families,
      RandomGenerator random,
      Timers<TimerKey> timers,
      Clients clients) {
    this.knowledge = knowledge;
    this.servers = servers;
    this.choice = new ServerChoice(servers, policy, random);
    this.upstream = upstream;
    this.policy = policy;
    this.families = new TreeSet<>(families);
    this.random = random;
    this.timers = timers;
    this.clients = clients;
  }

  /** How many resolutions are under way. */
  int size() {
    return running.size();
  }

  /** The resolution of this question that a new client may join. */
  Optional<Resolution> joinable(Question question) {
    return Optional.ofNullable(joinable.get(question));
  }

  /** The resolution with this number, if it is under way. */
  Optional<Resolution> running(long id) {
    return Optional.ofNullable(running.get(id));
  }

  /** Begins a resolution; empty if too many are under way. {@link #proceed} makes it move. */
  Optional<Resolution> start(Question question, Effort effort) {
    if (running.size() >= policy.maxResolutions()) {
      return Optional.empty();
    }
    Resolution resolution = new Resolution(++lastId, question, effort);
    running.put(resolution.id(), resolution);
    if (policy.joinsIdentical()) {
      joinable.putIfAbsent(question, resolution);
    }
    timers.set(new EffortOver(resolution.id()), effort.deadline());
    ready.add(resolution);
    return Optional.of(resolution);
  }

  /** Moves every resolution that can move. */
  void proceed(Tick now) {
    for (Resolution next = ready.poll(); next != null; next = ready.poll()) {
      switch (next.state()) {
        case State.Starting starting -> begin(now, next);
        case State.AwaitingAddresses(Delegation delegation, Set<Long> lookups) ->
            descend(now, next, delegation);
        case State.AwaitingReply awaiting -> {}
        case State.Finished finished -> {}
      }
    }
  }

  /** A name server replied to a query. */
  void replied(Tick now, Query query, Message message) {
    Resolution resolution = resolutionOf(query);
    IpAddress server = query.path().server().address();
    Name zone = query.delegation().zone();
    if (query.path().transport() == Transport.UDP) {
      servers.answered(now, server, now.since(query.sentAt()));
    }
    resolution.heardFrom(zone);
    knowledge.failures().recovered(zone);
    Reply reply = Classifier.classify(message, query.question(), zone, knowledge.maxTtl());
    switch (reply) {
      case Reply.Answer answer -> {
        knowledge.learn(now, answer);
        succeed(now, resolution, new Outcome.Found(resolution.chainWith(answer.chain()), false));
      }
      case Reply.Alias alias -> {
        knowledge.learnChain(now, alias.chain(), alias.authoritative());
        follow(now, resolution, alias);
      }
      case Reply.Referral referral -> {
        Delegation next = referral.delegation();
        knowledge.learn(now, referral, resolution.isRefreshing(next.zone()));
        descend(now, resolution, next);
      }
      case Reply.NoData noData ->
          succeed(
              now,
              resolution,
              new Outcome.Denied(
                  Rcode.NOERROR,
                  resolution.chainWith(noData.chain()),
                  knowledge.learn(now, noData, query.question().type()),
                  false));
      case Reply.NameError nameError ->
          succeed(
              now,
              resolution,
              new Outcome.Denied(
                  Rcode.NXDOMAIN,
                  resolution.chainWith(nameError.chain()),
                  knowledge.learn(now, nameError),
                  false));
      case Reply.Lame lame -> {
        servers.isLame(now, zone, server);
        tryOthers(now, resolution, query);
      }
      case Reply.ServerFailure failure -> serverFailed(now, resolution, query, failure.rcode());
      case Reply.Truncated truncated -> askOverTcp(now, resolution, query);
      case Reply.Throwaway throwaway -> tryOthers(now, resolution, query);
    }
  }

  /** A query got no reply in time. */
  void timedOut(Tick now, Query query) {
    Resolution resolution = resolutionOf(query);
    servers.keptSilent(now, query.path().server().address());
    resolution.failedToReach(query.delegation().zone(), false);
    descend(now, resolution, query.delegation());
  }

  /** A query could not be sent: there is no route to the server, and won't be in a moment. */
  void unreachable(Tick now, Query query) {
    Resolution resolution = resolutionOf(query);
    servers.keptSilent(now, query.path().server().address());
    resolution.failedToReach(query.delegation().zone(), true);
    tryOthers(now, resolution, query);
  }

  /** The resolution has taken as long as it may. */
  void effortOver(Tick now, Resolution resolution) {
    if (resolution.state() instanceof State.AwaitingReply(Delegation delegation, Query query)) {
      Name zone = delegation.zone();
      List<IpAddress> all = addresses(now, resolution, delegation);
      long tried =
          all.stream().filter(server -> resolution.sends(zone, server, Transport.UDP) > 0).count();
      if (resolution.isSilent(zone) && tried >= Math.min(all.size(), ENOUGH_SILENT_SERVERS)) {
        markSilent(now, zone);
      }
    }
    fail(now, resolution, Failure.NO_REACHABLE_AUTHORITY);
  }

  /** Looks into the caches, then asks the closest zone that is known. */
  private void begin(Tick now, Resolution resolution) {
    switch (knowledge.lookup(now, resolution.current())) {
      case Knowledge.Lookup.Complete(Outcome.Found found) ->
          succeed(now, resolution, new Outcome.Found(resolution.chainWith(found.chain()), false));
      case Knowledge.Lookup.Complete(Outcome.Denied denied) ->
          succeed(
              now,
              resolution,
              new Outcome.Denied(
                  denied.rcode(), resolution.chainWith(denied.chain()), denied.soa(), false));
      case Knowledge.Lookup.Complete(Outcome.Failed failed) -> finish(now, resolution, failed);
      case Knowledge.Lookup.Partial partial -> {
        if (resolution.follow(partial.chain(), policy.maxCnames())) {
          beginAtClosestZone(now, resolution);
        } else {
          fail(now, resolution, Failure.ALIAS_LOOP);
        }
      }
    }
  }

  private void beginAtClosestZone(Tick now, Resolution resolution) {
    Question current = resolution.current();
    Optional<Tick> failing = knowledge.failures().failingSince(now, current);
    if (failing.isPresent()) {
      failAgain(now, resolution, failing.get());
      return;
    }
    // A DS RRset stands on the parent's side of the cut (RFC 4035 §3.1.4.1).
    boolean parentSide = current.type() == Type.DS && current.name().labels() > 1;
    beginAt(now, resolution, parentSide ? new Name(current.name(), 1) : current.name());
  }

  private void beginAt(Tick now, Resolution resolution, Name name) {
    switch (knowledge.start(now, name)) {
      case Knowledge.Start.At(Delegation delegation) -> descend(now, resolution, delegation);
      case Knowledge.Start.Failing(Tick since) -> failAgain(now, resolution, since);
    }
  }

  /** Asks one of the delegation's servers, or looks for the address of one. */
  private void descend(Tick now, Resolution resolution, Delegation delegation) {
    Name zone = delegation.zone();
    Optional<Tick> failing = knowledge.failures().failingSince(now, zone);
    if (failing.isPresent() && !resolution.isRefreshing(zone)) {
      failAgain(now, resolution, failing.get());
      return;
    }
    Optional<IpAddress> server =
        choice.choose(now, resolution, zone, addresses(now, resolution, delegation));
    if (server.isPresent()) {
      ask(now, resolution, delegation, server.get(), Transport.UDP);
    } else if (!awaitAddresses(now, resolution, delegation)) {
      exhausted(now, resolution, delegation);
    }
  }

  private void ask(
      Tick now,
      Resolution resolution,
      Delegation delegation,
      IpAddress server,
      Transport transport) {
    if (resolution.effort().takeQuery()) {
      Query query = upstream.ask(now, resolution, delegation, server, transport);
      resolution.become(new State.AwaitingReply(delegation, query));
    } else {
      fail(now, resolution, Failure.BUDGET_SPENT);
    }
  }

  private List<IpAddress> addresses(Tick now, Resolution resolution, Delegation delegation) {
    Set<IpAddress> addresses = new LinkedHashSet<>();
    for (NameServer server : delegation.servers()) {
      addresses.addAll(server.glue());
      addresses.addAll(knowledge.addresses(now, server.name()));
      addresses.addAll(resolution.learned(server.name()));
    }
    addresses.removeIf(address -> !families.contains(address.family()));
    return List.copyOf(addresses);
  }

  /** Waits for address lookups that run, or begins some; false if there is none to hope for. */
  private boolean awaitAddresses(Tick now, Resolution resolution, Delegation delegation) {
    if (resolution.state() instanceof State.AwaitingAddresses awaiting
        && awaiting.delegation().zone().equals(delegation.zone())
        && awaiting.lookups().stream().anyMatch(running::containsKey)) {
      return true;
    }
    int size = delegation.servers().size();
    int first = size == 0 ? 0 : random.nextInt(size);
    for (int i = 0; i < size; i++) {
      NameServer server = delegation.servers().get((first + i) % size);
      Set<Long> lookups = lookUp(now, resolution, delegation, server);
      if (!lookups.isEmpty()) {
        resolution.become(new State.AwaitingAddresses(delegation, lookups));
        return true;
      }
    }
    return false;
  }

  /** Begins resolutions of the name server's addresses, or joins those that run. */
  private Set<Long> lookUp(
      Tick now, Resolution resolution, Delegation delegation, NameServer server) {
    Set<Long> lookups = new LinkedHashSet<>();
    // The address of an in-domain server is the zone's own to tell, and it cannot be asked.
    if (server.name().subdomain(delegation.zone())
        || !addresses(now, resolution, new Delegation(delegation.zone(), List.of(server))).isEmpty()
        || !resolution.lookUp(server.name())
        || !resolution.effort().takeAddressLookup()) {
      return lookups;
    }
    for (Family family : families) {
      Question question = Question.of(server.name(), Knowledge.addressType(family));
      if (!isWaitedFor(question, resolution, new LinkedHashSet<>())) {
        joinable(question)
            .or(() -> start(question, resolution.effort()))
            .ifPresent(
                lookup -> {
                  lookup.dependents().add(resolution.id());
                  lookups.add(lookup.id());
                });
      }
    }
    return lookups;
  }

  /** Whether the answer to the question waits for this resolution: a delegation loop. */
  private boolean isWaitedFor(Question question, Resolution resolution, Set<Long> visited) {
    if (!visited.add(resolution.id())) {
      return false;
    }
    if (resolution.question().equals(question) || resolution.current().equals(question)) {
      return true;
    }
    for (Long id : resolution.dependents()) {
      Resolution dependent = running.get(id);
      if (dependent != null && isWaitedFor(question, dependent, visited)) {
        return true;
      }
    }
    return false;
  }

  /** No server is left to ask: the zone has failed if all kept silent (RFC 9520 §3.3). */
  private void exhausted(Tick now, Resolution resolution, Delegation delegation) {
    Name zone = delegation.zone();
    if (resolution.isSilent(zone)) {
      markSilent(now, zone);
      if (policy.refreshesDelegation() && !zone.equals(Name.root) && resolution.refresh(zone)) {
        beginAt(now, resolution, new Name(zone, 1));
        return;
      }
    }
    fail(
        now,
        resolution,
        resolution.hasNoRoute(zone) ? Failure.NETWORK_ERROR : Failure.NO_REACHABLE_AUTHORITY);
  }

  private void markSilent(Tick now, Name zone) {
    if (knowledge.failures().failingSince(now, zone).isEmpty()) {
      knowledge.failures().failed(now, zone);
    }
  }

  private void follow(Tick now, Resolution resolution, Reply.Alias alias) {
    if (resolution.follow(alias.chain(), policy.maxCnames())) {
      resolution.become(new State.Starting());
      ready.add(resolution);
    } else {
      fail(now, resolution, Failure.ALIAS_LOOP);
    }
  }

  /** A server that chokes on EDNS is asked again without (RFC 6891 §6.2.2); others are left. */
  private void serverFailed(Tick now, Resolution resolution, Query query, int rcode) {
    IpAddress server = query.path().server().address();
    Transport transport = query.path().transport();
    Name zone = query.delegation().zone();
    boolean chokedOnEdns =
        query.edns() && (rcode == Rcode.FORMERR || rcode == Rcode.NOTIMP || rcode == Rcode.BADVERS);
    if (chokedOnEdns && resolution.sends(zone, server, transport) < ResolverPolicy.MAX_ATTEMPTS) {
      servers.refusedEdns(now, server);
      ask(now, resolution, query.delegation(), server, transport);
    } else {
      tryOthers(now, resolution, query);
    }
  }

  private void askOverTcp(Tick now, Resolution resolution, Query query) {
    IpAddress server = query.path().server().address();
    int sends = resolution.sends(query.delegation().zone(), server, Transport.TCP);
    if (query.path().transport() == Transport.UDP && sends < policy.attemptsPerServer()) {
      ask(now, resolution, query.delegation(), server, Transport.TCP);
    } else {
      tryOthers(now, resolution, query);
    }
  }

  private void tryOthers(Tick now, Resolution resolution, Query query) {
    resolution.giveUp(query.delegation().zone(), query.path().server().address());
    descend(now, resolution, query.delegation());
  }

  private void succeed(Tick now, Resolution resolution, Outcome outcome) {
    knowledge.failures().recovered(resolution.question());
    finish(now, resolution, outcome);
  }

  private void fail(Tick now, Resolution resolution, Failure failure) {
    knowledge.failures().failed(now, resolution.question());
    if (!resolution.current().equals(resolution.question())) {
      knowledge.failures().failed(now, resolution.current());
    }
    finish(now, resolution, new Outcome.Failed(failure));
  }

  /** Fails by a failure that is in the cache already, and is not kept longer for being met. */
  private void failAgain(Tick now, Resolution resolution, Tick since) {
    Failure failure =
        since.isAfter(resolution.effort().started())
            ? Failure.NO_REACHABLE_AUTHORITY
            : Failure.CACHED;
    finish(now, resolution, new Outcome.Failed(failure));
  }

  /** The one place where a resolution ends: nothing of it is left behind. */
  private void finish(Tick now, Resolution resolution, Outcome outcome) {
    if (resolution.state() instanceof State.AwaitingReply awaiting) {
      upstream.forget(awaiting.query());
    }
    resolution.become(new State.Finished(outcome));
    running.remove(resolution.id());
    joinable.remove(resolution.question(), resolution);
    timers.cancel(new EffortOver(resolution.id()));
    timers.cancel(new TimerKey.StaleAnswerDue(resolution.id()));
    for (Long id : new ArrayList<>(resolution.dependents())) {
      Resolution dependent = running.get(id);
      if (dependent != null) {
        if (outcome instanceof Outcome.Found found) {
          dependent.learned(resolution.question().name(), found.chain().getLast().addresses());
        }
        ready.add(dependent);
      }
    }
    clients.finished(now, resolution, outcome);
  }

  private Resolution resolutionOf(Query query) {
    return running(query.resolution())
        .orElseThrow(() -> new IllegalStateException("nobody waits for " + query));
  }
}
