package io.outagelab.assembly;

import io.outagelab.configpush.Controller;
import io.outagelab.core.Tick;
import io.outagelab.core.node.Arrival;
import io.outagelab.core.node.Departure;
import io.outagelab.core.node.Node;
import java.util.List;
import java.util.stream.Stream;

/** The controller as a node. Its journal lives as long as the lab: in memory. */
record ControllerNode(Controller controller) implements Node {
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

  private static List<Departure> departures(List<Controller.Effect> effects) {
    return effects.stream().flatMap(ControllerNode::departure).toList();
  }

  private static Stream<Departure> departure(Controller.Effect effect) {
    return switch (effect) {
      case Controller.Effect.Send(var packet) -> Stream.of(new Departure.Send(packet));
      case Controller.Effect.Observed(var event) -> Stream.of(new Departure.Observed(event));
      case Controller.Effect.Journal journal -> Stream.empty();
    };
  }
}
