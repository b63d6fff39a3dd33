package io.outagelab.assembly;

import io.outagelab.configpush.Operator;
import io.outagelab.core.Tick;
import io.outagelab.core.node.Arrival;
import io.outagelab.core.node.Departure;
import io.outagelab.core.node.Instruction;
import io.outagelab.core.node.Node;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/** The operator as a node, with what the crews see of the doors. */
final class OperatorNode implements Node {
  /** A door was seen to be shut, or to open. */
  record DoorSeen(String door, boolean shut) implements Instruction {}

  private final Operator operator;
  private final SortedSet<String> shutDoors = new TreeSet<>();

  OperatorNode(Operator operator) {
    this.operator = operator;
  }

  @Override
  public List<Departure> handle(Tick now, Arrival arrival) {
    return switch (arrival) {
      case Arrival.Started() -> feed(now, new Operator.Input.Started());
      case Arrival.Received(var packet) -> feed(now, new Operator.Input.Received(packet));
      case Arrival.Unroutable(var packet) -> feed(now, new Operator.Input.Unroutable(packet));
      case Arrival.Instructed(DoorSeen seen) -> doorSeen(now, seen);
      case Arrival.Instructed(var instruction) ->
          feed(now, new Operator.Input.Instructed(instruction));
    };
  }

  private List<Departure> doorSeen(Tick now, DoorSeen seen) {
    boolean changed = seen.shut() ? shutDoors.add(seen.door()) : shutDoors.remove(seen.door());
    return changed ? feed(now, new Operator.Input.DoorsShut(!shutDoors.isEmpty())) : List.of();
  }

  private List<Departure> feed(Tick now, Operator.Input input) {
    return departures(operator.handle(now, input));
  }

  @Override
  public List<Departure> expire(Tick now) {
    return departures(operator.expire(now));
  }

  @Override
  public Tick deadline() {
    return operator.deadline();
  }

  private static List<Departure> departures(List<Operator.Effect> effects) {
    return effects.stream().map(OperatorNode::departure).toList();
  }

  private static Departure departure(Operator.Effect effect) {
    return switch (effect) {
      case Operator.Effect.Send(var packet) -> new Departure.Send(packet);
      case Operator.Effect.Console(String router, var change) ->
          new Departure.Console(router, change);
      case Operator.Effect.Observed(var event) -> new Departure.Observed(event);
    };
  }
}
