package io.outagelab.authoritative.announcer;

/** What a site makes of rounds in which no data centre answers anything. */
public enum WhenBlind {
  /** It takes silence for a bad sign: the round has failed. */
  FAIL_CLOSED,
  /**
   * It takes silence for no sign at all: all data centres at once are less likely to be gone than
   * the way to them, or whoever checks. The state last known is kept until one answers; an answer
   * that a data centre is not well still counts.
   */
  FAIL_STATIC
}
