package io.outagelab.edge;

import io.outagelab.core.net.Endpoint;
import java.util.Optional;

/** Where the questions of this process go out from. */
@FunctionalInterface
public interface SourcePlan {
  /** What the asker drew; if that is taken, its address and a port of the kernel's choice. */
  SourcePlan AS_DRAWN =
      (drawn, attempt) ->
          switch (attempt) {
            case 0 -> Optional.of(drawn);
            case 1 -> Optional.of(new Endpoint(drawn.address(), 0));
            default -> Optional.empty();
          };

  /**
   * The endpoint to try.
   *
   * @param drawn what the asker drew: its own address and a port
   * @param attempt counted from 0
   * @return empty when there is nothing more to try; port 0 is one of the kernel's choice
   */
  Optional<Endpoint> source(Endpoint drawn, int attempt);
}
