package io.outagelab.hosting;

import static io.outagelab.hosting.Steps.answer;
import static io.outagelab.hosting.Steps.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Context;
import io.grpc.Status;
import io.outagelab.contracts.backbone.v1.AnnounceRequest;
import io.outagelab.contracts.backbone.v1.AuditRequest;
import io.outagelab.contracts.backbone.v1.AuditResponse;
import io.outagelab.contracts.backbone.v1.ChangeDocument;
import io.outagelab.contracts.backbone.v1.ConfigServiceGrpc;
import io.outagelab.contracts.backbone.v1.HistoryEntry;
import io.outagelab.contracts.backbone.v1.ListHistoryRequest;
import io.outagelab.contracts.backbone.v1.LookUpRequest;
import io.outagelab.contracts.backbone.v1.LookUpResponse;
import io.outagelab.contracts.backbone.v1.OpenSessionRequest;
import io.outagelab.contracts.backbone.v1.PlaneSelector;
import io.outagelab.contracts.backbone.v1.PushRequest;
import io.outagelab.contracts.backbone.v1.PushResponse;
import io.outagelab.contracts.backbone.v1.Route;
import io.outagelab.contracts.backbone.v1.RoutingServiceGrpc;
import io.outagelab.contracts.backbone.v1.SiteSelector;
import io.outagelab.contracts.backbone.v1.Verdict.Fate;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the backbone tells people beside the network. */
@Tag("embedded")
class BackboneServicesTest {
  private static final int COMPRESSION = 120;
  private static final OpenSessionRequest ME =
      OpenSessionRequest.newBuilder().setContainer("me").build();

  @TempDir private Path state = Path.of("");

  @Test
  void theLookingGlassShowsRoutesAndWhatBecomesOfPackets() {
    try (LoopbackLab lab = new LoopbackLab("facebook-2021", COMPRESSION, state)) {
      lab.untilEvent(answer("www.facebook.com", "NOERROR"));
      var routing = RoutingServiceGrpc.newBlockingStub(lab.channel("backbone"));

      LookUpResponse outside = routing.lookUp(lookUp("as13335", "129.134.30.12"));
      assertThat(outside.getRoute().getPrefix()).isEqualTo("129.134.30.0/24");
      assertThat(outside.getRoute().getAsPath()).endsWith("32934");
      assertThat(outside.getRoute().getOrigin()).isEqualTo(Route.Origin.ORIGIN_IGP);
      assertThat(outside.getRoute().getPeer()).isNotEmpty();
      assertThat(outside.getRoute().getNextHop()).isNotEmpty();
      assertThat(outside.getVerdict().getFate()).isEqualTo(Fate.FATE_DELIVERED);
      assertThat(outside.getVerdict().getSite()).isNotEmpty();
      assertThat(Durations.read(outside.getVerdict().getLatency())).isPositive();

      LookUpResponse own = routing.lookUp(lookUp("sjc", "129.134.30.0/24"));
      assertThat(own.getRoute().getAsPath()).isEmpty();
      assertThat(own.getRoute().getPeer()).isEmpty();
      assertThat(own.getRoute().getLocalPreference()).isEqualTo(100);
      assertThat(own.getVerdict().getSite()).isEqualTo("sjc");

      LookUpResponse none = routing.lookUp(lookUp("as13335", "129.134.30.0/25"));
      assertThat(none.hasRoute()).isFalse();
      assertThat(none.getVerdict().getFate()).isEqualTo(Fate.FATE_DELIVERED);
      assertThat(routing.lookUp(lookUp("as13335", "198.18.0.1")).getVerdict().getFate())
          .isEqualTo(Fate.FATE_UNREACHABLE);

      assertRefused(
          Status.Code.NOT_FOUND, "nowhere", () -> routing.lookUp(lookUp("nowhere", "1.1.1.1")));
      assertRefused(
          Status.Code.INVALID_ARGUMENT, "www", () -> routing.lookUp(lookUp("sjc", "www")));
    }
  }

  @Test
  void anAnnouncementWithALeaseLapsesThoughItsSessionLives() {
    try (LoopbackLab lab = new LoopbackLab("facebook-2021", COMPRESSION, state)) {
      lab.untilEvent(answer("www.facebook.com", "NOERROR"));
      var routing = RoutingServiceGrpc.newBlockingStub(lab.channel("backbone"));
      var session = routing.openSession(OpenSessionRequest.newBuilder().setContainer("x").build());
      AnnounceRequest.Builder wanted =
          AnnounceRequest.newBuilder()
              .setSessionId(session.next().getSessionId())
              .setSite("sjc")
              .setPrefix("129.134.33.0/24")
              .setLocalPreference(100);

      lab.mark();
      var unused = routing.announce(wanted.setLease(Durations.of(Duration.ofSeconds(1))).build());

      lab.untilEvent(e -> e.subject().equals("129.134.33.0/24 at sjc"));
      lab.untilEvent(e -> e.name().equals("announcement-lapsed"));
      lab.untilEvent(
          e -> e.name().equals("prefix-retracted") && e.subject().equals("129.134.33.0/24 at sjc"));
      assertThat(routing.lookUp(lookUp("sjc", "129.134.33.0/24")).hasRoute()).isFalse();
      assertRefused(
          Status.Code.INVALID_ARGUMENT,
          "longer than 0",
          () -> routing.announce(wanted.setLease(Durations.of(Duration.ZERO)).build()));
    }
  }

  @Test
  void anAnnouncementStandsAsLongAsItsSession() throws Exception {
    try (LoopbackLab lab = new LoopbackLab("facebook-2021", COMPRESSION, state)) {
      lab.untilEvent(answer("www.facebook.com", "NOERROR"));
      var routing = RoutingServiceGrpc.newBlockingStub(lab.channel("backbone"));
      AnnounceRequest.Builder announcement =
          AnnounceRequest.newBuilder()
              .setSite("sjc")
              .setPrefix("129.134.99.0/24")
              .setLocalPreference(300);
      assertRefused(
          Status.Code.FAILED_PRECONDITION,
          "no session",
          () -> routing.announce(announcement.setSessionId("none").build()));

      Context.CancellableContext session = Context.current().withCancellation();
      announcement.setSessionId(session.call(() -> routing.openSession(ME).next().getSessionId()));
      var unused = routing.announce(announcement.build());
      Route route = routing.lookUp(lookUp("sjc", announcement.getPrefix())).getRoute();
      assertThat(route.getLocalPreference()).isEqualTo(300);

      lab.mark();
      session.cancel(null);
      lab.untilEvent(
          e ->
              e.name().equals("prefix-retracted")
                  && announcement.getPrefix().equals(e.attributes().get("prefix")));
      assertThat(routing.lookUp(lookUp("sjc", announcement.getPrefix())).hasRoute()).isFalse();
    }
  }

  private static LookUpRequest lookUp(String site, String destination) {
    return LookUpRequest.newBuilder().setSite(site).setDestination(destination).build();
  }

  @Test
  void theAuditSeesWhatIsDrainedAndTheHistoryTellsWhatWasDone() {
    try (LoopbackLab lab = new LoopbackLab("facebook-2021", COMPRESSION, state)) {
      lab.untilEvent(answer("www.facebook.com", "NOERROR"));
      var config = ConfigServiceGrpc.newBlockingStub(lab.channel("backbone"));
      int drainable = lab.world().backbone().drainablePlanes();
      ChangeDocument allowed = drain("allowed", IntStream.rangeClosed(1, drainable).boxed());

      AuditResponse before = config.audit(AuditRequest.newBuilder().setChange(allowed).build());
      assertThat(before.getPassed()).isTrue();
      assertThat(before.getSummary()).contains("%d of".formatted(drainable));
      assertThat(before.getTargets()).isPositive();
      assertThat(config.listHistory(ListHistoryRequest.getDefaultInstance()).getEntriesList())
          .isEmpty();

      List<PushResponse> steps = new ArrayList<>();
      config.push(PushRequest.newBuilder().setChange(allowed).build()).forEachRemaining(steps::add);
      assertThat(steps.removeFirst().hasEvent()).isFalse();
      assertThat(steps)
          .allMatch(step -> step.getEvent().getSubject().equals("allowed"))
          .extracting(step -> step.getEvent().getName())
          .startsWith("audit-passed", "push-accepted")
          .endsWith("push-finished");

      ChangeDocument one = drain("more", IntStream.of(drainable + 1).boxed());
      AuditResponse after = config.audit(AuditRequest.newBuilder().setChange(one).build());
      assertThat(after.getPassed()).isFalse();
      assertThat(after.getFindings(0)).contains("%d of".formatted(drainable + 1));
      HistoryEntry entry =
          config.listHistory(ListHistoryRequest.getDefaultInstance()).getEntries(0);
      assertThat(entry.getChange()).isEqualTo(allowed);
      assertThat(entry.getState()).isEqualTo(HistoryEntry.State.STATE_APPLIED);
      assertThat(entry.getAcknowledgedList()).hasSize(before.getTargets());
      assertThat(entry.getRoutersList()).containsAll(entry.getAcknowledgedList());
      assertThat(entry.getAt().getSeconds()).isPositive();

      assertRefused(
          Status.Code.INVALID_ARGUMENT,
          "planes",
          () -> config.audit(AuditRequest.getDefaultInstance()));
    }
  }

  private static ChangeDocument drain(String id, Stream<Integer> planes) {
    List<Integer> chosen = planes.toList();
    return ChangeDocument.newBuilder()
        .setId(id)
        .setPlanes(PlaneSelector.newBuilder().addAllOnly(chosen))
        .setSites(SiteSelector.newBuilder().setAll(true))
        .putSettings("drained", "true")
        .build();
  }
}
