package io.outagelab.harness;

import io.outagelab.assembly.Network;
import io.outagelab.assembly.Stage;
import io.outagelab.core.Tick;
import io.outagelab.core.net.Endpoint;
import io.outagelab.core.net.IpAddress;
import io.outagelab.edge.Gate;
import io.outagelab.edge.SourcePlan;
import java.util.Optional;

/** The other processes of a lab, for one that hosts some of its nodes. */
public interface Neighbours {
  /** Where the questions of this process's nodes go out from. */
  SourcePlan sources();

  /** The address of the lab's node whose questions come from there; empty for a guest. */
  Optional<IpAddress> asker(Endpoint client);

  /** What carries calls between nodes, through this gate. */
  Network calls(Stage stage, Gate gate, Later later);

  /** Does something when its time has come, on the stage's thread. */
  interface Later {
    /** Does this at or soon after the tick. */
    void at(Tick tick, Runnable action);
  }
}
