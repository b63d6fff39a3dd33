package io.outagelab.edge;

import io.outagelab.core.net.Forwarding;
import io.outagelab.core.net.IpAddress;
import io.outagelab.core.net.Verdict;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * Stands between sockets and nodes and does to packets what the simulated network would: deliver
 * them after a latency, lose them in silence, or say that there is no route.
 *
 * <p>Thread-safe if the supplier of forwarding is.
 */
public final class Gate {
  private final Supplier<Forwarding> forwarding;
  private final UnaryOperator<IpAddress> toPublished;
  private final LongAdder delivered = new LongAdder();
  private final LongAdder silent = new LongAdder();
  private final LongAdder unreachable = new LongAdder();

  /**
   * A gate.
   *
   * @param forwarding the network's present state
   * @param toPublished the published address behind one that sockets use
   */
  public Gate(Supplier<Forwarding> forwarding, UnaryOperator<IpAddress> toPublished) {
    this.forwarding = forwarding;
    this.toPublished = toPublished;
  }

  /** What becomes of a packet from a sender at this site to this address, as sockets know it. */
  public Verdict decide(String senderSite, IpAddress destination) {
    Verdict verdict = forwarding.get().verdict(senderSite, toPublished.apply(destination));
    switch (verdict) {
      case Verdict.Deliver deliver -> delivered.increment();
      case Verdict.Silent lost -> silent.increment();
      case Verdict.Unreachable noRoute -> unreachable.increment();
    }
    return verdict;
  }

  /** How many packets it let through. */
  public long delivered() {
    return delivered.sum();
  }

  /** How many packets it lost in silence. */
  public long silent() {
    return silent.sum();
  }

  /** How many packets it refused for want of a route. */
  public long unreachable() {
    return unreachable.sum();
  }
}
