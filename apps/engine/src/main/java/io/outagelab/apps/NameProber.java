package io.outagelab.apps;

import io.outagelab.apps.AppEvent.AnswerChanged;
import io.outagelab.core.Machine;
import io.outagelab.core.Tick;
import io.outagelab.core.Timers;
import io.outagelab.core.dns.DnsNames;
import io.outagelab.core.dns.Lookup;
import io.outagelab.core.dns.Question;
import io.outagelab.core.dns.Stub;
import io.outagelab.core.net.Packet;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

/**
 * Watches what one resolver answers: asks for the address of each name at an interval, each from a
 * random phase of its own, and says when the result has changed. A lookup that outlasts the
 * interval skips a turn.
 */
public final class NameProber implements Machine<AppInput, AppEffect> {
  private final NameProberConfig config;
  private final RandomGenerator random;
  private final Stub stub;
  private final Timers<Integer> turns = new Timers<>();
  private final String[] results;
  private final boolean[] asking;

  /** A prober that has asked nothing yet. */
  public NameProber(NameProberConfig config, RandomGenerator random) {
    this.config = config;
    this.random = random;
    this.stub = new Stub(config.self(), config.stub(), random);
    this.results = new String[config.names().size()];
    Arrays.fill(results, AnswerChanged.NONE);
    this.asking = new boolean[config.names().size()];
  }

  @Override
  public List<AppEffect> handle(Tick now, AppInput input) {
    return switch (input) {
      case AppInput.Started() -> {
        start(now);
        yield List.of();
      }
      case AppInput.Received(Packet packet) ->
          adopt(stub.handle(now, new Stub.Input.Received(packet)));
      case AppInput.Unroutable(Packet packet) ->
          adopt(stub.handle(now, new Stub.Input.Unroutable(packet)));
      case AppInput.Paused paused -> List.of();
    };
  }

  @Override
  public List<AppEffect> expire(Tick now) {
    List<AppEffect> effects = new ArrayList<>(adopt(stub.expire(now)));
    for (int index : turns.due(now)) {
      turns.set(index, now.plus(config.interval()));
      if (!asking[index]) {
        asking[index] = true;
        Name name = config.names().get(index);
        effects.addAll(
            adopt(stub.handle(now, new Stub.Input.Ask(index, Question.of(name, Type.A)))));
      }
    }
    return effects;
  }

  @Override
  public Tick deadline() {
    return Tick.earlier(turns.deadline(), stub.deadline());
  }

  private void start(Tick now) {
    for (int i = 0; i < config.names().size(); i++) {
      turns.set(i, now.plus(Duration.ofNanos(random.nextLong(config.interval().toNanos()))));
    }
  }

  private List<AppEffect> adopt(List<Stub.Effect> made) {
    List<AppEffect> effects = new ArrayList<>();
    for (Stub.Effect effect : made) {
      switch (effect) {
        case Stub.Effect.Send(Packet packet) -> effects.add(new AppEffect.Send(packet));
        case Stub.Effect.Finished(long key, Lookup lookup) ->
            conclude((int) key, lookup.result(), effects);
      }
    }
    return effects;
  }

  private void conclude(int index, String result, List<AppEffect> effects) {
    asking[index] = false;
    String before = results[index];
    if (!before.equals(result)) {
      results[index] = result;
      effects.add(
          new AppEffect.Observed(
              new AnswerChanged(
                  config.resolver(),
                  DnsNames.display(config.names().get(index)),
                  Type.string(Type.A),
                  before,
                  result)));
    }
  }
}
