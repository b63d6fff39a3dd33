package io.outagelab.harness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.outagelab.assembly.Happening;
import io.outagelab.core.LabConfigurationException;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A lab's life: it starts whole or not at all, and leaves nothing behind. */
@Timeout(60)
class EmbeddedLabTest {
  private static final String RESOLVER = "203.0.113.53";
  private static final String NAME = "www.example";

  private static void assertAllFree(LiveLab live) throws IOException {
    for (String address : live.dnsAddresses()) {
      InetAddress local = InetAddress.getByName(address);
      try (DatagramSocket datagrams = new DatagramSocket(live.port(), local);
          ServerSocket streams = new ServerSocket()) {
        streams.setReuseAddress(true);
        streams.bind(new InetSocketAddress(local, live.port()));
        assertThat(datagrams.isBound()).isTrue();
      }
    }
  }

  private static long labThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals("outage-lab"))
        .count();
  }

  @Test
  void closeFreesAllSocketsAndTheThread() throws IOException {
    long before = labThreads();
    LiveLab live = LiveLab.start("tiny", 300).untilWell();
    assertThat(labThreads()).isEqualTo(before + 1);

    live.close();
    live.close();

    assertThat(labThreads()).isEqualTo(before);
    assertAllFree(live);
  }

  @Test
  void aClosedLabStillSaysWhatWasTrueLast() {
    LiveLab live = LiveLab.start("tiny", 300).untilWell();
    live.close();

    assertThat(live.lab().status().apps().getFirst().state()).isEqualTo("up");
  }

  @Test
  void aTakenPortIsOneClearErrorAndNothingStaysOpen() throws IOException {
    int port = LiveLab.freePort();
    try (DatagramSocket other = new DatagramSocket(port, InetAddress.getByName("127.53.2.53"))) {
      assertThat(other.isBound()).isTrue();
      assertThatThrownBy(() -> LiveLab.start("tiny", 300, port))
          .isInstanceOf(LabConfigurationException.class)
          .hasMessageContaining("www-dns@edge")
          .hasMessageContaining("127.53.2.53 port " + port)
          .hasMessageContaining("--dns-port");
    }
    try (LiveLab live = LiveLab.start("tiny", 300, port).untilWell()) {
      assertThat(live.at(RESOLVER).rcode(NAME)).isEqualTo("NOERROR");
    }
  }

  @Test
  void labsOnDifferentPortsDontDisturbEachOther() {
    try (LiveLab broken = LiveLab.start("tiny", 300).untilWell();
        LiveLab well = LiveLab.start("tiny", 300).untilWell()) {
      broken.push("drain-everything.yaml");
      broken.untilStatus(status -> status.apps().getFirst().cause().equals("name"));

      assertThat(broken.at(RESOLVER).rcode(NAME)).isEqualTo("SERVFAIL");
      assertThat(well.at(RESOLVER).rcode(NAME)).isEqualTo("NOERROR");
      assertThat(well.lab().status().apps().getFirst().state()).isEqualTo("up");
    }
  }

  @Test
  void aListenerThatFailsHarmsNobodyButIsCounted() throws InterruptedException {
    try (LiveLab live = LiveLab.start("tiny", 300)) {
      CountDownLatch heard = new CountDownLatch(3);
      live.lab()
          .listen(
              happening -> {
                heard.countDown();
                throw new IllegalStateException("a listener that fails on purpose");
              });
      live.untilWell();

      assertThat(heard.await(10, TimeUnit.SECONDS)).isTrue();
      assertThat(live.lab().failures()).isPositive();
    }
  }

  @Test
  void aListenerMayAskForTheStatus() {
    try (LiveLab live = LiveLab.start("tiny", 300)) {
      CountDownLatch told = new CountDownLatch(1);
      live.lab()
          .listen(
              happening -> {
                if (live.lab().status().world().equals("tiny")) {
                  told.countDown();
                }
              });
      live.untilWell();

      assertThat(told.getCount()).isZero();
      assertThat(live.lab().failures()).isZero();
    }
  }

  @Test
  void runUntilHandsOverEveryEventSinceTheStartOnce() {
    try (LiveLab live = LiveLab.start("tiny", 300)) {
      List<Happening> seen = new ArrayList<>();
      live.lab().runUntil(Duration.ofMinutes(5), seen::add);
      live.lab().runUntil(Duration.ofMinutes(10), seen::add);

      assertThat(live.lab().worldTime()).isGreaterThanOrEqualTo(Duration.ofMinutes(10));
      assertThat(seen).isNotEmpty().isEqualTo(live.events().subList(0, seen.size()));
    }
  }
}
