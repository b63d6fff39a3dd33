package io.outagelab.api;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.outagelab.console.api.LabService;
import io.outagelab.console.api.ServedLab;
import io.outagelab.contracts.testbed.v1.DrillResult;
import io.outagelab.contracts.testbed.v1.DrillServiceGrpc;
import io.outagelab.contracts.testbed.v1.ListDrillsRequest;
import io.outagelab.contracts.testbed.v1.ListDrillsResponse;
import io.outagelab.contracts.testbed.v1.RunDrillRequest;
import io.outagelab.contracts.testbed.v1.RunDrillResponse;
import io.outagelab.core.LabConfigurationException;
import io.outagelab.drills.Drills;
import io.outagelab.drills.journal.Journal;
import io.outagelab.drills.journal.JournalWriter;
import io.outagelab.drills.language.Drill;
import io.outagelab.drills.language.DrillLoader;
import io.outagelab.drills.run.DrillRunner;
import io.outagelab.drills.text.TimelinePrinter;
import io.outagelab.world.World;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Runs the drills of a lab's world in that lab, one at a time, each on a thread of its own. Whoever
 * wants another one waits until the first has rolled back.
 */
final class DrillEndpoint extends DrillServiceGrpc.DrillServiceImplBase {
  private final LabService lab;
  private final World world;
  private final AtomicBoolean isRunning = new AtomicBoolean();

  /** The drills of this lab, which plays this world. */
  DrillEndpoint(LabService lab, World world) {
    this.lab = lab;
    this.world = world;
  }

  @Override
  public void listDrills(ListDrillsRequest request, StreamObserver<ListDrillsResponse> response) {
    ListDrillsResponse.Builder message = ListDrillsResponse.newBuilder();
    for (Drills.Found drill : drills()) {
      message.addDrills(
          io.outagelab.contracts.testbed.v1.Drill.newBuilder()
              .setName(drill.name())
              .setTitle(drill.title()));
    }
    response.onNext(message.build());
    response.onCompleted();
  }

  private List<Drills.Found> drills() {
    Path folder = world.folder().normalize();
    Path worlds = folder.getParent();
    return worlds == null
        ? List.of()
        : Drills.list(worlds).stream()
            .filter(drill -> drill.worldFolder().normalize().equals(folder))
            .toList();
  }

  @Override
  public void runDrill(RunDrillRequest request, StreamObserver<RunDrillResponse> responses) {
    Drill drill;
    try {
      drill = drill(request.getDrill());
    } catch (StatusRuntimeException e) {
      responses.onError(e);
      return;
    }
    if (!isRunning.compareAndSet(false, true)) {
      responses.onError(
          Status.FAILED_PRECONDITION
              .withDescription("another drill runs, or is being rolled back: wait for its end")
              .asRuntimeException());
      return;
    }
    var stream = (ServerCallStreamObserver<RunDrillResponse>) responses;
    stream.setOnCancelHandler(() -> {});
    var unused = Thread.ofVirtual().name("drill " + drill.name()).start(() -> run(drill, stream));
  }

  private Drill drill(String name) {
    Drills.Found found =
        drills().stream()
            .filter(drill -> drill.name().equals(name))
            .findFirst()
            .orElseThrow(
                () ->
                    Status.NOT_FOUND
                        .withDescription("the world has no drill '%s'".formatted(name))
                        .asRuntimeException());
    try {
      return DrillLoader.load(found.file(), world);
    } catch (LabConfigurationException e) {
      throw Status.INVALID_ARGUMENT.withDescription(e.getMessage()).asRuntimeException();
    }
  }

  private void run(Drill drill, ServerCallStreamObserver<RunDrillResponse> stream) {
    Journal journal;
    try (ServedLab stage = new ServedLab(lab, world)) {
      TimelinePrinter printer = new TimelinePrinter(line -> tell(stream, line), false);
      journal = DrillRunner.run(stage, drill, printer, stream::isCancelled);
    } catch (RuntimeException broken) {
      stream.onError(
          Status.INTERNAL
              .withDescription("the drill broke: " + broken)
              .withCause(broken)
              .asRuntimeException());
      return;
    } finally {
      isRunning.set(false);
    }
    stream.onNext(
        RunDrillResponse.newBuilder()
            .setResult(
                DrillResult.newBuilder()
                    .setJournalJson(JournalWriter.toJson(journal))
                    .setExitCode(journal.exitCode()))
            .build());
    stream.onCompleted();
  }

  private static void tell(ServerCallStreamObserver<RunDrillResponse> stream, String line) {
    stream.onNext(RunDrillResponse.newBuilder().setLine(line).build());
  }
}
