package io.outagelab.console.serve;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.outagelab.core.LabConfigurationException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;

/** Metrics for Prometheus over HTTP, at {@code /metrics}. */
public final class MetricsEndpoint implements AutoCloseable {
  private static final String PATH = "/metrics";
  private static final int OK = 200;
  private static final int NOT_FOUND = 404;
  private static final int METHOD_NOT_ALLOWED = 405;

  private final HttpServer http;

  /**
   * Listens from now on.
   *
   * @param text what to show, in Prometheus's text format
   * @throws LabConfigurationException if the address cannot be bound
   */
  public MetricsEndpoint(InetSocketAddress listen, Supplier<String> text) {
    try {
      this.http = HttpServer.create(listen, 0);
    } catch (IOException e) {
      throw new LabConfigurationException(
          "metrics cannot be shown on %s (%s): --metrics takes an own address and a free port"
              .formatted(listen, e.getMessage()));
    }
    http.createContext(PATH, exchange -> answer(exchange, text));
    http.start();
  }

  private static void answer(HttpExchange exchange, Supplier<String> text) throws IOException {
    try (exchange) {
      if (!exchange.getRequestURI().getPath().equals(PATH)) {
        exchange.sendResponseHeaders(NOT_FOUND, -1);
      } else if (!exchange.getRequestMethod().equals("GET")) {
        exchange.sendResponseHeaders(METHOD_NOT_ALLOWED, -1);
      } else {
        byte[] body = text.get().getBytes(StandardCharsets.UTF_8);
        exchange
            .getResponseHeaders()
            .set("Content-Type", "text/plain; version=0.0.4; charset=utf-8");
        exchange.sendResponseHeaders(OK, body.length);
        exchange.getResponseBody().write(body);
      }
    }
  }

  @Override
  public void close() {
    http.stop(0);
  }
}
