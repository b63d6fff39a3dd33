package io.outagelab.assembly;

import io.outagelab.apps.AppEffect;
import io.outagelab.apps.AppInput;
import io.outagelab.core.Machine;
import io.outagelab.core.Tick;
import io.outagelab.core.node.Arrival;
import io.outagelab.core.node.Departure;
import io.outagelab.core.node.Node;
import java.util.ArrayList;
import java.util.List;

/**
 * One or more players of the apps engine as one node: those that share an address. Each takes from
 * what arrives what is its own.
 */
public final class AppNode implements Node {
  private final List<Machine<AppInput, AppEffect>> players;

  /** These players behind one address. */
  public AppNode(List<Machine<AppInput, AppEffect>> players) {
    this.players = List.copyOf(players);
  }

  /** One player. */
  public AppNode(Machine<AppInput, AppEffect> player) {
    this(List.of(player));
  }

  /** Who stands behind the address. */
  List<Machine<AppInput, AppEffect>> players() {
    return players;
  }

  @Override
  public List<Departure> handle(Tick now, Arrival arrival) {
    return switch (arrival) {
      case Arrival.Started() -> feed(now, new AppInput.Started());
      case Arrival.Received(var packet) -> feed(now, new AppInput.Received(packet));
      case Arrival.Unroutable(var packet) -> feed(now, new AppInput.Unroutable(packet));
      case Arrival.Instructed(var instruction) ->
          instruction instanceof AppInput input ? feed(now, input) : List.of();
    };
  }

  private List<Departure> feed(Tick now, AppInput input) {
    List<Departure> departures = new ArrayList<>();
    for (Machine<AppInput, AppEffect> player : players) {
      player.handle(now, input).forEach(effect -> departures.add(departure(effect)));
    }
    return departures;
  }

  @Override
  public List<Departure> expire(Tick now) {
    List<Departure> departures = new ArrayList<>();
    for (Machine<AppInput, AppEffect> player : players) {
      player.expire(now).forEach(effect -> departures.add(departure(effect)));
    }
    return departures;
  }

  @Override
  public Tick deadline() {
    Tick earliest = Tick.NEVER;
    for (Machine<AppInput, AppEffect> player : players) {
      earliest = Tick.earlier(earliest, player.deadline());
    }
    return earliest;
  }

  private static Departure departure(AppEffect effect) {
    return switch (effect) {
      case AppEffect.Send(var packet) -> new Departure.Send(packet);
      case AppEffect.Observed(var event) -> new Departure.Observed(event);
    };
  }
}
