package io.outagelab.console.serve;

import io.outagelab.authoritative.QueryCounts;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What a name server has done, as Prometheus reads it: with the label names of CoreDNS, so that
 * dashboards made for the one fit the other.
 */
final class Metrics {
  private static final String PREFIX = "outagelab_dns_";

  private final String server;
  private final StringBuilder text = new StringBuilder();

  /** Of the server that listens there. */
  private Metrics(String listen) {
    this.server = "server=\"dns://%s\",zone=\".\",view=\"\"".formatted(listen);
  }

  /**
   * The text of all metrics.
   *
   * @param listen the address and port of the server
   * @param counts of all its threads
   * @param zones how many zones it serves
   * @param failures how many exchanges were dropped because the server failed
   */
  static String text(String listen, List<QueryCounts> counts, int zones, long failures) {
    Metrics metrics = new Metrics(listen);
    metrics.counters(
        "requests_total", "Queries by transport, family and type.", QueryCounts.requests(), counts);
    metrics.counters(
        "responses_total",
        "Responses by the rcode in their header.",
        QueryCounts.responses(),
        counts);
    metrics.head("panics_total", "counter", "Exchanges dropped because the server failed.");
    metrics.line("panics_total", "", failures);
    metrics.head("zones", "gauge", "Zones that are served.");
    metrics.line("zones", "", zones);
    return metrics.text.toString();
  }

  private void counters(
      String name, String help, List<QueryCounts.Series> all, List<QueryCounts> counts) {
    head(name, "counter", help);
    for (QueryCounts.Series series : all) {
      long sum = series.sum(counts);
      if (sum > 0) {
        line(
            name,
            series.labels().entrySet().stream()
                .map(label -> ",%s=\"%s\"".formatted(label.getKey(), label.getValue()))
                .collect(Collectors.joining()),
            sum);
      }
    }
  }

  private void head(String name, String type, String help) {
    text.append("# HELP %1$s%2$s %3$s%n# TYPE %1$s%2$s %4$s%n".formatted(PREFIX, name, help, type));
  }

  private void line(String name, String labels, long value) {
    text.append("%s%s{%s%s} %d%n".formatted(PREFIX, name, server, labels, value));
  }
}
