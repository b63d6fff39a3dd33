package io.outagelab.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.Context;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.outagelab.contracts.testbed.v1.Drill;
import io.outagelab.contracts.testbed.v1.DrillServiceGrpc;
import io.outagelab.contracts.testbed.v1.DrillServiceGrpc.DrillServiceBlockingStub;
import io.outagelab.contracts.testbed.v1.ListDrillsRequest;
import io.outagelab.contracts.testbed.v1.RunDrillRequest;
import io.outagelab.contracts.testbed.v1.RunDrillResponse;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("embedded")
class DrillEndpointTest {
  private static final RunDrillRequest TINY = RunDrillRequest.newBuilder().setDrill("tiny").build();

  @Test
  @Tag("long")
  void aDrillTellsItsTimelineAndThenItsResult() {
    try (ServedTinyLab lab = new ServedTinyLab(60)) {
      DrillServiceBlockingStub drills = DrillServiceGrpc.newBlockingStub(lab.channel());

      assertThat(drills.listDrills(ListDrillsRequest.getDefaultInstance()).getDrillsList())
          .extracting(Drill::getName)
          .containsExactly("tiny");
      List<RunDrillResponse> responses = new ArrayList<>();
      drills.runDrill(TINY).forEachRemaining(responses::add);

      assertThat(responses.getFirst().getLine())
          .isEqualTo("One backbone, two planes, both drained");
      RunDrillResponse last = responses.removeLast();
      assertThat(responses).allMatch(RunDrillResponse::hasLine);
      assertThat(responses).noneMatch(response -> response.getLine().contains("\n"));
      assertThat(last.getResult().getJournalJson())
          .contains("\"drill\" : \"tiny\"", "\"status\" : \"completed\"");
      assertThat(last.getResult().getExitCode()).as("exit code after %s", responses).isZero();
    }
  }

  @Test
  void aCancelledDrillRollsBackAndUntilThenNoOtherRuns() {
    try (ServedTinyLab lab = new ServedTinyLab()) {
      DrillServiceBlockingStub drills = DrillServiceGrpc.newBlockingStub(lab.channel());
      Context.CancellableContext call = Context.current().withCancellation();
      List<Iterator<RunDrillResponse>> started = new ArrayList<>();
      call.run(() -> started.add(drills.runDrill(TINY)));
      Iterator<RunDrillResponse> running = started.getFirst();
      assertThat(running.next().getLine()).isNotEmpty();

      assertRefused(Status.Code.FAILED_PRECONDITION, drills, TINY);
      lab.untilEvent("plane-down");
      call.cancel(new CancellationException("enough"));

      lab.untilEvent("rollback-finished");
    }
  }

  @Test
  void aDrillOfAnotherWorldIsNone() {
    try (ServedTinyLab lab = new ServedTinyLab()) {
      assertRefused(
          Status.Code.NOT_FOUND,
          DrillServiceGrpc.newBlockingStub(lab.channel()),
          RunDrillRequest.newBuilder().setDrill("facebook-2021").build());
    }
  }

  private static void assertRefused(
      Status.Code code, DrillServiceBlockingStub drills, RunDrillRequest request) {
    assertThatThrownBy(() -> drills.runDrill(request).hasNext())
        .isInstanceOfSatisfying(
            StatusRuntimeException.class, e -> assertThat(e.getStatus().getCode()).isEqualTo(code));
  }
}
