package io.outagelab.resolver;

import io.outagelab.core.dns.Question;
import io.outagelab.core.dns.RRset;
import io.outagelab.core.net.IpAddress;
import io.outagelab.core.net.Transport;
import io.outagelab.resolver.reply.Delegation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.Name;

/** One question on its way to an answer, and who waits for it. */
final class Resolution {
  /** What a resolution waits for. */
  sealed interface State {
    /** Its turn: it has a name to look up and has asked nobody yet. */
    record Starting() implements State {}

    /** The reply to a query, as one of the delegation's servers was sent it. */
    record AwaitingReply(Delegation delegation, Query query) implements State {}

    /** The address of one of the delegation's servers: other resolutions look for it. */
    record AwaitingAddresses(Delegation delegation, Set<Long> lookups) implements State {}

    /** Nothing: it has an outcome. */
    record Finished(Outcome outcome) implements State {}
  }

  private record Server(Name zone, IpAddress address, Transport transport) {}

  private final long id;
  private final Question question;
  private final Effort effort;
  private final List<RRset> chain = new ArrayList<>();
  private final Set<Name> names = new LinkedHashSet<>();
  private final Map<Server, Integer> sends = new HashMap<>();
  private final Set<Name> spoken = new LinkedHashSet<>();
  private final Set<Name> noRoute = new LinkedHashSet<>();
  private final Set<Name> lookedUp = new LinkedHashSet<>();
  private final Map<Name, List<IpAddress>> learned = new LinkedHashMap<>();
  private final Set<Long> dependents = new LinkedHashSet<>();
  private final Map<ClientRequest.Key, ClientRequest> clients = new LinkedHashMap<>();
  private Question current;
  private State state = new State.Starting();
  private Optional<Name> refreshing = Optional.empty();
  private boolean servesStaleNow;

  /** A resolution that has not begun. */
  Resolution(long id, Question question, Effort effort) {
    this.id = id;
    this.question = question;
    this.effort = effort;
    this.current = question;
    names.add(question.name());
  }

  /** Its number. */
  long id() {
    return id;
  }

  /** What is to be found out. */
  Question question() {
    return question;
  }

  /** The same with the QNAME that the aliases have led to so far. */
  Question current() {
    return current;
  }

  /** What it may cost. */
  Effort effort() {
    return effort;
  }

  /** What it waits for. */
  State state() {
    return state;
  }

  /** Waits for something else from now on. */
  void become(State next) {
    if (state instanceof State.Finished) {
      throw new IllegalStateException(question + " is finished, and would become " + next);
    }
    state = next;
  }

  /** The clients that wait, in the order they came. */
  Map<ClientRequest.Key, ClientRequest> clients() {
    return clients;
  }

  /** The resolutions that wait for this one. */
  Set<Long> dependents() {
    return dependents;
  }

  /**
   * Goes on with the target of these aliases; false if they lead back, or are more than {@code
   * maxCnames} in all.
   */
  boolean follow(List<RRset> aliases, int maxCnames) {
    for (RRset alias : aliases) {
      if (!(alias.records().getFirst() instanceof CNAMERecord cname)
          || chain.size() == maxCnames
          || !names.add(cname.getTarget())) {
        return false;
      }
      chain.add(alias);
      current = new Question(cname.getTarget(), question.type(), question.dclass());
    }
    sends.clear();
    spoken.clear();
    lookedUp.clear();
    return true;
  }

  /** The aliases followed so far, and then this. */
  List<RRset> chainWith(List<RRset> end) {
    List<RRset> whole = new ArrayList<>(chain);
    whole.addAll(end);
    return List.copyOf(whole);
  }

  /** How often the server was sent the current question over the transport, for this zone. */
  int sends(Name zone, IpAddress server, Transport transport) {
    return sends.getOrDefault(new Server(zone, server, transport), 0);
  }

  /** The server was sent the current question once more. */
  void sent(Name zone, IpAddress server, Transport transport) {
    sends.merge(new Server(zone, server, transport), 1, Integer::sum);
  }

  /** The server is of no use for the current question. */
  void giveUp(Name zone, IpAddress server) {
    for (Transport transport : Transport.values()) {
      sends.put(new Server(zone, server, transport), ResolverPolicy.MAX_ATTEMPTS);
    }
  }

  /** A server of the zone has answered something. */
  void heardFrom(Name zone) {
    spoken.add(zone);
  }

  /** Whether no server of the zone has answered anything. */
  boolean isSilent(Name zone) {
    return !spoken.contains(zone);
  }

  /** How the last try of a server of the zone failed: no route, or no reply. */
  void failedToReach(Name zone, boolean unreachable) {
    if (unreachable) {
      noRoute.add(zone);
    } else {
      noRoute.remove(zone);
    }
  }

  /** Whether the last try of a server of the zone failed for want of a route. */
  boolean hasNoRoute(Name zone) {
    return noRoute.contains(zone);
  }

  /** Begins to look up the addresses of a name server; false if that was done already. */
  boolean lookUp(Name server) {
    return lookedUp.add(server);
  }

  /** Addresses of a name server were found. */
  void learned(Name server, List<IpAddress> addresses) {
    learned.computeIfAbsent(server, name -> new ArrayList<>()).addAll(addresses);
  }

  /** The addresses of the name server that this resolution has found. */
  List<IpAddress> learned(Name server) {
    return learned.getOrDefault(server, List.of());
  }

  /** Asks the parent for the zone's delegation anew; false if that was done already. */
  boolean refresh(Name zone) {
    if (refreshing.isPresent()) {
      return false;
    }
    refreshing = Optional.of(zone);
    return true;
  }

  /** Whether the delegation of this zone is being asked for anew. */
  boolean isRefreshing(Name zone) {
    return refreshing.filter(zone::equals).isPresent();
  }

  /** From now on clients get stale data at once. */
  void serveStaleNow() {
    servesStaleNow = true;
  }

  /** Whether clients get stale data at once. */
  boolean servesStaleNow() {
    return servesStaleNow;
  }
}
