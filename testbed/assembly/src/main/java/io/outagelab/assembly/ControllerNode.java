package io.outagelab.assembly;

import io.outagelab.configpush.Controller;
import io.outagelab.core.Tick;
import io.outagelab.core.node.Arrival;
import io.outagelab.core.node.Departure;
import io.outagelab.core.node.Node;
import java.util.ArrayList;
import java.util.List;

/** The controller as a node. What it has journalled is written before it does anything else. */
record ControllerNode(Controller controller, PushJournal journal) implements Node {
  @Override
  public List<Departure> handle(Tick now, Arrival arrival) {
    return switch (arrival) {
      case Arrival.Started() -> feed(now, new Controller.Input.Started());
      case Arrival.Received(var packet) -> feed(now, new Controller.Input.Received(packet));
      case Arrival.Unroutable(var packet) -> feed(now, new Controller.Input.Unroutable(packet));
      case Arrival.Instructed instructed -> List.of();
    };
  }

  private List<Departure> feed(Tick now, Controller.Input input) {
    return departures(controller.handle(now, input));
  }

  @Override
  public List<Departure> expire(Tick now) {
    return departures(controller.expire(now));
  }

  @Override
  public Tick deadline() {
    return controller.deadline();
  }

  private List<Departure> departures(List<Controller.Effect> effects) {
    List<Departure> departures = new ArrayList<>();
    for (Controller.Effect effect : effects) {
      switch (effect) {
        case Controller.Effect.Send(var packet) -> departures.add(new Departure.Send(packet));
        case Controller.Effect.Observed(var event) -> departures.add(new Departure.Observed(event));
        case Controller.Effect.Journal(var entry) -> journal.append(entry);
      }
    }
    return departures;
  }
}
