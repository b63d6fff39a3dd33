package io.outagelab.drills.run;

import io.outagelab.assembly.Instructions;
import io.outagelab.assembly.Lab;
import io.outagelab.configpush.OperatorInstruction;
import io.outagelab.configpush.Selector;
import io.outagelab.drills.language.Action;
import io.outagelab.drills.language.Choice;

/** Turns a drill's actions into instructions to the operator. */
final class Orders {
  private Orders() {}

  /** The instruction for this action, in this lab. */
  static OperatorInstruction of(Action action, Lab lab) {
    return switch (action) {
      case Action.Push push ->
          Instructions.push(lab.world(), lab.scale(), push.file(), push.audited(), push.rollout());
      case Action.Rollback rollback ->
          new OperatorInstruction.Rollback(
              rollback.change(), rollback.via(), rollback.skipTravel());
      case Action.OnSite onSite -> new OperatorInstruction.Dispatch(sites(onSite.sites()));
      case Action.Restore restore ->
          new OperatorInstruction.Restore(restore.change(), restore.staged());
    };
  }

  private static Selector<String> sites(Choice sites) {
    return sites instanceof Choice.These these
        ? new Selector.Only<>(these.names())
        : new Selector.All<>();
  }
}
