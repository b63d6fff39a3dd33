package io.outagelab.shell;

import io.outagelab.assembly.Happening;
import io.outagelab.core.Event;
import io.outagelab.hosting.Cast;
import io.outagelab.world.yaml.Shapes;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.TreeMap;
import org.jboss.logging.Logger;
import org.jboss.logging.MDC;

/**
 * Writes what a cast observes to the log, a line for each event: turns of the story at INFO,
 * details at DEBUG. Measurements are for the metrics.
 */
@Singleton
public final class EventLog {
  private static final Logger LOGGER = Logger.getLogger("io.outagelab.events");

  private final Hosted hosted;

  /** The log of this process's cast. */
  @Inject
  public EventLog(Hosted hosted) {
    this.hosted = hosted;
  }

  void attach(@Observes StartupEvent event) {
    hosted.cast().ifPresent(this::attach);
  }

  private void attach(Cast cast) {
    cast.listen(this::write);
  }

  private void write(Happening happening) {
    Event event = happening.event();
    switch (event.weight()) {
      case STORY -> write(Logger.Level.INFO, happening);
      case DETAIL -> write(Logger.Level.DEBUG, happening);
      case METRIC -> {}
    }
  }

  private void write(Logger.Level level, Happening happening) {
    if (!LOGGER.isEnabled(level)) {
      return;
    }
    Event event = happening.event();
    Map<String, String> fields = new TreeMap<>(event.attributes());
    fields.put("event", event.name());
    fields.put("layer", Shapes.label(event.layer()));
    fields.put("subject", event.subject());
    fields.put("world-time", happening.at().toString());
    fields.forEach(MDC::put);
    LOGGER.logf(level, "%s %s %s", event.name(), event.subject(), event.detail());
    fields.keySet().forEach(MDC::remove);
  }
}
