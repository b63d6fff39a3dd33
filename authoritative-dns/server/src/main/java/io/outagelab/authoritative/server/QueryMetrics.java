package io.outagelab.authoritative.server;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.outagelab.authoritative.QueryCounts;
import io.outagelab.authoritative.QueryCounts.Series;
import io.outagelab.hosting.Cast;
import io.outagelab.shell.Hosted;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/**
 * What the name servers of a cast were asked and answered, with the label names of CoreDNS: {@code
 * outagelab_dns_requests_total} and {@code outagelab_dns_responses_total}.
 */
@Singleton
public final class QueryMetrics {
  private static final String IPV6 = "2";

  private final Hosted hosted;
  private final MeterRegistry registry;

  /** The metrics of this process's cast. */
  @Inject
  public QueryMetrics(Hosted hosted, MeterRegistry registry) {
    this.hosted = hosted;
    this.registry = registry;
  }

  void register(@Observes StartupEvent event) {
    hosted.cast().filter(cast -> !cast.queryCounts().isEmpty()).ifPresent(this::register);
  }

  /** Live labs are IPv4. */
  private void register(Cast cast) {
    String server = "dns://" + cast.dnsEndpoint();
    QueryCounts.requests().stream()
        .filter(series -> !IPV6.equals(series.labels().get("family")))
        .forEach(
            series ->
                register(
                    "outagelab.dns.requests",
                    "Queries by transport, family and type.",
                    server,
                    series,
                    cast));
    QueryCounts.responses()
        .forEach(
            series ->
                register(
                    "outagelab.dns.responses",
                    "Responses by the rcode in their header.",
                    server,
                    series,
                    cast));
  }

  /** A counter forgets whatever nobody else holds: it is given the cast, which lasts. */
  private void register(String name, String help, String server, Series series, Cast cast) {
    FunctionCounter.Builder<Cast> counter =
        FunctionCounter.builder(name, cast, played -> series.sum(played.queryCounts()))
            .description(help)
            .tag("server", server)
            .tag("zone", ".")
            .tag("view", "");
    series.labels().forEach(counter::tag);
    counter.register(registry);
  }
}
