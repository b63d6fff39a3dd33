package io.outagelab.resolver;

import io.outagelab.core.Event;
import io.outagelab.core.LabConfigurationException;
import io.outagelab.core.Machine;
import io.outagelab.core.Tick;
import io.outagelab.core.Timers;
import io.outagelab.core.dns.DnsCodec;
import io.outagelab.core.dns.Question;
import io.outagelab.core.net.Endpoint;
import io.outagelab.core.net.IpAddress;
import io.outagelab.core.net.IpAddress.Family;
import io.outagelab.core.net.Transport;
import io.outagelab.core.node.Instruction;
import io.outagelab.resolver.Outcome.Failure;
import io.outagelab.resolver.Query.Path;
import io.outagelab.resolver.Tally.Count;
import io.outagelab.resolver.TimerKey.EffortOver;
import io.outagelab.resolver.TimerKey.ReplyOverdue;
import io.outagelab.resolver.TimerKey.ReportDue;
import io.outagelab.resolver.TimerKey.StaleAnswerDue;
import io.outagelab.resolver.cache.ServerCache;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;

/**
 * An iterative resolver: takes questions from clients and finds the answers from the root down.
 *
 * <pre>
 *   ClientQuery ─▶ ClientMessages ─▶ Knowledge ── hit ──────────────────────────▶ AnswerClient
 *                                        │ miss                                        ▲
 *                                        ▼                                             │
 *                     Iteration: begin ─▶ descend ─▶ ServerChoice ─▶ Upstream ─▶ AskServer
 *                                   ▲         ▲                                        │
 *                        alias      │         │ referral, lame, silence                │
 *                                   └─ Classifier ◀─ Upstream ◀─ ServerReply ◀─────────┘
 * </pre>
 *
 * <h2>A question's way</h2>
 *
 * A question that the caches can answer is answered at once. Any other waits for a {@link
 * Resolution}; identical questions wait for the same one. A resolution begins at the closest zone
 * whose servers are known, the root's at worst, and goes down by referrals. It waits for a reply,
 * or for the addresses of name servers that came without glue, which are resolutions of their own
 * that share its budget of queries and its deadline.
 *
 * <h2>What is believed</h2>
 *
 * A reply counts if it comes back on the path, with the id and the question of a query that waits.
 * What it says about names outside the zone asked is dropped, and nothing replaces what is more
 * credible (RFC 2181 §5.4.1).
 *
 * <h2>What is remembered of failure</h2>
 *
 * Each server's silence (others are preferred for a while, and it then gets one probe instead of
 * all its tries), each question that failed, and each zone whose servers all kept silent. While
 * such a zone's entry lives, no query goes to it or to its ancestors for names in it (RFC 9520
 * §3.3). When a zone goes silent its parent is asked once for the delegation anew, so that a zone
 * that moved to other servers is found (RFC 8767 §5).
 *
 * <h2>Bounds</h2>
 *
 * Queries and time per question, tries per server, aliases, servers per delegation, address lookups
 * per question, entries per cache, waiting clients, parallel resolutions: each has a limit in
 * {@link ResolverPolicy} or a named constant.
 *
 * <p>The doors are {@link #handle}, {@link #expire} and {@link #deadline}; everything else only
 * looks.
 */
public final class Resolver implements Machine<Resolver.Input, Resolver.Effect> {
  /** What can happen to a resolver. */
  public sealed interface Input {
    /** A message came from a client to the own address {@code local}. */
    record ClientQuery(Transport transport, Endpoint client, Endpoint local, byte[] message)
        implements Input {}

    /** A message came from a name server to the own address and port {@code local}. */
    record ServerReply(Transport transport, Endpoint server, Endpoint local, byte[] message)
        implements Input {}

    /** A query could not be sent: the own router has no route to the server. */
    record ServerUnreachable(Transport transport, Endpoint server, Endpoint local)
        implements Input {}

    /**
     * What is known of this name and of every name below it is to be forgotten: answers, denials
     * and failures; all of it for the root. Resolutions under way go on.
     */
    record Flush(Name name) implements Input, Instruction {}
  }

  /** What a resolver wants done. */
  public sealed interface Effect {
    /** Send a query to a name server, from this own address and port. */
    record AskServer(Transport transport, Endpoint local, Endpoint server, byte[] message)
        implements Effect {}

    /** Send an answer to a client, from the own address it asked. */
    record AnswerClient(Transport transport, Endpoint local, Endpoint client, byte[] message)
        implements Effect {}

    /** Record this event. */
    record Observed(Event event) implements Effect {}
  }

  private static final ReportDue REPORT = new ReportDue();

  private final String name;
  private final ResolverPolicy policy;
  private final Duration reportInterval;
  private final Timers<TimerKey> timers = new Timers<>();
  private final Tally tally = new Tally();
  private final Knowledge knowledge;
  private final Upstream upstream;
  private final Iteration iteration;
  private List<Effect> effects = new ArrayList<>();
  private int waitingClients;

  /**
   * A resolver with empty caches.
   *
   * @param name what events call it
   * @param addresses its own; it asks only servers of a family that it has an address of
   * @param hints where it begins
   * @param policy how it behaves
   * @param reportInterval how much time one load report covers
   * @param random for ids, ports and the choice among servers; a secure source in a live node
   */
  public Resolver(
      String name,
      List<IpAddress> addresses,
      RootHints hints,
      ResolverPolicy policy,
      Duration reportInterval,
      RandomGenerator random) {
    if (addresses.isEmpty()) {
      throw new LabConfigurationException("resolver %s: it has no address".formatted(name));
    }
    if (!reportInterval.isPositive()) {
      throw new LabConfigurationException(
          "resolver %s: the report interval is %s, allowed is longer than 0"
              .formatted(name, reportInterval));
    }
    Set<Family> families = new TreeSet<>(addresses.stream().map(IpAddress::family).toList());
    ServerCache servers =
        new ServerCache(policy.maxCacheEntries(), policy.serverHoldDown(), policy.serverMemory());
    this.name = name;
    this.policy = policy;
    this.reportInterval = reportInterval;
    this.knowledge = new Knowledge(policy, hints, families);
    this.upstream =
        new Upstream(
            addresses, servers, policy, random, timers, tally, effect -> effects.add(effect));
    this.iteration =
        new Iteration(
            knowledge, servers, upstream, policy, families, random, timers, this::finished);
  }

  @Override
  public List<Effect> handle(Tick now, Input input) {
    switch (input) {
      case Input.ClientQuery query -> clientAsked(now, query);
      case Input.ServerReply reply -> serverReplied(now, reply);
      case Input.ServerUnreachable lost ->
          upstream
              .failed(new Path(lost.transport(), lost.local(), lost.server()))
              .ifPresent(query -> iteration.unreachable(now, query));
      case Input.Flush(Name apex) -> knowledge.flush(apex);
    }
    return done(now);
  }

  @Override
  public List<Effect> expire(Tick now) {
    for (List<TimerKey> due = timers.due(now); !due.isEmpty(); due = timers.due(now)) {
      for (TimerKey key : due) {
        fire(now, key);
        iteration.proceed(now);
      }
    }
    return done(now);
  }

  @Override
  public Tick deadline() {
    return timers.deadline();
  }

  /**
   * What a client would get without any query being sent: the rcode's mnemonic; empty if the
   * question would have to be resolved.
   */
  public Optional<String> cached(Tick now, Question question) {
    return switch (knowledge.lookup(now, question)) {
      case Knowledge.Lookup.Complete(Outcome outcome) -> Optional.of(mnemonic(outcome));
      case Knowledge.Lookup.Partial partial -> {
        Question next = new Question(partial.next(), question.type(), question.dclass());
        boolean failing =
            knowledge.failures().failingSince(now, question).isPresent()
                || knowledge.failures().failingSince(now, next).isPresent()
                || knowledge.start(now, next.name()) instanceof Knowledge.Start.Failing;
        Outcome failed = new Outcome.Failed(Failure.CACHED);
        yield failing
            ? Optional.of(mnemonic(knowledge.staleAnswer(now, question).orElse(failed)))
            : Optional.empty();
      }
    };
  }

  /** What it has done since it started. */
  public Counters counters() {
    return tally.counters();
  }

  /** How many RRsets, denials and failures its caches hold. */
  public int cacheEntries() {
    return knowledge.size();
  }

  /** How many resolutions are under way. */
  public int inFlight() {
    return iteration.size();
  }

  /** How many queries to name servers wait for a reply. */
  public int awaitedReplies() {
    return upstream.size();
  }

  /** How many clients wait for an answer. */
  public int waitingClients() {
    return waitingClients;
  }

  private List<Effect> done(Tick now) {
    iteration.proceed(now);
    if (tally.hasNews() && !timers.isSet(REPORT)) {
      long interval = reportInterval.toNanos();
      timers.set(REPORT, new Tick((now.nanos() / interval + 1) * interval));
    }
    List<Effect> done = effects;
    effects = new ArrayList<>();
    return done;
  }

  private void fire(Tick now, TimerKey key) {
    switch (key) {
      case ReplyOverdue(Path path) ->
          upstream
              .failed(path)
              .ifPresent(
                  query -> {
                    tally.add(Count.TIMEOUTS);
                    iteration.timedOut(now, query);
                  });
      case EffortOver(long id) ->
          iteration.running(id).ifPresent(resolution -> iteration.effortOver(now, resolution));
      case StaleAnswerDue(long id) ->
          iteration.running(id).ifPresent(resolution -> answerStale(now, resolution));
      case ReportDue report -> effects.add(new Effect.Observed(tally.report(name)));
    }
  }

  private void clientAsked(Tick now, Input.ClientQuery asked) {
    switch (ClientMessages.read(asked.message())) {
      case ClientMessages.Reading.Asked(Message query) ->
          resolve(now, new ClientRequest(asked.transport(), asked.client(), asked.local(), query));
      case ClientMessages.Reading.Rejected(byte[] response) -> {
        tally.add(Count.REJECTED);
        effects.add(
            new Effect.AnswerClient(asked.transport(), asked.local(), asked.client(), response));
      }
      case ClientMessages.Reading.Nonsense nonsense -> tally.add(Count.IGNORED);
    }
  }

  private void resolve(Tick now, ClientRequest request) {
    tally.add(Count.RECEIVED);
    Question question = request.question();
    if (knowledge.lookup(now, question) instanceof Knowledge.Lookup.Complete complete) {
      tally.add(Count.HITS);
      answer(request, complete.outcome());
    } else if (!request.recursionDesired()) {
      tally.add(Count.REJECTED);
      send(request, ClientMessages.refused(request));
    } else if (waitingClients >= policy.maxClients()) {
      tally.add(Count.DROPPED);
    } else {
      iteration
          .joinable(question)
          .or(() -> iteration.start(question, new Effort(now, policy)))
          .ifPresentOrElse(
              resolution -> await(now, request, resolution), () -> tally.add(Count.DROPPED));
    }
  }

  private void await(Tick now, ClientRequest request, Resolution resolution) {
    Optional<Outcome> stale = knowledge.staleAnswer(now, request.question());
    if (stale.isPresent() && resolution.servesStaleNow()) {
      answer(request, stale.get());
      return;
    }
    if (resolution.clients().putIfAbsent(request.key(), request) == null) {
      waitingClients++;
    }
    StaleAnswerDue due = new StaleAnswerDue(resolution.id());
    if (stale.isPresent() && !timers.isSet(due)) {
      timers.set(due, now.plus(policy.staleClientTimeout()));
    }
  }

  private void serverReplied(Tick now, Input.ServerReply reply) {
    Path path = new Path(reply.transport(), reply.local(), reply.server());
    Optional<Message> message = DnsCodec.decode(reply.message());
    Optional<Query> query = message.flatMap(decoded -> upstream.answered(path, decoded));
    if (message.isPresent() && query.isPresent()) {
      tally.add(Count.REPLIES);
      iteration.replied(now, query.get(), message.get());
    } else {
      tally.add(Count.IGNORED);
    }
  }

  private void finished(Tick now, Resolution resolution, Outcome outcome) {
    Outcome told =
        outcome instanceof Outcome.Failed
            ? knowledge.staleAnswer(now, resolution.question()).orElse(outcome)
            : outcome;
    answerAll(resolution, told);
  }

  /** The clients get what has expired; the resolution goes on (RFC 8767 §5). */
  private void answerStale(Tick now, Resolution resolution) {
    knowledge
        .staleAnswer(now, resolution.question())
        .ifPresent(
            stale -> {
              resolution.serveStaleNow();
              answerAll(resolution, stale);
            });
  }

  private void answerAll(Resolution resolution, Outcome outcome) {
    List<ClientRequest> requests = List.copyOf(resolution.clients().values());
    resolution.clients().clear();
    waitingClients -= requests.size();
    requests.forEach(request -> answer(request, outcome));
  }

  private void answer(ClientRequest request, Outcome outcome) {
    if (outcome instanceof Outcome.Failed) {
      tally.add(Count.SERVFAIL);
    }
    send(request, ClientMessages.answer(request, outcome));
  }

  private void send(ClientRequest request, byte[] message) {
    effects.add(
        new Effect.AnswerClient(request.transport(), request.local(), request.client(), message));
  }

  private static String mnemonic(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Found found -> Rcode.string(Rcode.NOERROR);
      case Outcome.Denied denied -> Rcode.string(denied.rcode());
      case Outcome.Failed failed -> Rcode.string(Rcode.SERVFAIL);
    };
  }
}
