package io.outagelab.core.rpc;

import io.outagelab.core.net.Payload;

/** How a call ended. */
public sealed interface Outcome {
  /** The service answered, be it with an error. */
  record Answered(Payload.Response response) implements Outcome {
    /** Whether the service did what was asked. */
    public boolean isOk() {
      return response.status() == Payload.Status.OK;
    }
  }

  /**
   * The service's name gave no address.
   *
   * @param result the lookup's result: SERVFAIL, NXDOMAIN, TIMEOUT …
   */
  record NameFailed(String result) implements Outcome {}

  /** Nobody answered in time. */
  record TimedOut() implements Outcome {}

  /** The caller's own router has no route to the service. */
  record Unreachable() implements Outcome {}
}
