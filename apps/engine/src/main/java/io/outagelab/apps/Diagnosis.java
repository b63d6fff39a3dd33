package io.outagelab.apps;

import io.outagelab.core.net.Payload.Response;
import io.outagelab.core.net.Payload.Status;
import io.outagelab.core.rpc.Outcome;

/**
 * What a caller makes of a call's outcome.
 *
 * @param cause what went wrong, {@link Cause#NONE} if it succeeded
 * @param degraded whether it succeeded without something optional
 * @param text why, in a few words: {@code name SERVFAIL}, {@code timed out}, {@code no capacity}
 */
public record Diagnosis(Cause cause, boolean degraded, String text) {
  /** The diagnosis of an outcome. */
  public static Diagnosis of(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Answered answered -> of(answered.response());
      case Outcome.NameFailed(String result) -> failed(Cause.NAME, "name " + result);
      case Outcome.TimedOut() -> failed(Cause.NETWORK, "timed out");
      case Outcome.Unreachable() -> failed(Cause.NETWORK, "unreachable");
    };
  }

  private static Diagnosis of(Response response) {
    if (response.status() != Status.OK) {
      return failed(
          Cause.BACKEND,
          response.status() == Status.RESOURCE_EXHAUSTED
              ? "no capacity"
              : "answered " + response.status());
    }
    boolean degraded = response.field(Service.DEGRADED).filter("true"::equals).isPresent();
    return new Diagnosis(Cause.NONE, degraded, degraded ? "degraded" : "ok");
  }

  private static Diagnosis failed(Cause cause, String text) {
    return new Diagnosis(cause, false, text);
  }

  /** Whether the call succeeded, degraded or not. */
  public boolean isOk() {
    return cause == Cause.NONE;
  }
}
