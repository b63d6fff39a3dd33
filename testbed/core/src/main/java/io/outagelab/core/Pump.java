package io.outagelab.core;

import java.util.function.BiConsumer;

/**
 * The one loop around a machine: feeds inputs in and hands every effect to the host.
 *
 * <p>Timers fire before inputs of the same tick. The pump has no thread: its host calls it.
 *
 * @param <I> the machine's inputs
 * @param <E> the machine's effects
 */
public final class Pump<I, E> {
  /** More rounds of expiry than this at one tick mean a machine whose deadline does not advance. */
  private static final int MAX_EXPIRY_ROUNDS = 10_000;

  private final Machine<I, E> machine;
  private final BiConsumer<Tick, E> host;

  /** Joins a machine to the host that carries out its effects. */
  public Pump(Machine<I, E> machine, BiConsumer<Tick, E> host) {
    this.machine = machine;
    this.host = host;
  }

  /** Feeds one input at {@code now}, after firing the timers that are due. */
  public void feed(Tick now, I input) {
    fire(now);
    for (E effect : machine.handle(now, input)) {
      host.accept(now, effect);
    }
  }

  /** Fires the timers that are due at {@code now}. */
  public void fire(Tick now) {
    for (int round = 0; !machine.deadline().isAfter(now); round++) {
      if (round == MAX_EXPIRY_ROUNDS) {
        throw new IllegalStateException(
            "deadline %s of %s does not advance past %s"
                .formatted(machine.deadline(), machine, now));
      }
      for (E effect : machine.expire(now)) {
        host.accept(now, effect);
      }
    }
  }

  /** When {@link #fire} next has work. */
  public Tick deadline() {
    return machine.deadline();
  }
}
