package io.outagelab.core.rpc;

import io.outagelab.core.net.Endpoint;
import org.xbill.DNS.Name;

/** Where a call goes. */
public sealed interface Target {
  /** To whatever address the name has now. */
  record Named(Name name, int port) implements Target {}

  /** To this address, whatever names do. */
  record At(Endpoint endpoint) implements Target {}
}
