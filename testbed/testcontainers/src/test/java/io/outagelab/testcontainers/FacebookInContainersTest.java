package io.outagelab.testcontainers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.model.Image;
import io.outagelab.assembly.Instructions;
import io.outagelab.assembly.Lab;
import io.outagelab.configpush.OperatorInstruction;
import io.outagelab.configpush.Via;
import io.outagelab.console.api.EventPage;
import io.outagelab.console.api.LabClient;
import io.outagelab.core.Event;
import io.outagelab.core.TimeScale;
import io.outagelab.drills.Drills;
import io.outagelab.drills.journal.Journal;
import io.outagelab.drills.language.Drill;
import io.outagelab.drills.language.DrillLoader;
import io.outagelab.drills.run.DrillListener;
import io.outagelab.drills.run.DrillRunner;
import io.outagelab.harness.EmbeddedLab;
import io.outagelab.harness.EmbeddedOptions;
import io.outagelab.harness.EventLog;
import io.outagelab.simulation.Simulation;
import io.outagelab.world.PushLoader;
import io.outagelab.world.World;
import io.outagelab.world.WorldLoader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.testcontainers.DockerClientFactory;

/** The lab's real image, in real containers, against the simulator. */
@Tag("containers")
class FacebookInContainersTest {
  private static final Path WORLDS = Path.of("../../worlds").toAbsolutePath().normalize();
  private static final String IMAGE = System.getProperty("outagelab.image", "outage-lab:latest");

  @BeforeAll
  static void thereIsDocker() {
    needs(
        DockerClientFactory.instance().isDockerAvailable(),
        "needs a Docker engine, in which the lab's containers could run");
    needs(
        DockerClientFactory.lazyClient().listImagesCmd().exec().stream()
            .map(Image::getRepoTags)
            .flatMap(Arrays::stream)
            .anyMatch(IMAGE::equals),
        "needs the image %s: make it with 'docker build -t %s .'".formatted(IMAGE, IMAGE));
  }

  /** Without it there is nothing to test; in continuous integration it is there. */
  private static void needs(boolean isThere, String what) {
    if ("true".equals(System.getenv("CI"))) {
      assertThat(isThere).as(what).isTrue();
    }
    assumeTrue(isThere, what);
  }

  @Test
  void theDrillTellsTheSameStoryInContainersEmbeddedAndInTheSimulator() {
    Drills.Found found = Drills.find(WORLDS, "facebook-2021");
    World world = WorldLoader.load(found.worldFolder());
    Drill drill = DrillLoader.load(found.file(), world);
    Journal simulated = run(new Simulation(world, 1), drill);

    try (LabContainers containers = LabContainers.start(world, LabContainersOptions.of(IMAGE))) {
      CompletableFuture<Journal> embedded =
          CompletableFuture.supplyAsync(
              () -> run(EmbeddedLab.start(world, EmbeddedOptions.defaults().withSeed(1)), drill));
      assertSameStory(run(containers.lab(), drill), simulated);
      assertSameStory(embedded.join(), simulated);
    }
  }

  private static void assertSameStory(Journal live, Journal simulated) {
    assertThat(live.reason()).isEmpty();
    assertThat(reached(live)).containsExactlyInAnyOrderElementsOf(reached(simulated));
    assertThat(verdicts(live)).isEqualTo(verdicts(simulated));
    assertThat(live.exitCode()).isZero();
  }

  private static Journal run(Lab lab, Drill drill) {
    try (lab) {
      return DrillRunner.run(lab, drill, DrillListener.SILENT, () -> false);
    }
  }

  private static List<String> reached(Journal journal) {
    return journal.milestones().stream()
        .filter(turn -> turn.at().isPresent())
        .map(Journal.Turn::name)
        .toList();
  }

  /** Expectations and the order of milestones alike. */
  private static List<String> verdicts(Journal journal) {
    return journal.expectations().stream().map(v -> v.id() + " " + v.verdict()).toList();
  }

  @Test
  void whatIsKilledComesBackToWhatWasPushed() {
    World world = WorldLoader.load(WORLDS.resolve("facebook-2021"));
    LabContainersOptions options = LabContainersOptions.of(IMAGE).withNet("10.58");
    try (LabContainers containers = LabContainers.start(world, options)) {
      LabClient lab = containers.client();
      Happenings happenings = new Happenings(lab);
      happenings.until(event -> is(event, "www.facebook.com", "NOERROR"));
      lab.instruct(
          Instructions.push(
              world,
              new TimeScale(world.compression()),
              PushLoader.load(Path.of("pushes/assess-backbone-capacity.yaml"), world),
              true,
              Optional.empty()));
      happenings.until(event -> is(event, "www.facebook.com", "SERVFAIL"));

      kill(containers, "backbone");
      kill(containers, "resolver-as13335");
      happenings.until(event -> event.name().equals("plane-down"));
      lab.instruct(new OperatorInstruction.Rollback(Optional.empty(), Via.ON_SITE, true));
      happenings.until(event -> event.name().equals("rollback-finished"));

      happenings.until(event -> is(event, "www.facebook.com", "NOERROR"));
    }
  }

  private static boolean is(Event event, String name, String rcode) {
    return event.name().equals("answer-changed")
        && name.equals(event.attributes().get("name"))
        && "as13335".equals(event.attributes().get("resolver"))
        && rcode.equals(event.attributes().get("to"));
  }

  /** A process that is killed, and started again as a restart policy would. */
  private static void kill(LabContainers containers, String name) {
    DockerClient docker = DockerClientFactory.lazyClient();
    String id = containers.container(name).getContainerId();
    docker.killContainerCmd(id).withSignal("SIGKILL").exec();
    docker.startContainerCmd(id).exec();
  }

  /** The lab's events, in order. */
  private static final class Happenings {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final LabClient lab;
    private long next;

    Happenings(LabClient lab) {
      this.lab = lab;
    }

    void until(Predicate<Event> wanted) {
      long giveUp = System.nanoTime() + PATIENCE.toNanos();
      while (System.nanoTime() < giveUp) {
        EventPage page = lab.events(next, Duration.ofSeconds(1), Event.Weight.DETAIL);
        for (EventLog.Numbered event : page.events()) {
          next = event.index() + 1;
          if (wanted.test(event.happening().event())) {
            return;
          }
        }
        next = Math.max(next, page.next());
      }
      throw new AssertionError("no such event came in " + PATIENCE);
    }
  }
}
