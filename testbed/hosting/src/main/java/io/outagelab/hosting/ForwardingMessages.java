package io.outagelab.hosting;

import io.outagelab.backbone.ForwardingTable;
import io.outagelab.contracts.backbone.v1.ForwardingEntry;
import io.outagelab.contracts.backbone.v1.WatchForwardingResponse;
import io.outagelab.core.net.Forwarding;
import io.outagelab.core.net.IpAddress;
import io.outagelab.core.net.Prefix;
import io.outagelab.core.net.PrefixTable;
import io.outagelab.core.net.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Forwarding tables as messages, and back. */
final class ForwardingMessages {
  private static final int SILENT = -1;
  private static final int UNREACHABLE = -2;

  private ForwardingMessages() {}

  /** The message of a table. */
  static WatchForwardingResponse of(ForwardingTable table) {
    Map<String, Integer> places = places(table.sites());
    WatchForwardingResponse.Builder message =
        WatchForwardingResponse.newBuilder().setVersion(table.version()).addAllSites(table.sites());
    table
        .entries()
        .forEach(
            (prefix, verdicts) -> {
              ForwardingEntry.Builder entry =
                  ForwardingEntry.newBuilder().setPrefix(prefix.toString());
              for (Verdict verdict : verdicts) {
                switch (verdict) {
                  case Verdict.Deliver(String site, Duration latency) ->
                      entry
                          .addVerdicts(places.getOrDefault(site, SILENT))
                          .addLatenciesNanos(latency.toNanos());
                  case Verdict.Silent() -> entry.addVerdicts(SILENT).addLatenciesNanos(0);
                  case Verdict.Unreachable() -> entry.addVerdicts(UNREACHABLE).addLatenciesNanos(0);
                }
              }
              message.addEntries(entry);
            });
    return message.build();
  }

  private static Map<String, Integer> places(List<String> sites) {
    Map<String, Integer> places = new HashMap<>();
    sites.forEach(site -> places.put(site, places.size()));
    return places;
  }

  /** The forwarding that a message tells of. */
  static Forwarding read(WatchForwardingResponse message) {
    List<String> sites = List.copyOf(message.getSitesList());
    PrefixTable<List<Verdict>> verdicts = new PrefixTable<>();
    for (ForwardingEntry entry : message.getEntriesList()) {
      List<Verdict> row = new ArrayList<>(sites.size());
      for (int i = 0; i < entry.getVerdictsCount(); i++) {
        int code = entry.getVerdicts(i);
        row.add(
            switch (code) {
              case SILENT -> Verdict.SILENT;
              case UNREACHABLE -> Verdict.UNREACHABLE;
              default ->
                  new Verdict.Deliver(
                      sites.get(code), Duration.ofNanos(entry.getLatenciesNanos(i)));
            });
      }
      verdicts.put(Prefix.of(entry.getPrefix()), row);
    }
    return new Received(message.getVersion(), places(sites), verdicts);
  }

  private record Received(
      long version, Map<String, Integer> places, PrefixTable<List<Verdict>> verdicts)
      implements Forwarding {
    @Override
    public Verdict verdict(String site, IpAddress destination) {
      Integer place = places.get(site);
      return place == null
          ? Verdict.UNREACHABLE
          : verdicts
              .lookup(destination)
              .map(match -> match.value().get(place))
              .orElse(Verdict.UNREACHABLE);
    }
  }
}
