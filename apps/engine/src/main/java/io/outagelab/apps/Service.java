package io.outagelab.apps;

import io.outagelab.core.Machine;
import io.outagelab.core.Tick;
import io.outagelab.core.net.Packet;
import io.outagelab.core.net.Payload.Request;
import io.outagelab.core.net.Payload.Status;
import io.outagelab.core.rpc.Caller;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/**
 * A front end or back end at one site: answers requests by calling what it needs.
 *
 * <pre>
 *   request ─▶ room in flight? ─▶ capacity? ─▶ all needs at once ─▶ OK, OK degraded, UNAVAILABLE
 *                    └──────────────┴────────▶ RESOURCE_EXHAUSTED
 * </pre>
 *
 * <h2>Requests</h2>
 *
 * {@link #REQUEST} on {@link #PORT}; the field {@link #WEIGHT} says how many users the request
 * stands for and is passed on to the needs. The answer is OK when every required need answered OK,
 * with {@link #DEGRADED} if an optional one did not. As soon as a required need has failed the
 * answer is UNAVAILABLE, a 503 to a browser, with {@link #REASON} and {@link #CAUSE}. A service
 * waits for its optional needs too, as long as their time-outs: that is how a partner's page gets
 * slow without failing.
 *
 * <h2>Liveness</h2>
 *
 * {@link #HEALTH_CHECK} on {@link #HEALTH_PORT} is answered OK whatever the needs do: it says that
 * this instance can be reached, which is all that an announcer's health rule asks.
 *
 * <h2>Bounds</h2>
 *
 * A request is in flight until all its calls have ended, also after an early answer, so the number
 * of open calls never exceeds {@code max-in-flight} times the number of needs.
 */
public final class Service implements Machine<AppInput, AppEffect> {
  /** The port of requests. */
  public static final int PORT = 443;

  /** The port of health checks: the echo port (RFC 862). */
  public static final int HEALTH_PORT = 7;

  /** The method of a user's request. */
  public static final String REQUEST = "request";

  /** The method of a health check. */
  public static final String HEALTH_CHECK = "health.check";

  /** The argument that says how many users a request stands for: a whole number, 1 by default. */
  public static final String WEIGHT = "weight";

  /** The result that is {@code true} when an optional need failed. */
  public static final String DEGRADED = "degraded";

  /** The result that says which need failed and why. */
  public static final String REASON = "reason";

  /** The result that says what kind of failure it was: the label of a {@link Cause}. */
  public static final String CAUSE = "cause";

  /** A request whose calls have not all ended. */
  private static final class Exchange {
    private final Packet packet;
    private final Request request;
    private int openCalls;
    private boolean degraded;
    private boolean answered;

    Exchange(Packet packet, Request request) {
      this.packet = packet;
      this.request = request;
    }

    AppEffect answer(Status status, Map<String, String> results) {
      answered = true;
      return new AppEffect.Send(packet.reply(request.respond(status, results)));
    }
  }

  private final ServiceConfig config;
  private final Callers caller;
  private final Admission admission;
  private final Map<Long, Exchange> exchanges = new HashMap<>();
  private final Tick[] rememberedUntil;
  private long nextExchange;

  /** A warm instance with nothing in flight. */
  public Service(ServiceConfig config, RandomGenerator random) {
    this.config = config;
    this.caller = new Callers(config.address(), List.of(config.resolver()), random);
    this.admission = new Admission(config.capacity(), config.cold());
    this.rememberedUntil = new Tick[config.needs().size()];
    Arrays.fill(rememberedUntil, Tick.ZERO);
  }

  @Override
  public List<AppEffect> handle(Tick now, AppInput input) {
    List<AppEffect> effects = new ArrayList<>();
    switch (input) {
      case AppInput.Started() -> {}
      case AppInput.Received(Packet packet) -> receive(now, packet, effects);
      case AppInput.Unroutable(Packet packet) ->
          settle(now, caller.unroutable(now, packet, effects), effects);
      case AppInput.Paused paused -> {}
    }
    return effects;
  }

  @Override
  public List<AppEffect> expire(Tick now) {
    List<AppEffect> effects = new ArrayList<>();
    settle(now, caller.expire(now, effects), effects);
    return effects;
  }

  @Override
  public Tick deadline() {
    return caller.deadline();
  }

  /** How many requests are in flight. */
  public int inFlight() {
    return exchanges.size();
  }

  private void receive(Tick now, Packet packet, List<AppEffect> effects) {
    if (!(packet.payload() instanceof Request request)) {
      settle(now, caller.received(now, packet, effects), effects);
      return;
    }
    Exchange exchange = new Exchange(packet, request);
    int port = packet.to().port();
    if (port == HEALTH_PORT && request.method().equals(HEALTH_CHECK)) {
      effects.add(exchange.answer(Status.OK, Map.of()));
    } else if (port == PORT && request.method().equals(REQUEST)) {
      OptionalLong weight = weight(request);
      if (weight.isPresent()) {
        admit(now, exchange, weight.getAsLong(), effects);
      } else {
        effects.add(exchange.answer(Status.INVALID_ARGUMENT, Map.of(REASON, "bad weight")));
      }
    } else {
      effects.add(exchange.answer(Status.INVALID_ARGUMENT, Map.of(REASON, "unknown method")));
    }
  }

  private static OptionalLong weight(Request request) {
    try {
      long weight = Long.parseLong(request.field(WEIGHT).orElse("1"));
      return weight >= 1 ? OptionalLong.of(weight) : OptionalLong.empty();
    } catch (NumberFormatException e) {
      return OptionalLong.empty();
    }
  }

  private void admit(Tick now, Exchange exchange, long weight, List<AppEffect> effects) {
    if (exchanges.size() >= config.maxInFlight()) {
      effects.add(
          exchange.answer(
              Status.RESOURCE_EXHAUSTED, Map.of(REASON, "too many requests in flight")));
      return;
    }
    boolean wasCold = admission.isCold();
    boolean admitted = admission.admits(now, weight);
    if (admission.isCold() != wasCold) {
      effects.add(new AppEffect.Observed(temperature()));
    }
    if (admitted) {
      callNeeds(now, exchange, weight, effects);
    } else {
      effects.add(exchange.answer(Status.RESOURCE_EXHAUSTED, Map.of(REASON, "no capacity")));
    }
  }

  private AppEvent temperature() {
    return admission.isCold()
        ? new AppEvent.ServiceCold(config.name(), config.site())
        : new AppEvent.ServiceWarm(config.name(), config.site());
  }

  private void callNeeds(Tick now, Exchange exchange, long weight, List<AppEffect> effects) {
    long id = nextExchange++;
    exchanges.put(id, exchange);
    TreeMap<String, String> fields = new TreeMap<>(Map.of(WEIGHT, Long.toString(weight)));
    List<Callers.Ended> ended = new ArrayList<>();
    for (int i = 0; i < config.needs().size(); i++) {
      if (!rememberedUntil[i].isAfter(now)) {
        Need need = config.needs().get(i);
        exchange.openCalls++;
        var call =
            new Caller.Input.Call(
                id * config.needs().size() + i, need.target(), REQUEST, fields, need.timeout());
        ended.addAll(caller.call(now, 0, call, effects));
      }
    }
    settle(now, ended, effects);
    conclude(id, exchange, effects);
  }

  private void settle(Tick now, List<Callers.Ended> ended, List<AppEffect> effects) {
    for (Callers.Ended end : ended) {
      int index = (int) (end.key() % config.needs().size());
      long id = end.key() / config.needs().size();
      Exchange exchange = exchanges.get(id);
      if (exchange == null) {
        throw new IllegalStateException("call %d of %s has no request".formatted(end.key(), this));
      }
      exchange.openCalls--;
      judge(now, exchange, index, Diagnosis.of(end.outcome()), effects);
      conclude(id, exchange, effects);
    }
  }

  /** What one need's end means for the request. */
  private void judge(
      Tick now, Exchange exchange, int index, Diagnosis diagnosis, List<AppEffect> effects) {
    Need need = config.needs().get(index);
    if (diagnosis.isOk()) {
      rememberedUntil[index] = now.plus(need.remembered());
    }
    if (diagnosis.isOk() || !need.required()) {
      exchange.degraded |= !diagnosis.isOk() || diagnosis.degraded();
    } else if (!exchange.answered) {
      Map<String, String> results =
          Map.of(REASON, need.name() + ": " + diagnosis.text(), CAUSE, diagnosis.cause().label());
      effects.add(exchange.answer(Status.UNAVAILABLE, results));
    }
  }

  /** Answers and forgets a request whose calls have all ended. */
  private void conclude(long id, Exchange exchange, List<AppEffect> effects) {
    if (exchange.openCalls == 0) {
      exchanges.remove(id);
      if (!exchange.answered) {
        effects.add(
            exchange.answer(Status.OK, exchange.degraded ? Map.of(DEGRADED, "true") : Map.of()));
      }
    }
  }

  @Override
  public String toString() {
    return config.name() + "@" + config.site();
  }
}
