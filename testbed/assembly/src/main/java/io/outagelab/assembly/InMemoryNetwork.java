package io.outagelab.assembly;

import io.outagelab.core.Tick;
import io.outagelab.core.net.Packet;
import io.outagelab.core.net.Verdict;
import java.time.Duration;

/**
 * Carries packets within one process: asks the routers' forwarding what becomes of each, and
 * delivers it after its transit.
 */
public final class InMemoryNetwork implements Network {
  private final Stage stage;
  private final Addressing addressing;

  /** The network of this stage. */
  public InMemoryNetwork(Stage stage, Addressing addressing) {
    this.stage = stage;
    this.addressing = addressing;
  }

  @Override
  public void send(Tick now, Sender sender, Packet packet) {
    Verdict verdict =
        stage.forwarding().verdict(sender.site(), addressing.toPublished(packet.to().address()));
    switch (verdict) {
      case Verdict.Deliver(String site, Duration latency) ->
          stage.deliver(now.plus(packet.transit(latency)), site, packet);
      case Verdict.Silent() -> {}
      case Verdict.Unreachable() -> sender.unroutable(now, packet);
    }
  }
}
