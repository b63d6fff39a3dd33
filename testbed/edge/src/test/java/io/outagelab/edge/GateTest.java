package io.outagelab.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.outagelab.core.Tick;
import io.outagelab.core.net.Forwarding;
import io.outagelab.core.net.IpAddress;
import io.outagelab.core.net.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class GateTest {
  private static final IpAddress PUBLISHED = IpAddress.of("129.134.30.12");
  private static final IpAddress LAB = IpAddress.of("127.53.30.12");

  private static Forwarding always(Verdict verdict) {
    return new Forwarding() {
      @Override
      public Verdict verdict(String site, IpAddress destination) {
        assertThat(destination).isEqualTo(PUBLISHED);
        return verdict;
      }

      @Override
      public long version() {
        return 1;
      }
    };
  }

  @Test
  void asksRoutingAboutThePublishedAddressAndCountsWhatBecame() {
    List<Verdict> network =
        new ArrayList<>(
            List.of(
                new Verdict.Deliver("sjc", Duration.ofMillis(5)),
                Verdict.SILENT,
                Verdict.UNREACHABLE));
    Gate gate = new Gate(() -> always(network.removeFirst()), address -> PUBLISHED);

    assertThat(gate.decide("as13335", LAB))
        .isEqualTo(new Verdict.Deliver("sjc", Duration.ofMillis(5)));
    assertThat(gate.decide("as13335", LAB)).isEqualTo(Verdict.SILENT);
    assertThat(gate.decide("as13335", LAB)).isEqualTo(Verdict.UNREACHABLE);
    assertThat(List.of(gate.delivered(), gate.silent(), gate.unreachable()))
        .containsExactly(1L, 1L, 1L);
  }

  @Test
  void whatIsOnItsWayArrivesInOrderAndWhatFindsTheQueueFullIsLost() {
    List<String> arrived = new ArrayList<>();
    DelayQueue queue = new DelayQueue(2);
    queue.add(new Tick(20), () -> arrived.add("late"));
    queue.add(new Tick(10), () -> arrived.add("early"));
    queue.add(new Tick(15), () -> arrived.add("lost"));

    queue.runDue(new Tick(12));
    assertThat(arrived).containsExactly("early");
    assertThat(queue.deadline()).isEqualTo(new Tick(20));
    queue.runDue(new Tick(20));
    assertThat(arrived).containsExactly("early", "late");
    assertThat(queue.lost()).isEqualTo(1);
    assertThat(queue.deadline()).isEqualTo(Tick.NEVER);
  }
}
