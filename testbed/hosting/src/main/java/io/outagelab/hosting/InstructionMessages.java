package io.outagelab.hosting;

import io.outagelab.configpush.ChangeDocument;
import io.outagelab.configpush.OperatorInstruction.Dispatch;
import io.outagelab.configpush.OperatorInstruction.Push;
import io.outagelab.configpush.OperatorInstruction.Restore;
import io.outagelab.configpush.OperatorInstruction.Rollback;
import io.outagelab.configpush.Rollout;
import io.outagelab.configpush.Selector;
import io.outagelab.contracts.backbone.v1.Canary;
import io.outagelab.contracts.backbone.v1.DispatchRequest;
import io.outagelab.contracts.backbone.v1.PlaneSelector;
import io.outagelab.contracts.backbone.v1.PushRequest;
import io.outagelab.contracts.backbone.v1.RestoreRequest;
import io.outagelab.contracts.backbone.v1.RollbackRequest;
import io.outagelab.contracts.backbone.v1.SiteSelector;
import io.outagelab.contracts.backbone.v1.Via;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** Instructions to the operator as messages, and back. Durations are the lab's own, compressed. */
final class InstructionMessages {
  private static final Duration USUAL_BAKE = Duration.ofSeconds(10);
  private static final Duration LONGEST_BAKE = Duration.ofDays(1);

  private InstructionMessages() {}

  static PushRequest of(Push push) {
    PushRequest.Builder message =
        PushRequest.newBuilder().setChange(of(push.document())).setSkipAudit(!push.audited());
    if (push.rollout() instanceof Rollout.Canary(Duration bake)) {
      message.setCanary(Canary.newBuilder().setBake(Durations.of(bake)));
    }
    push.confirmWithin().ifPresent(within -> message.setConfirmWithin(Durations.of(within)));
    return message.build();
  }

  static RollbackRequest of(Rollback rollback) {
    return RollbackRequest.newBuilder()
        .setChangeId(rollback.change().orElse(""))
        .setVia(Via.valueOf("VIA_" + rollback.via().name()))
        .setSkipTravel(rollback.skipTravel())
        .build();
  }

  static DispatchRequest of(Dispatch dispatch) {
    return DispatchRequest.newBuilder().setSites(sites(dispatch.sites())).build();
  }

  static RestoreRequest of(Restore restore) {
    return RestoreRequest.newBuilder()
        .setChangeId(restore.change().orElse(""))
        .setAllAtOnce(!restore.staged())
        .build();
  }

  /** The message of a change. */
  static io.outagelab.contracts.backbone.v1.ChangeDocument of(ChangeDocument document) {
    return io.outagelab.contracts.backbone.v1.ChangeDocument.newBuilder()
        .setId(document.id())
        .setAuthor(document.author())
        .setReason(document.reason())
        .setPlanes(
            switch (document.planes()) {
              case Selector.All<Integer> all -> PlaneSelector.newBuilder().setAll(true);
              case Selector.Only<Integer> only ->
                  PlaneSelector.newBuilder().addAllOnly(only.chosen());
            })
        .setSites(sites(document.sites()))
        .putAllSettings(document.settings())
        .build();
  }

  private static SiteSelector sites(Selector<String> sites) {
    return switch (sites) {
      case Selector.All<String> all -> SiteSelector.newBuilder().setAll(true).build();
      case Selector.Only<String> only ->
          SiteSelector.newBuilder().addAllOnly(only.chosen()).build();
    };
  }

  /**
   * The push that a message asks for.
   *
   * @throws IllegalArgumentException if it makes none
   */
  static Push read(PushRequest message) {
    Rollout rollout =
        message.hasCanary()
            ? new Rollout.Canary(bake(message.getCanary()))
            : new Rollout.AllAtOnce();
    return new Push(
        document(message.getChange()),
        !message.getSkipAudit(),
        rollout,
        message.hasConfirmWithin()
            ? Optional.of(Durations.read(message.getConfirmWithin()))
            : Optional.empty());
  }

  private static Duration bake(Canary canary) {
    Duration bake = canary.hasBake() ? Durations.read(canary.getBake()) : USUAL_BAKE;
    if (bake.compareTo(LONGEST_BAKE) > 0) {
      throw new IllegalArgumentException("a canary bakes for at most a day, not " + bake);
    }
    return bake;
  }

  /**
   * The change that a message describes.
   *
   * @throws IllegalArgumentException if it describes none
   */
  static ChangeDocument document(io.outagelab.contracts.backbone.v1.ChangeDocument message) {
    return new ChangeDocument(
        message.getId(),
        message.getAuthor(),
        message.getReason(),
        selector("planes", message.getPlanes().getAll(), message.getPlanes().getOnlyList()),
        sites(message.getSites()),
        new TreeMap<>(message.getSettingsMap()));
  }

  static Rollback read(RollbackRequest message) {
    return new Rollback(
        change(message.getChangeId()),
        switch (message.getVia()) {
          case VIA_OUT_OF_BAND -> io.outagelab.configpush.Via.OUT_OF_BAND;
          case VIA_ON_SITE -> io.outagelab.configpush.Via.ON_SITE;
          case VIA_IN_BAND, VIA_UNSPECIFIED -> io.outagelab.configpush.Via.IN_BAND;
          case UNRECOGNIZED ->
              throw new IllegalArgumentException(
                  "via: %d is no way".formatted(message.getViaValue()));
        },
        message.getSkipTravel());
  }

  static Dispatch read(DispatchRequest message) {
    return new Dispatch(sites(message.getSites()));
  }

  static Restore read(RestoreRequest message) {
    return new Restore(change(message.getChangeId()), !message.getAllAtOnce());
  }

  private static Optional<String> change(String id) {
    return Optional.of(id).filter(given -> !given.isEmpty());
  }

  private static Selector<String> sites(SiteSelector message) {
    return selector("sites", message.getAll(), message.getOnlyList());
  }

  private static <T> Selector<T> selector(String what, boolean all, List<T> only) {
    if (all != only.isEmpty()) {
      throw new IllegalArgumentException("%s: all, or at least one".formatted(what));
    }
    return all ? Selector.all() : Selector.only(only);
  }
}
