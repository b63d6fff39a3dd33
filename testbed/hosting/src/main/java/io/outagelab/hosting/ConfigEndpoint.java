package io.outagelab.hosting;

import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.outagelab.assembly.Happening;
import io.outagelab.assembly.Machines;
import io.outagelab.configpush.ChangeDocument;
import io.outagelab.configpush.Controller;
import io.outagelab.configpush.OperatorInstruction;
import io.outagelab.contracts.backbone.v1.AuditRequest;
import io.outagelab.contracts.backbone.v1.AuditResponse;
import io.outagelab.contracts.backbone.v1.ConfigServiceGrpc;
import io.outagelab.contracts.backbone.v1.DispatchRequest;
import io.outagelab.contracts.backbone.v1.DispatchResponse;
import io.outagelab.contracts.backbone.v1.ListHistoryRequest;
import io.outagelab.contracts.backbone.v1.ListHistoryResponse;
import io.outagelab.contracts.backbone.v1.PushRequest;
import io.outagelab.contracts.backbone.v1.PushResponse;
import io.outagelab.contracts.backbone.v1.RestoreRequest;
import io.outagelab.contracts.backbone.v1.RestoreResponse;
import io.outagelab.contracts.backbone.v1.RollbackRequest;
import io.outagelab.contracts.backbone.v1.RollbackResponse;
import io.outagelab.contracts.testbed.v1.Event;
import io.outagelab.core.Layer;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The operator's desk, for whoever tells the operator what to do. Every call is answered at once
 * without an event, then with the events that come of it, and ends with the one that ends it.
 */
public class ConfigEndpoint extends ConfigServiceGrpc.ConfigServiceImplBase {
  private final Cast cast;
  private final List<Follower<?>> followers = new CopyOnWriteArrayList<>();

  /** The desk of the operator whom this cast plays. */
  public ConfigEndpoint(Cast cast) {
    this.cast = cast;
    cast.listen(happening -> followers.forEach(follower -> follower.happened(happening)));
  }

  @Override
  public void push(PushRequest request, StreamObserver<PushResponse> responses) {
    follow(
        () -> InstructionMessages.read(request),
        Optional.of(request.getChange().getId()),
        Set.of("audit-refused", "push-refused", "push-finished"),
        PushResponse.getDefaultInstance(),
        event -> PushResponse.newBuilder().setEvent(event).build(),
        responses);
  }

  @Override
  public void rollback(RollbackRequest request, StreamObserver<RollbackResponse> responses) {
    follow(
        () -> InstructionMessages.read(request),
        named(request.getChangeId()),
        Set.of("rollback-refused", "rollback-finished"),
        RollbackResponse.getDefaultInstance(),
        event -> RollbackResponse.newBuilder().setEvent(event).build(),
        responses);
  }

  @Override
  public void dispatch(DispatchRequest request, StreamObserver<DispatchResponse> responses) {
    follow(
        () -> InstructionMessages.read(request),
        Optional.empty(),
        Set.of("dispatch-refused", "dispatch-finished"),
        DispatchResponse.getDefaultInstance(),
        event -> DispatchResponse.newBuilder().setEvent(event).build(),
        responses);
  }

  @Override
  public void restore(RestoreRequest request, StreamObserver<RestoreResponse> responses) {
    follow(
        () -> InstructionMessages.read(request),
        named(request.getChangeId()),
        Set.of("rollback-refused", "restore-finished"),
        RestoreResponse.getDefaultInstance(),
        event -> RestoreResponse.newBuilder().setEvent(event).build(),
        responses);
  }

  @Override
  public void audit(AuditRequest request, StreamObserver<AuditResponse> response) {
    Replies.send(
        response,
        () -> {
          ChangeDocument document = InstructionMessages.document(request.getChange());
          return cast.ask(now -> HistoryMessages.audit(controller(), document));
        });
  }

  @Override
  public void listHistory(
      ListHistoryRequest request, StreamObserver<ListHistoryResponse> response) {
    Replies.send(
        response,
        () ->
            cast.ask(now -> HistoryMessages.of(controller().history(), cast.assembled().scale())));
  }

  private Controller controller() {
    return cast.nodes().stream()
        .flatMap(node -> Machines.controller(node).stream())
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("the backbone plays no controller"));
  }

  private static Optional<String> named(String change) {
    return Optional.of(change).filter(id -> !id.isEmpty());
  }

  private <R> void follow(
      Supplier<OperatorInstruction> instruction,
      Optional<String> change,
      Set<String> endings,
      R taken,
      Function<Event, R> told,
      StreamObserver<R> responses) {
    Replies.understood(responses, () -> admitted(instruction))
        .ifPresent(
            what -> {
              Follower<R> follower =
                  new Follower<>(change, endings, told, (ServerCallStreamObserver<R>) responses);
              follower.stream.setOnCancelHandler(() -> followers.remove(follower));
              follower.stream.onNext(taken);
              followers.add(follower);
              cast.instruct(what);
            });
  }

  private OperatorInstruction admitted(Supplier<OperatorInstruction> instruction) {
    Replies.admit(followers.size());
    return instruction.get();
  }

  /** One who follows an instruction to its end. */
  private final class Follower<R> {
    private final Optional<String> change;
    private final Set<String> endings;
    private final Function<Event, R> told;
    private final ServerCallStreamObserver<R> stream;

    Follower(
        Optional<String> change,
        Set<String> endings,
        Function<Event, R> told,
        ServerCallStreamObserver<R> stream) {
      this.change = change;
      this.endings = endings;
      this.told = told;
      this.stream = stream;
    }

    void happened(Happening happening) {
      var event = happening.event();
      boolean concerns =
          event.layer() == Layer.OPERATOR && change.map(event.subject()::equals).orElse(true);
      if (!concerns || stream.isCancelled()) {
        return;
      }
      stream.onNext(told.apply(EventMessages.of(happening)));
      if (endings.contains(event.name())) {
        followers.remove(this);
        stream.onCompleted();
      }
    }
  }
}
