package io.outagelab.apps;

import io.outagelab.core.dns.StubPolicy;
import io.outagelab.core.net.IpAddress;
import java.time.Duration;
import java.util.List;
import org.xbill.DNS.Name;

/**
 * What a prober watches.
 *
 * @param resolver the resolver's name, as events show it
 * @param self where the prober stands: at the resolver's site
 * @param stub how it asks; it never caches, whatever this says
 * @param names the watched names, absolute
 * @param interval how often each name is asked for
 */
public record NameProberConfig(
    String resolver, IpAddress self, StubPolicy stub, List<Name> names, Duration interval) {
  /** Keeps its own copies; rejects what could never work. */
  public NameProberConfig {
    names = List.copyOf(names);
    stub = new StubPolicy(stub.servers(), stub.timeout(), stub.attempts(), false);
    Require.positive("prober at " + resolver, "interval", interval);
  }
}
