package io.outagelab.console.serve.interop;

import static io.outagelab.console.serve.interop.LabServer.answers;
import static io.outagelab.console.serve.interop.LabServer.ask;
import static io.outagelab.console.serve.interop.LabServer.await;
import static io.outagelab.console.serve.interop.LabServer.freePort;
import static io.outagelab.console.serve.interop.LabServer.serial;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.xbill.DNS.Type;

/**
 * The lab as a primary of Knot DNS and NSD, and as a secondary of BIND; killed, and started again.
 * REFRESH is two hours, so that nothing but a NOTIFY brings another version.
 */
@Tag("interop")
class ServeInteropTest {
  /** Enough for a transfer of many messages, more than may wait for one client. */
  private static final int HOSTS = 20_000;

  private static final int ZONES = 200;

  private static final String TO_NEIGHBOUR =
      """
      zones:
        - name: example
          notify: [neighbour]
          allow-transfer: [{remote: neighbour}]
      """;

  private static final String FROM_NEIGHBOUR =
      """
      zones:
        - name: example
          primaries: [neighbour]
      """;

  @TempDir private Path folder = Path.of("");

  private static String text(int serial, String more) {
    return text(serial, HOSTS, more);
  }

  private static String text(int serial, int hosts, String more) {
    return """
    $TTL 300
    @    SOA   ns hostmaster %d 7200 3600 1209600 60
    @    NS    ns
    ns   A     192.0.2.1
    www  AAAA  2001:db8::80
    $GENERATE 1-%d host$ A 192.0.2.2
    %s
    """
        .formatted(serial, hosts, more);
  }

  private LabServer lab() throws IOException {
    Path lab = folder.resolve("lab");
    Files.createDirectories(lab.resolve("zones"));
    return new LabServer(lab, freePort());
  }

  @ParameterizedTest
  @EnumSource(names = {"KNOT", "NSD"})
  void othersCopyALargeZoneAndLearnOfItsChanges(Neighbour neighbour) throws IOException {
    int theirs = freePort();
    LabServer lab = lab();
    lab.configure(theirs, TO_NEIGHBOUR);
    lab.zone("example", text(1, "old A 192.0.2.3"));
    try (Running ours = lab.start();
        Running other = neighbour.start(folder, theirs, lab.port())) {
      await(() -> ours.log() + other.log(), () -> serial(theirs, "example") == 1);
      assertThat(answers(theirs, "host" + HOSTS + ".example", Type.A)).isOne();

      lab.zone("example", text(2, "new A 192.0.2.3"));

      await(() -> ours.log() + other.log(), () -> serial(theirs, "example") == 2);
      assertThat(answers(theirs, "new.example", Type.A)).isOne();
      assertThat(answers(theirs, "old.example", Type.A)).isZero();
      await(other::log, () -> ours.log().contains("read example"));
    }
  }

  @Test
  void knotCopiesAZoneThatIsSignedHere() throws IOException {
    int theirs = freePort();
    LabServer lab = lab();
    lab.configure(theirs, TO_NEIGHBOUR + "    sign: {denial: nsec3}\n");
    lab.zone("example", text(1, 200, ""));
    try (Running ours = lab.start();
        Running other = Neighbour.KNOT.start(folder, theirs, lab.port())) {
      await(() -> ours.log() + other.log(), () -> serial(theirs, "example") == 1);

      assertThat(answers(theirs, "example", Type.DNSKEY)).isOne();
      assertThat(answers(theirs, "example", Type.NSEC3PARAM)).isOne();
      assertThat(ours.log()).contains("its parent zone needs").contains("DS");
    }
  }

  @Test
  void theLabCopiesFromBindAndServesItsCopyWithoutIt() throws IOException {
    int theirs = freePort();
    LabServer lab = lab();
    lab.configure(theirs, FROM_NEIGHBOUR);
    Files.writeString(folder.resolve("example.zone"), text(1, "old A 192.0.2.3"));
    try (Running other = Neighbour.BIND.start(folder, theirs, lab.port())) {
      await(other::log, () -> serial(theirs, "example") == 1);
      try (Running ours = lab.start()) {
        await(() -> ours.log() + other.log(), () -> serial(lab.port(), "example") == 1);
        assertThat(answers(lab.port(), "host" + HOSTS + ".example", Type.A)).isOne();

        Files.writeString(folder.resolve("example.zone"), text(2, "new A 192.0.2.3"));
        other.reload();

        await(() -> ours.log() + other.log(), () -> serial(lab.port(), "example") == 2);
        assertThat(answers(lab.port(), "new.example", Type.A)).isOne();
        await(ours::log, () -> isStored(lab, "new.example."));
      }
    }
    try (Running alone = lab.start()) {
      assertThat(serial(lab.port(), "example")).as(alone::log).isEqualTo(2);
    }
  }

  private static boolean isStored(LabServer lab, String owner) {
    try {
      return Files.readString(lab.folder().resolve("storage/copies/example.zone")).contains(owner);
    } catch (IOException e) {
      return false;
    }
  }

  /** Killed while it answers and gives zones away; what changed meanwhile reaches the secondary. */
  @Test
  void killedUnderLoadItLosesNoZoneAndItsSecondaryCatchesUp() throws Exception {
    int theirs = freePort();
    LabServer lab = lab();
    lab.configure(theirs, TO_NEIGHBOUR);
    lab.zone("example", text(1, ""));
    for (int zone = 0; zone < ZONES; zone++) {
      lab.zone("z%d.test".formatted(zone), "@ 60 SOA ns h 1 1 1 1 1\n@ 60 NS ns.example.\n");
    }
    AtomicBoolean ended = new AtomicBoolean();
    AtomicInteger answered = new AtomicInteger();
    Thread load =
        Thread.ofPlatform()
            .daemon()
            .start(
                () -> {
                  for (int n = 0; !ended.get(); n++) {
                    if (ask(lab.port(), "z%d.test".formatted(n % ZONES), Type.SOA).isPresent()) {
                      answered.incrementAndGet();
                    }
                  }
                });
    try (Running other = Neighbour.KNOT.start(folder, theirs, lab.port())) {
      try (Running first = lab.start()) {
        await(() -> first.log() + other.log(), () -> serial(theirs, "example") == 1);
        int before = answered.get();
        await(first::log, () -> answered.get() > before + ZONES);
        lab.zone("example", text(2, "new A 192.0.2.3"));
        first.kill();
      }
      int before = answered.get();
      try (Running second = lab.start()) {
        await(() -> second.log() + other.log(), () -> serial(theirs, "example") == 2);
        assertThat(answers(theirs, "new.example", Type.A)).isOne();
        for (int zone = 0; zone < ZONES; zone++) {
          assertThat(serial(lab.port(), "z%d.test".formatted(zone))).isOne();
        }
        await(second::log, () -> answered.get() > before + ZONES);
      }
    } finally {
      ended.set(true);
      load.join();
    }
  }
}
