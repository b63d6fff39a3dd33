package io.outagelab.world;

import java.time.Duration;

/**
 * Users alike: of one app, behind one resolver, at that resolver's first site. A few samples are
 * played; each stands for its share of the users.
 *
 * @param name what it is called
 * @param resolver whom they ask
 * @param app the front end that they use
 * @param users how many they are
 * @param samples how many of them are played
 * @param thinkTime from a success to the next attempt, on average; world time
 * @param timeout how long they wait for an answer; real time
 * @param retry how they repeat a failed attempt
 */
public record Cohort(
    String name,
    String resolver,
    String app,
    long users,
    int samples,
    Duration thinkTime,
    Duration timeout,
    Retry retry) {
  /**
   * How a failed attempt is repeated: after {@code first}, doubling up to {@code max}.
   *
   * @param first the first pause; world time
   * @param max the longest pause; world time
   */
  public record Retry(Duration first, Duration max) {}
}
