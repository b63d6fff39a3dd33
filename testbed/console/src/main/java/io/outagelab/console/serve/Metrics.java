package io.outagelab.console.serve;

import io.outagelab.core.net.Transport;
import java.util.List;
import java.util.Locale;
import java.util.function.ToLongFunction;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Type;

/**
 * What a name server has done, as Prometheus reads it: with the label names of CoreDNS, so that
 * dashboards made for the one fit the other.
 */
final class Metrics {
  private static final String PREFIX = "outagelab_dns_";
  private static final String OTHER = "other";

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
    metrics.requests(counts);
    metrics.responses(counts);
    metrics.head("panics_total", "counter", "Exchanges dropped because the server failed.");
    metrics.line("panics_total", "", failures);
    metrics.head("zones", "gauge", "Zones that are served.");
    metrics.line("zones", "", zones);
    return metrics.text.toString();
  }

  private void requests(List<QueryCounts> counts) {
    head("requests_total", "counter", "Queries by transport, family and type.");
    for (Transport transport : Transport.values()) {
      for (boolean ipv6 : new boolean[] {false, true}) {
        for (int type = 0; type <= QueryCounts.TYPES.length; type++) {
          int place = type;
          long sum = sum(counts, one -> one.asked(transport, ipv6, place));
          if (sum > 0) {
            line(
                "requests_total",
                ",proto=\"%s\",family=\"%s\",type=\"%s\""
                    .formatted(
                        transport.name().toLowerCase(Locale.ROOT), ipv6 ? "2" : "1", name(type)),
                sum);
          }
        }
      }
    }
  }

  private static String name(int type) {
    return type == QueryCounts.TYPES.length ? OTHER : Type.string(QueryCounts.TYPES[type]);
  }

  private void responses(List<QueryCounts> counts) {
    head("responses_total", "counter", "Responses by the rcode in their header.");
    for (int rcode = 0; rcode < QueryCounts.RCODES; rcode++) {
      int place = rcode;
      long sum = sum(counts, one -> one.answered(place));
      if (sum > 0) {
        line("responses_total", ",rcode=\"%s\"".formatted(rcode(rcode)), sum);
      }
    }
  }

  /** A header holds the last four bits of BADCOOKIE alone; what else they say is of updates. */
  private static String rcode(int number) {
    return Rcode.string(
        number == (Rcode.BADCOOKIE & (QueryCounts.RCODES - 1)) ? Rcode.BADCOOKIE : number);
  }

  private static long sum(List<QueryCounts> counts, ToLongFunction<QueryCounts> of) {
    return counts.stream().mapToLong(of).sum();
  }

  private void head(String name, String type, String help) {
    text.append("# HELP %1$s%2$s %3$s%n# TYPE %1$s%2$s %4$s%n".formatted(PREFIX, name, help, type));
  }

  private void line(String name, String labels, long value) {
    text.append("%s%s{%s%s} %d%n".formatted(PREFIX, name, server, labels, value));
  }
}
