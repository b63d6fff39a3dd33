package io.outagelab.backbone;

import io.outagelab.core.net.Forwarding;
import io.outagelab.core.net.IpAddress;
import io.outagelab.core.net.Verdict;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Forwarding by walking the routers' tables when asked, each answer kept. It is valid until the
 * next version, and only on the thread of the backbone: for the simulator.
 */
final class WalkedForwarding implements Forwarding {
  /** Answers kept; more than a world has, so that a scan of addresses cannot fill the memory. */
  private static final int MAX_KEPT = 100_000;

  private record Question(String site, IpAddress destination) {}

  private final ForwardingWalk walk;
  private final long version;
  private final LongSupplier current;
  private final Map<Question, Verdict> kept = new HashMap<>();

  /** Valid while {@code current} gives this version. */
  WalkedForwarding(ForwardingWalk walk, long version, LongSupplier current) {
    this.walk = walk;
    this.version = version;
    this.current = current;
  }

  @Override
  public Verdict verdict(String site, IpAddress destination) {
    if (current.getAsLong() != version) {
      throw new IllegalStateException(
          "forwarding version %d was asked after version %d came"
              .formatted(version, current.getAsLong()));
    }
    Question question = new Question(site, destination);
    Verdict verdict = kept.get(question);
    if (verdict == null) {
      verdict = walk.verdict(site, destination);
      if (kept.size() == MAX_KEPT) {
        kept.clear();
      }
      kept.put(question, verdict);
    }
    return verdict;
  }

  @Override
  public long version() {
    return version;
  }
}
