package io.outagelab.console.command;

import io.outagelab.configpush.OperatorInstruction;
import io.outagelab.console.api.LabClient;
import io.outagelab.console.shell.ExitCode;
import io.outagelab.console.text.EventText;
import io.outagelab.core.Event;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** Tells the operator what to do and follows the lab until that has ended. */
final class Instructed {
  private static final Set<String> PUSH_ENDS =
      Set.of("audit-refused", "push-refused", "push-finished");
  private static final Set<String> ROLLBACK_ENDS = Set.of("rollback-refused", "rollback-finished");

  /** What means that it did not go the way it was meant to. */
  private static final List<String> BAD =
      List.of(
          "audit-refused",
          "push-refused",
          "rollout-stopped",
          "push-unconfirmed",
          "rollback-refused");

  private final LabCommand lab;

  Instructed(LabCommand lab) {
    this.lab = lab;
  }

  /** Has a change pushed; returns the exit code. */
  int push(LabClient client, OperatorInstruction.Push push) {
    Optional<String> change = Optional.of(push.document().id());
    return run(client, push, event -> isAbout(event, PUSH_ENDS, change));
  }

  /** Has a change taken back; returns the exit code. */
  int rollback(LabClient client, OperatorInstruction.Rollback rollback) {
    String via = rollback.via().label();
    return run(
        client,
        rollback,
        event ->
            isAbout(event, ROLLBACK_ENDS, rollback.change())
                && via.equals(event.attributes().getOrDefault("via", via)));
  }

  private static boolean isAbout(Event event, Set<String> names, Optional<String> change) {
    return names.contains(event.name())
        && change.filter(id -> !id.equals(event.subject())).isEmpty();
  }

  private int run(LabClient client, OperatorInstruction instruction, Predicate<Event> last) {
    long from = client.instruct(instruction);
    boolean[] wentBadly = new boolean[1];
    Follower follower =
        new Follower(
            (next, wait) -> client.events(next, wait, Event.Weight.STORY),
            lab.out(),
            new EventText(lab.paint()),
            lab.isJson(),
            Event.Weight.STORY,
            from);
    follower.follow(
        event -> {
          wentBadly[0] |= BAD.contains(event.name());
          return last.test(event);
        },
        () -> false);
    return wentBadly[0] ? ExitCode.REFUSED : ExitCode.OK;
  }
}
