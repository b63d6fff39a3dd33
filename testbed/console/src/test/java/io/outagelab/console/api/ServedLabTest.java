package io.outagelab.console.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.outagelab.assembly.Happening;
import io.outagelab.assembly.LabUnavailable;
import io.outagelab.assembly.Mode;
import io.outagelab.configpush.OperatorInstruction.Restore;
import io.outagelab.console.Repository;
import io.outagelab.core.Event;
import io.outagelab.core.LabConfigurationException;
import io.outagelab.core.Layer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ServedLabTest {
  private static final Path WORLDS = Repository.root().resolve("worlds");

  private final FakeLab lab = new FakeLab();

  @AfterEach
  void close() {
    lab.close();
  }

  private ServedLab remote() {
    return ServedLab.connect(lab.client(Optional.of(FakeLab.TOKEN)), WORLDS);
  }

  @Test
  void isTheLabBehindTheApi() {
    ServedLab remote = remote();

    assertThat(remote.world().name()).isEqualTo("tiny");
    assertThat(remote.mode()).isEqualTo(Mode.EMBEDDED);
    assertThat(remote.seed()).isEqualTo(7);
    assertThat(remote.scale().compression()).isEqualTo(60);
    assertThat(remote.mitigations()).isEmpty();
    assertThat(remote.worldTime()).isEqualTo(Duration.ofMinutes(5));
  }

  @Test
  void playsTheWorldOfTheSameNameWhereTheLabsOwnFileIsElsewhere() {
    Path inside = Path.of("/lab/worlds/tiny/world.yaml");
    try (FakeLab containers = new FakeLab(Mode.COMPOSE, inside, 0)) {
      LabClient client = containers.client(Optional.empty());

      ServedLab remote = ServedLab.connect(client, WORLDS);

      assertThat(remote.mode()).isEqualTo(Mode.COMPOSE);
      assertThat(remote.world().file()).isEqualTo(WORLDS.resolve("tiny").resolve("world.yaml"));
      assertThatThrownBy(() -> ServedLab.connect(client, WORLDS.resolve("elsewhere")))
          .isInstanceOf(LabConfigurationException.class)
          .hasMessageContaining("which is not on this machine");
    }
  }

  @Test
  void handsOverEveryEventOnceAndInOrder() {
    ServedLab remote = remote();
    List<Happening> seen = new ArrayList<>();
    lab.observe(Told.story(Layer.BACKBONE, "plane-down", "plane-1"));
    lab.observe(Told.metric("cohort-report"));

    remote.runUntil(Duration.ofMinutes(5), seen::add);
    lab.observe(Told.story(Layer.BGP, "route-lost", "192.0.2.0/25"));
    remote.runUntil(Duration.ofMinutes(5), seen::add);

    assertThat(seen.stream().map(happening -> happening.event().name()))
        .containsExactly("plane-down", "cohort-report", "route-lost");
    Event metric = seen.get(1).event();
    assertThat(metric.weight()).isEqualTo(Event.Weight.METRIC);
    assertThat(metric.layer()).isEqualTo(Layer.USERS);
    assertThat(metric.attributes()).containsEntry("n", "1");
  }

  @Test
  void goesOnWhenTheApiStartsAgainAndCountsFromZero() {
    ServedLab remote = remote();
    List<Happening> seen = new ArrayList<>();
    lab.observe(Told.story(Layer.BACKBONE, "plane-down", "plane-1"));
    lab.observe(Told.story(Layer.BGP, "route-lost", "192.0.2.0/25"));
    remote.runUntil(Duration.ofMinutes(5), seen::add);

    lab.restart();
    lab.observe(Told.story(Layer.DOORS, "door-shut", "core"));
    lab.pass(Duration.ofMinutes(1));
    lab.observe(Told.story(Layer.DOORS, "door-open", "core"));
    remote.runUntil(Duration.ofMinutes(6), seen::add);

    assertThat(remote.worldTime()).isEqualTo(Duration.ofMinutes(6));
    assertThat(seen.stream().map(happening -> happening.event().name()))
        .containsExactly("plane-down", "route-lost", "door-shut", "door-open");
    assertThat(seen.stream().map(Happening::at))
        .containsExactly(
            Duration.ofMinutes(5),
            Duration.ofMinutes(5),
            Duration.ofMinutes(5),
            Duration.ofMinutes(6));
  }

  @Test
  void returnsEarlyWhenInterrupted() {
    ServedLab remote = remote();

    Thread.currentThread().interrupt();
    remote.runUntil(Duration.ofDays(1), any -> {});

    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void passesInstructionsOn() {
    Restore restore = new Restore(Optional.empty(), true);

    remote().instruct(restore);

    assertThat(lab.instructions()).containsExactly(restore);
  }

  @Test
  void isRefusedWithoutTheToken() {
    ServedLab remote = ServedLab.connect(lab.client(Optional.empty()), WORLDS);

    assertThatThrownBy(() -> remote.instruct(new Restore(Optional.empty(), true)))
        .isInstanceOf(LabClient.Refused.class);
    assertThat(lab.instructions()).isEmpty();
  }

  @Test
  void saysWhereNothingAnswers() throws IOException {
    InetSocketAddress nobody;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      nobody = new InetSocketAddress(InetAddress.getLoopbackAddress(), socket.getLocalPort());
    }

    assertThatThrownBy(() -> ServedLab.connect(new LabClient(nobody, Optional.empty()), WORLDS))
        .isInstanceOf(LabUnavailable.class)
        .hasMessageContaining("no lab answers at localhost:" + nobody.getPort());
  }
}
