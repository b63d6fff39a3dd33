package io.outagelab.hosting;

import io.outagelab.core.net.Packet;
import io.outagelab.core.net.Payload;
import io.outagelab.world.Placement.Container;
import java.util.function.Consumer;

/** Carries calls to nodes in other containers. */
public interface CallCarrier {
  /**
   * Sends a request.
   *
   * @param container where the node that it is for plays
   * @param fromSite where the caller stands
   * @param toSite where that node stands: the caller's gate has decided
   * @param answered told of the response, on any thread; never, if none comes
   */
  void call(
      Container container,
      Packet request,
      String fromSite,
      String toSite,
      Consumer<Payload.Response> answered);
}
