package io.outagelab.resolver;

/** What a resolver waits for besides messages. */
sealed interface TimerKey {
  /** The query on this path gets no reply any more. */
  record ReplyOverdue(Query.Path path) implements TimerKey {}

  /** The resolution has taken as long as it may. */
  record EffortOver(long resolution) implements TimerKey {}

  /** The clients of the resolution have waited long enough for fresh data (RFC 8767 §5). */
  record StaleAnswerDue(long resolution) implements TimerKey {}

  /** The load of the interval is reported. */
  record ReportDue() implements TimerKey {}
}
