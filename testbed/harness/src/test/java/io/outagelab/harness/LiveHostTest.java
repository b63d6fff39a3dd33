package io.outagelab.harness;

import static org.assertj.core.api.Assertions.assertThat;

import io.outagelab.assembly.Assembled;
import io.outagelab.assembly.Assembly;
import io.outagelab.assembly.Stage;
import io.outagelab.core.TimeScale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The machines' thread: what it survives, and who hears when it does not. */
@Timeout(30)
class LiveHostTest {
  private final CountDownLatch died = new CountDownLatch(1);
  private final LiveHost host = host();

  private LiveHost host() {
    Assembled tiny =
        Assembly.live(LiveLab.world("tiny"), 1, new TimeScale(300), EmbeddedOptions.BASE);
    LabClock clock = new LabClock(System::nanoTime);
    SocketNetwork[] made = new SocketNetwork[1];
    Stage stage =
        new Stage(
            tiny,
            on -> made[0] = new SocketNetwork(on, tiny, LiveLab.freePort(), clock::now),
            observation -> {});
    LiveHost live = new LiveHost("outage-lab-test", clock, stage, made[0]);
    live.onFailure(died::countDown);
    return live;
  }

  @Test
  void survivesAnExceptionAndCountsIt() throws InterruptedException {
    CountDownLatch later = new CountDownLatch(1);
    host.start();
    host.tell(
        now -> {
          throw new IllegalStateException("on purpose");
        });
    host.tell(now -> later.countDown());

    assertThat(later.await(10, TimeUnit.SECONDS)).isTrue();
    assertThat(host.failures()).isEqualTo(1);
    host.close();
    assertThat(died.getCount()).as("closing is no failure").isEqualTo(1);
  }

  @Test
  void tellsThatItDiesOfAnError() throws InterruptedException {
    host.start();
    host.tell(
        now -> {
          throw new StackOverflowError("on purpose");
        });

    assertThat(died.await(10, TimeUnit.SECONDS)).isTrue();
    assertThat(host.hasEnded()).isTrue();
  }
}
