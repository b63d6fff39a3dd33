package io.outagelab.console.command;

import io.outagelab.console.shell.CommandFailure;
import io.outagelab.console.state.LabRecord;
import io.outagelab.console.state.LabRecord.Life;
import io.outagelab.console.state.StateFolder;
import java.util.Optional;

/** Makes sure that there is one lab at a time. */
final class Claims {
  private Claims() {}

  /**
   * Holds the state folder for a lab that is about to come up.
   *
   * @throws CommandFailure if one is up: a process that holds it, or containers, which hold nothing
   */
  static StateFolder.Claim claim(StateFolder state) {
    Optional<LabRecord> record = state.record();
    if (record.filter(up -> up.life() instanceof Life.InContainers && up.isUp()).isPresent()) {
      throw refusal(record);
    }
    return state.claim().orElseThrow(() -> refusal(record));
  }

  private static CommandFailure refusal(Optional<LabRecord> record) {
    return CommandFailure.invalid(
        "a lab is up already%s: stop it with './lab down'"
            .formatted(record.map(up -> " (%s, %s)".formatted(up.world(), up.shape())).orElse("")));
  }
}
