package io.outagelab.apps;

import io.outagelab.core.Machine;
import io.outagelab.core.Pump;
import io.outagelab.core.Tick;
import io.outagelab.core.net.IpAddress;
import io.outagelab.core.net.Packet;
import io.outagelab.core.net.Payload;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/** A network of a few nodes in virtual time: every packet takes a millisecond. */
final class Net {
  /** An event and when it was observed. */
  record Seen(Tick at, AppEvent event) {}

  private static final Duration LATENCY = Duration.ofMillis(1);

  private final Map<IpAddress, Pump<AppInput, AppEffect>> machines = new LinkedHashMap<>();
  private final Map<IpAddress, Function<Packet, Optional<Payload>>> fakes = new LinkedHashMap<>();
  private final TreeMap<Tick, List<Runnable>> agenda = new TreeMap<>();
  private final TreeSet<IpAddress> silent = new TreeSet<>();
  private final TreeSet<IpAddress> unroutable = new TreeSet<>();
  private final List<Seen> events = new ArrayList<>();
  private final List<Packet> sent = new ArrayList<>();
  private Tick now = Tick.ZERO;

  /** Puts a machine at an address and starts it. */
  Net add(IpAddress address, Machine<AppInput, AppEffect> machine) {
    Pump<AppInput, AppEffect> pump = new Pump<>(machine, this::carryOut);
    machines.put(address, pump);
    pump.feed(now, new AppInput.Started());
    return this;
  }

  /** Puts something at an address that answers packets at once. */
  Net fake(IpAddress address, Function<Packet, Optional<Payload>> answer) {
    fakes.put(address, answer);
    return this;
  }

  /** Packets to this address are lost from now on. */
  void silence(IpAddress address) {
    silent.add(address);
  }

  /** There is no route to this address from now on. */
  void cut(IpAddress address) {
    unroutable.add(address);
  }

  /** Packets to this address arrive again. */
  void heal(IpAddress address) {
    silent.remove(address);
    unroutable.remove(address);
  }

  /** Hands an input to a machine now. */
  void feed(IpAddress address, AppInput input) {
    pump(address).feed(now, input);
  }

  /** Sends a packet now. */
  void send(Packet packet) {
    carryOut(now, new AppEffect.Send(packet));
  }

  /** Lets so much time pass. */
  void run(Duration time) {
    Tick end = now.plus(time);
    while (true) {
      Tick next = agenda.isEmpty() ? Tick.NEVER : agenda.firstKey();
      for (Pump<AppInput, AppEffect> pump : machines.values()) {
        next = Tick.earlier(next, pump.deadline());
      }
      if (next.isAfter(end)) {
        now = end;
        return;
      }
      now = next;
      machines.values().forEach(pump -> pump.fire(now));
      List<Runnable> due = agenda.remove(now);
      if (due != null) {
        due.forEach(Runnable::run);
      }
    }
  }

  /** Every event so far. */
  List<Seen> events() {
    return List.copyOf(events);
  }

  /** The events of one type so far. */
  <T extends AppEvent> List<T> events(Class<T> type) {
    return events.stream().map(Seen::event).filter(type::isInstance).map(type::cast).toList();
  }

  /** Every packet sent so far, delivered or not. */
  List<Packet> sent() {
    return List.copyOf(sent);
  }

  private void carryOut(Tick at, AppEffect effect) {
    switch (effect) {
      case AppEffect.Observed(AppEvent event) -> events.add(new Seen(at, event));
      case AppEffect.Send(Packet packet) -> {
        sent.add(packet);
        if (unroutable.contains(packet.to().address())) {
          later(Duration.ofNanos(1), () -> bounce(packet));
        } else if (!silent.contains(packet.to().address())) {
          later(LATENCY, () -> deliver(packet));
        }
      }
    }
  }

  private void later(Duration delay, Runnable action) {
    agenda.computeIfAbsent(now.plus(delay), tick -> new ArrayList<>()).add(action);
  }

  private void bounce(Packet packet) {
    pump(packet.from().address()).feed(now, new AppInput.Unroutable(packet));
  }

  private void deliver(Packet packet) {
    Function<Packet, Optional<Payload>> fake = fakes.get(packet.to().address());
    if (fake != null) {
      fake.apply(packet).ifPresent(answer -> send(packet.reply(answer)));
    } else {
      pump(packet.to().address()).feed(now, new AppInput.Received(packet));
    }
  }

  private Pump<AppInput, AppEffect> pump(IpAddress address) {
    Pump<AppInput, AppEffect> pump = machines.get(address);
    if (pump == null) {
      throw new IllegalStateException("nothing is at " + address);
    }
    return pump;
  }
}
