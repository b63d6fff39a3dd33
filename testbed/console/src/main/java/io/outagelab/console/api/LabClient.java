package io.outagelab.console.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.outagelab.assembly.LabUnavailable;
import io.outagelab.configpush.OperatorInstruction;
import io.outagelab.core.Event;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Talks to the API of a lab.
 *
 * <p>Every method throws {@link LabUnavailable} if nothing answers there, or nothing that is a lab,
 * or the lab cannot do now what is asked; {@link Refused} if it will not.
 */
public final class LabClient implements LabAccess {
  private static final int CONNECT_MILLIS = 2_000;
  private static final int READ_MILLIS = 10_000;

  /** An instruction waits so long for the operator, who may be about to return. */
  private static final Duration OPERATOR = Duration.ofSeconds(30);

  private final String host;
  private final int port;
  private final Optional<String> token;

  /** A client of the lab at this address; without a token it can only read. */
  public LabClient(InetSocketAddress address, Optional<String> token) {
    this.host = address.getHostString();
    this.port = address.getPort();
    this.token = token;
  }

  /** The lab will not do what was asked; the message is its own. */
  public static final class Refused extends RuntimeException {
    private final int status;

    /** With the HTTP status and the whole message. */
    public Refused(int status, String message) {
      super(message);
      this.status = status;
    }

    /** The HTTP status. */
    public int status() {
      return status;
    }
  }

  private record Reply(String body, String next, String time) {}

  /** The address as {@code host:port}. */
  public String address() {
    return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
  }

  @Override
  public LabDescription description() {
    Reply reply = get("/api/world", Duration.ZERO);
    return understood(() -> DescriptionJson.parse(Json.parse(reply.body())));
  }

  /** What is true now, as JSON. */
  public ObjectNode status() {
    Reply reply = get("/api/status", Duration.ZERO);
    return understood(() -> Json.parse(reply.body()));
  }

  @Override
  public EventPage events(long from, Duration wait) {
    return events(from, wait, Event.Weight.METRIC);
  }

  /** The events from this index on that matter at least so much; waits for the first. */
  public EventPage events(long from, Duration wait, Event.Weight least) {
    Duration asked = wait.isNegative() ? Duration.ZERO : wait;
    String path =
        "/api/events?from=%d&wait=%s&weight=%s"
            .formatted(
                from,
                BigDecimal.valueOf(asked.toMillis(), 3).toPlainString(),
                least.name().toLowerCase(Locale.ROOT));
    Reply reply = get(path, asked);
    return understood(
        () ->
            new EventPage(
                reply.body().lines().map(line -> EventJson.parse(Json.parse(line))).toList(),
                Json.whole(ApiServer.NEXT, reply.next()),
                EventJson.duration(reply.time())));
  }

  @Override
  public long instruct(OperatorInstruction instruction) {
    String body = Json.line(InstructionJson.of(instruction));
    Reply reply = post("/api/instruct", body, OPERATOR);
    return understood(() -> Json.number(Json.parse(reply.body()), "next"));
  }

  /** Asks the lab to stop. */
  public void down() {
    post("/api/down", "", Duration.ZERO);
  }

  private Reply get(String path, Duration wait) {
    return exchange("GET", path, Optional.empty(), wait);
  }

  private Reply post(String path, String body, Duration wait) {
    return exchange("POST", path, Optional.of(body), wait);
  }

  private Reply exchange(String method, String path, Optional<String> body, Duration wait) {
    try {
      HttpURLConnection connection = open(path);
      connection.setRequestMethod(method);
      connection.setConnectTimeout(CONNECT_MILLIS);
      connection.setReadTimeout(READ_MILLIS + Math.toIntExact(wait.toMillis()));
      connection.setInstanceFollowRedirects(false);
      if (body.isPresent()) {
        byte[] octets = body.get().getBytes(StandardCharsets.UTF_8);
        token.ifPresent(t -> connection.setRequestProperty("Authorization", "Bearer " + t));
        connection.setDoOutput(true);
        // Else the JDK sends a request again whose connection broke: a change would go out twice.
        connection.setFixedLengthStreamingMode(octets.length);
        connection.getOutputStream().write(octets);
      }
      return read(connection);
    } catch (IOException e) {
      throw new LabUnavailable("no lab answers at %s: %s".formatted(address(), reason(e)));
    }
  }

  private HttpURLConnection open(String path) throws IOException {
    URI uri = URI.create("http://" + address() + path);
    if (uri.toURL().openConnection(Proxy.NO_PROXY) instanceof HttpURLConnection connection) {
      return connection;
    }
    throw new IllegalStateException("the JDK opens no HTTP connection for " + uri);
  }

  private Reply read(HttpURLConnection connection) throws IOException {
    int status = connection.getResponseCode();
    if (status == HttpURLConnection.HTTP_UNAUTHORIZED) {
      // The JDK keeps the body of this answer to itself.
      throw new Refused(status, "it wants its operator's token: set LAB_TOKEN");
    }
    if (status >= 400) {
      String body = text(connection.getErrorStream());
      String error = understood(() -> Json.text(Json.parse(body), "error"));
      throw status == HttpURLConnection.HTTP_UNAVAILABLE
          ? new LabUnavailable(error)
          : new Refused(status, error);
    }
    return new Reply(
        text(connection.getInputStream()),
        header(connection, ApiServer.NEXT),
        header(connection, ApiServer.TIME));
  }

  private static String header(HttpURLConnection connection, String name) {
    return Objects.requireNonNullElse(connection.getHeaderField(name), "");
  }

  private static String text(@Nullable InputStream in) throws IOException {
    if (in == null) {
      return "";
    }
    try (in) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private <T> T understood(Supplier<T> reading) {
    try {
      return reading.get();
    } catch (MalformedJson e) {
      throw new LabUnavailable("what answers at %s is not a lab".formatted(address()));
    }
  }

  private static String reason(IOException e) {
    return Objects.requireNonNullElse(e.getMessage(), e.getClass().getSimpleName());
  }
}
