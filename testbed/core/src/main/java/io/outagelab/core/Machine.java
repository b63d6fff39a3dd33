package io.outagelab.core;

import java.util.List;

/**
 * A protocol machine owns the state and none of the threads, sockets, clocks or entropy.
 *
 * <p>It has three doors: something happened, time passed, when do you next need time. A {@link
 * Pump} drives it. Time never runs backwards from call to call; after {@code expire(now)} the
 * deadline lies after {@code now}.
 *
 * @param <I> what can happen to it, a sealed interface of records
 * @param <E> what it wants done, a sealed interface of records
 */
public interface Machine<I, E> {
  /** Something happened: returns what is to be done, in order. */
  List<E> handle(Tick now, I input);

  /** Fires every timer due at or before {@code now}, earliest first. */
  List<E> expire(Tick now);

  /** When {@link #expire} next has work, or {@link Tick#NEVER}. */
  Tick deadline();
}
