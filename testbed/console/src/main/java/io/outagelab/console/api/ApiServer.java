package io.outagelab.console.api;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.outagelab.assembly.LabUnavailable;
import io.outagelab.core.Event;
import io.outagelab.core.LabConfigurationException;
import io.outagelab.harness.EventLog;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.function.Function;

/**
 * The HTTP API of a live lab and its status page, on the JDK's own server.
 *
 * <pre>
 * GET  /                                 a page for people
 * GET  /api/status                       what is true now
 * GET  /api/world                        what the lab is
 * GET  /api/events?from=N&amp;wait=SECONDS&amp;weight=story|detail|metric
 *                                        lines of JSON; waits for the first one
 * POST /api/instruct                     tells the operator what to do
 * POST /api/down                         stops the lab
 * </pre>
 *
 * <p>Reads are open to whoever reaches the port; writes need the operator token, see {@link
 * WriteGuard}. Bodies, waiting readers and open connections are bounded. What makes no sense is
 * answered with 400, what cannot be done now but may be later with 503.
 */
public final class ApiServer implements AutoCloseable {
  /** The port that people expect. */
  public static final int PORT = 8080;

  /** The header with the index at which the next page of events begins. */
  static final String NEXT = "Lab-Next";

  /** The header with the world time that a page of events reaches to at least. */
  static final String TIME = "Lab-Time";

  private static final int MAX_BODY = 64 * 1024;
  private static final int MAX_WAITING = 64;
  private static final Duration MAX_WAIT = Duration.ofSeconds(30);

  private final LabService lab;
  private final WriteGuard guard;
  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Semaphore waiting = new Semaphore(MAX_WAITING);
  private final Map<String, Route> routes = new LinkedHashMap<>();

  /** What a path answers to one method. */
  private record Route(String method, Function<HttpExchange, Answer> handler) {}

  private ApiServer(HttpServer server, LabService lab, String token) {
    this.server = server;
    this.lab = lab;
    this.guard = new WriteGuard(token);
    page("/", "page.html", "text/html; charset=utf-8");
    page("/page.css", "page.css", "text/css; charset=utf-8");
    page("/page.js", "page.js", "text/javascript; charset=utf-8");
    read("/api/status", exchange -> Answer.json(200, StatusJson.of(lab.status())));
    read("/api/world", exchange -> Answer.json(200, DescriptionJson.of(lab.description())));
    read("/api/events", this::events);
    write("/api/instruct", this::instruct);
    write("/api/down", exchange -> down());
  }

  /**
   * Serves a lab at this address, port 0 for any that is free.
   *
   * @throws LabConfigurationException if the port is taken
   */
  public static ApiServer start(InetSocketAddress address, LabService lab, String token) {
    limitSlowClients();
    try {
      HttpServer server = HttpServer.create(address, 0);
      ApiServer api = new ApiServer(server, lab, token);
      server.createContext("/", api::serve);
      server.setExecutor(api.threads);
      server.start();
      return api;
    } catch (BindException e) {
      throw new LabConfigurationException(
          "the console cannot listen on %s port %d (%s): free it or choose another with --port"
              .formatted(address.getHostString(), address.getPort(), e.getMessage()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The JDK's server has no limits of time unless these are set before the first one starts. */
  private static void limitSlowClients() {
    Properties properties = System.getProperties();
    properties.putIfAbsent("sun.net.httpserver.maxReqTime", "10");
    properties.putIfAbsent("sun.net.httpserver.maxRspTime", "60");
    properties.putIfAbsent("jdk.httpserver.maxConnections", "256");
  }

  /** Where it listens. */
  public InetSocketAddress address() {
    return server.getAddress();
  }

  /** Stops serving; answers under way have a moment to end. */
  @Override
  public void close() {
    threads.shutdownNow();
    server.stop(0);
  }

  private void read(String path, Function<HttpExchange, Answer> handler) {
    routes.put(path, new Route("GET", handler));
  }

  private void write(String path, Function<HttpExchange, Answer> handler) {
    routes.put(
        path,
        new Route(
            "POST",
            exchange -> guard.refusal(claims(exchange)).orElseGet(() -> handler.apply(exchange))));
  }

  private void page(String path, String resource, String type) {
    byte[] content;
    try (InputStream in = ApiServer.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException("no resource " + resource);
      }
      content = in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Answer answer =
        Answer.of(200, type, content)
            .with(
                "Content-Security-Policy",
                "default-src 'self'; img-src data:; frame-ancestors 'none'");
    read(path, exchange -> answer);
  }

  private void serve(HttpExchange exchange) throws IOException {
    Answer answer;
    try (exchange) {
      answer = answer(exchange);
      send(exchange, answer);
    }
    answer.afterwards().run();
  }

  private Answer answer(HttpExchange exchange) {
    Route route = routes.get(exchange.getRequestURI().getPath());
    if (route == null) {
      return Answer.error(
          404, "there is nothing here; there are " + String.join(", ", routes.keySet()));
    }
    if (!route.method().equals(exchange.getRequestMethod())) {
      return Answer.error(405, "this is for " + route.method()).with("Allow", route.method());
    }
    try {
      return route.handler().apply(exchange);
    } catch (MalformedJson | LabConfigurationException e) {
      return Answer.error(400, String.valueOf(e.getMessage()));
    } catch (LabUnavailable e) {
      return Answer.error(503, String.valueOf(e.getMessage()));
    }
  }

  private static void send(HttpExchange exchange, Answer answer) throws IOException {
    Headers headers = exchange.getResponseHeaders();
    headers.set("Content-Type", answer.type());
    headers.set("Cache-Control", "no-store");
    headers.set("X-Content-Type-Options", "nosniff");
    answer.headers().forEach(headers::set);
    exchange.sendResponseHeaders(
        answer.status(), answer.body().length == 0 ? -1 : answer.body().length);
    if (answer.body().length > 0) {
      exchange.getResponseBody().write(answer.body());
    }
  }

  private static WriteGuard.Claims claims(HttpExchange exchange) {
    Headers headers = exchange.getRequestHeaders();
    return new WriteGuard.Claims(
        Optional.ofNullable(headers.getFirst("Authorization")),
        Optional.ofNullable(headers.getFirst("Host")),
        Optional.ofNullable(headers.getFirst("Origin")),
        Optional.ofNullable(headers.getFirst("Sec-Fetch-Site")));
  }

  private Answer events(HttpExchange exchange) {
    Map<String, String> query = query(exchange);
    Event.Weight least =
        EventJson.constant(Event.Weight.class, query.getOrDefault("weight", "detail"));
    EventPage page = eventPage(from(query), wait(query));
    ByteArrayOutputStream lines = new ByteArrayOutputStream();
    for (EventLog.Numbered event : page.events()) {
      if (event.happening().event().weight().compareTo(least) <= 0) {
        lines.writeBytes(Json.line(EventJson.of(event)).getBytes(StandardCharsets.UTF_8));
        lines.write('\n');
      }
    }
    Map<String, String> headers =
        Map.of(NEXT, Long.toString(page.next()), TIME, page.time().toString());
    return Answer.of(200, "application/jsonl; charset=utf-8", lines.toByteArray()).with(headers);
  }

  /** Waits only while few others do: the rest get at once what there is. */
  private EventPage eventPage(long from, Duration wait) {
    if (wait.isZero() || !waiting.tryAcquire()) {
      return lab.events(from, Duration.ZERO);
    }
    try {
      return lab.events(from, wait);
    } finally {
      waiting.release();
    }
  }

  private Answer instruct(HttpExchange exchange) {
    Optional<String> body = body(exchange);
    if (body.isEmpty()) {
      return Answer.error(413, "an instruction has at most %d octets".formatted(MAX_BODY));
    }
    long next = lab.instruct(InstructionJson.parse(Json.parse(body.get())));
    return Answer.json(202, Json.object().put("next", next));
  }

  private Answer down() {
    return lab.stopper()
        .map(stop -> Answer.json(202, Json.object().put("stopping", true)).then(stop))
        .orElseGet(
            () ->
                Answer.error(
                    409,
                    "it runs as containers: stop it with './lab down' if './lab up' brought it up,"
                        + " else with 'docker compose down -v'"));
  }

  private static Optional<String> body(HttpExchange exchange) {
    try {
      byte[] octets = exchange.getRequestBody().readNBytes(MAX_BODY + 1);
      return octets.length > MAX_BODY
          ? Optional.empty()
          : Optional.of(new String(octets, StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new MalformedJson("the body cannot be read");
    }
  }

  private static Map<String, String> query(HttpExchange exchange) {
    Map<String, String> query = new TreeMap<>();
    String raw = Optional.ofNullable(exchange.getRequestURI().getQuery()).orElse("");
    for (String pair : raw.split("&", -1)) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        query.put(pair.substring(0, equals), pair.substring(equals + 1));
      }
    }
    return query;
  }

  private static long from(Map<String, String> query) {
    long from = Json.whole("from", query.getOrDefault("from", "0"));
    if (from < 0) {
      throw new MalformedJson("'from' is not negative: " + from);
    }
    return from;
  }

  private static Duration wait(Map<String, String> query) {
    String text = query.getOrDefault("wait", "0");
    if (!text.matches("[0-9]{1,6}([.][0-9]{1,3})?")) {
      throw new MalformedJson("'wait' is a number of seconds, not '%s'".formatted(text));
    }
    Duration wait = Duration.ofMillis((long) (Double.parseDouble(text) * 1_000));
    return wait.compareTo(MAX_WAIT) < 0 ? wait : MAX_WAIT;
  }
}
