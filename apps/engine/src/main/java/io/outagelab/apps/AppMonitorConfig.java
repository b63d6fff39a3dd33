package io.outagelab.apps;

import io.outagelab.core.dns.StubPolicy;
import io.outagelab.core.net.IpAddress;
import io.outagelab.core.rpc.Target;
import java.time.Duration;
import java.util.List;

/**
 * What a monitor watches.
 *
 * @param app the app's name, the subject of its events
 * @param self where the monitor stands in the network
 * @param target the app's front end
 * @param vantages through whose eyes it looks: one caller for each, at least one
 * @param interval how often it calls through each vantage
 * @param timeout how long one call may take, lookup included
 * @param window the checks of so long, and of each vantage at least the last, make up the state: a
 *     time, so that checks which take long count no more than those that don't
 * @param steady how long a better state must have lasted before it is reported; a worse one is
 *     reported at once
 */
public record AppMonitorConfig(
    String app,
    IpAddress self,
    Target target,
    List<StubPolicy> vantages,
    Duration interval,
    Duration timeout,
    Duration window,
    Duration steady) {
  /** Keeps its own copy; rejects what could never work. */
  public AppMonitorConfig {
    vantages = List.copyOf(vantages);
    String where = "monitor of " + app;
    Require.atLeastOne(where, "vantages", vantages.size());
    Require.positive(where, "interval", interval);
    Require.positive(where, "timeout", timeout);
    Require.positive(where, "window", window);
    Require.that(!steady.isNegative(), where, "steady", steady, "0 or longer");
  }

  /** A monitor that reports good news as quickly as bad. */
  public AppMonitorConfig(
      String app,
      IpAddress self,
      Target target,
      List<StubPolicy> vantages,
      Duration interval,
      Duration timeout,
      Duration window) {
    this(app, self, target, vantages, interval, timeout, window, Duration.ZERO);
  }
}
