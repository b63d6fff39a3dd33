package io.outagelab.api;

import io.outagelab.assembly.Happening;
import io.outagelab.assembly.Mode;
import io.outagelab.assembly.Status;
import io.outagelab.assembly.StatusBoard;
import io.outagelab.configpush.OperatorInstruction;
import io.outagelab.console.api.EventPage;
import io.outagelab.console.api.LabDescription;
import io.outagelab.console.api.LabService;
import io.outagelab.core.Event;
import io.outagelab.harness.EventLog;
import io.outagelab.hosting.Cast;
import io.outagelab.hosting.EventEndpoint;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A lab that runs as containers, as its API sees it: what they report, and the operator among them.
 * Time is this container's: events are noted when they are heard of.
 */
final class ContainerLab implements LabService, EventEndpoint.Sink {
  /** More than a drill of seven hours tells, at less than a kilobyte each: see LAB_HEAP. */
  static final int CAPACITY = 20_000;

  private final Cast cast;
  private final StatusBoard board;
  private final EventLog log = new EventLog(CAPACITY);

  /** The latest event of each topic. */
  private final Map<String, Event> latest = new HashMap<>();

  /** The lab that this cast, which plays the API, belongs to. */
  ContainerLab(Cast cast) {
    this.cast = cast;
    this.board = new StatusBoard(cast.settings().world());
  }

  @Override
  public synchronized void stands(Event event) {
    Optional<Event> known = StatusBoard.topic(event).map(latest::get);
    if (known.isEmpty() || !known.get().equals(event)) {
      heard(event);
    }
  }

  @Override
  public synchronized void heard(Event event) {
    StatusBoard.topic(event).ifPresent(topic -> latest.put(topic, event));
    Happening happening = new Happening(cast.worldTime(), event);
    board.accept(happening);
    log.append(happening);
  }

  /** What was heard. */
  EventLog log() {
    return log;
  }

  @Override
  public LabDescription description() {
    return LabDescription.of(
        cast.assembled(), Mode.COMPOSE, cast.worldTime(), cast.settings().dnsPort());
  }

  @Override
  public synchronized Status status() {
    return board.status(
        Mode.COMPOSE,
        cast.worldTime(),
        cast.settings().compression(),
        cast.assembled().addressing());
  }

  @Override
  public EventPage events(long from, Duration wait) {
    return EventPage.of(log, from, wait, cast::worldTime);
  }

  @Override
  public long instruct(OperatorInstruction instruction) {
    long next = log.next();
    cast.operator().instruct(instruction);
    return next;
  }

  /** Containers are stopped from outside. */
  @Override
  public Optional<Runnable> stopper() {
    return Optional.empty();
  }
}
