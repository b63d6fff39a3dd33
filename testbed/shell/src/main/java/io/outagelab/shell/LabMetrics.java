package io.outagelab.shell;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.outagelab.core.Event;
import io.outagelab.edge.Gate;
import io.outagelab.hosting.Cast;
import io.outagelab.world.yaml.Shapes;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;

/** What can be counted of a cast. */
@Singleton
public final class LabMetrics {
  private final Hosted hosted;
  private final MeterRegistry registry;

  /** The metrics of this process's cast. */
  @Inject
  public LabMetrics(Hosted hosted, MeterRegistry registry) {
    this.hosted = hosted;
    this.registry = registry;
  }

  void register(@Observes StartupEvent event) {
    hosted.cast().ifPresent(this::register);
  }

  private void register(Cast cast) {
    gate(cast, "delivered", Gate::delivered);
    gate(cast, "silent", Gate::silent);
    gate(cast, "unreachable", Gate::unreachable);
    FunctionCounter.builder("lab.machine.failures", cast, Cast::failures)
        .description("Exchanges dropped because a machine failed.")
        .register(registry);
    FunctionCounter.builder("lab.events.lost", cast, Cast::lostEvents)
        .description("Events that the API was never told of: too many waited for it.")
        .register(registry);
    Gauge.builder("lab.ready", cast, c -> c.isReady() ? 1 : 0)
        .description("Whether the machines run.")
        .register(registry);
    TimeGauge.builder("lab.world.time", cast, TimeUnit.MILLISECONDS, c -> c.worldTime().toMillis())
        .description("World time since the start of this container.")
        .register(registry);
    cast.listen(happening -> count(happening.event()));
  }

  private void gate(Cast cast, String verdict, ToDoubleFunction<Gate> count) {
    FunctionCounter.builder("lab.gate.packets", cast.gate(), count)
        .description("Packets that the lab's network delivered, lost in silence or refused.")
        .tag("verdict", verdict)
        .register(registry);
  }

  /** By layer and name alone: subjects are too many. */
  private void count(Event event) {
    registry
        .counter("lab.events", "layer", Shapes.label(event.layer()), "event", event.name())
        .increment();
  }
}
