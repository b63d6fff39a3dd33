package io.outagelab.core.net;

import java.time.Duration;

/** What the network does with a packet for a destination, given where its sender is. */
public sealed interface Verdict {
  /** It arrives at this site after this one-way latency; no listener there means silence. */
  record Deliver(String site, Duration latency) implements Verdict {}

  /**
   * It is carried somewhere and lost: a covering route led to a router that has nothing more
   * specific.
   */
  record Silent() implements Verdict {}

  /** The sender's own router has no route at all, and says so at once. */
  record Unreachable() implements Verdict {}

  /** The one silent verdict. */
  Verdict SILENT = new Silent();

  /** The one unreachable verdict. */
  Verdict UNREACHABLE = new Unreachable();
}
