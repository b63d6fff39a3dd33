package io.outagelab.console.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.outagelab.assembly.LabUnavailable;
import io.outagelab.assembly.Mode;
import io.outagelab.configpush.OperatorInstruction.Rollback;
import io.outagelab.configpush.Via;
import io.outagelab.core.LabConfigurationException;
import io.outagelab.core.Layer;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Speaks HTTP by hand, so that it can say what no client library would. */
class ApiServerTest {
  private static final String AUTHORIZED = "Authorization: Bearer " + FakeLab.TOKEN;
  private static final String ROLLBACK = "{\"instruction\": \"rollback\", \"via\": \"in-band\"}";

  private FakeLab lab = new FakeLab();

  @AfterEach
  void close() {
    lab.close();
  }

  private record Response(int status, String head, String body) {
    JsonNode json() {
      return Json.parse(body);
    }
  }

  private Response request(String method, String path, String body, String... headers)
      throws IOException {
    boolean hasHost = List.of(headers).stream().anyMatch(h -> h.startsWith("Host:"));
    StringBuilder request = new StringBuilder("%s %s HTTP/1.1\r\n".formatted(method, path));
    for (String header : headers) {
      request.append(header).append("\r\n");
    }
    request.append(hasHost ? "" : "Host: " + lab.address() + "\r\n");
    request.append("Connection: close\r\nContent-Length: ").append(body.length());
    request.append("\r\n\r\n").append(body);
    int port = Integer.parseInt(lab.address().substring(lab.address().indexOf(':') + 1));
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.getOutputStream().write(request.toString().getBytes(StandardCharsets.UTF_8));
      String all =
          new String(
              new DataInputStream(socket.getInputStream()).readAllBytes(), StandardCharsets.UTF_8);
      int end = all.indexOf("\r\n\r\n");
      return new Response(
          Integer.parseInt(all.substring(9, 12)), all.substring(0, end), all.substring(end + 4));
    }
  }

  private Response get(String path) throws IOException {
    return request("GET", path, "");
  }

  @Test
  void tellsTheStatusInThePromisedShape() throws IOException {
    JsonNode status = get("/api/status").json();

    assertThat(names(status))
        .containsExactly(
            "world",
            "mode",
            "time",
            "compression",
            "mitigations",
            "layers",
            "resolvers",
            "apps",
            "doors",
            "tools");
    assertThat(status.path("world").asText()).isEqualTo("tiny");
    assertThat(status.path("mode").asText()).isEqualTo("embedded");
    assertThat(status.path("time").asText()).isEqualTo("PT5M");
    JsonNode layers = status.path("layers");
    assertThat(names(layers)).containsExactly("backbone", "bgp", "dns");
    assertThat(names(layers.path("backbone"))).contains("linksUp", "linksTotal", "sitesIsolated");
    assertThat(names(layers.path("bgp")))
        .containsExactly("prefixesAnnounced", "prefixesTotal", "withdrawn");
    assertThat(names(layers.path("dns").path("sites").path(0)))
        .contains("name", "address", "announcing", "healthy");
    assertThat(status.path("resolvers").path(0).path("names").path("www.example").asText())
        .isEqualTo("unknown");
    assertThat(names(status.path("apps").path(0))).contains("name", "state", "successRatio");
  }

  private static List<String> names(JsonNode object) {
    return object.properties().stream().map(Map.Entry::getKey).toList();
  }

  @Test
  void describesTheLab() throws IOException {
    JsonNode world = get("/api/world").json();

    assertThat(DescriptionJson.parse(world)).isEqualTo(lab.description());
  }

  @Test
  void handsOutEventsAsLinesFromAnIndexOn() throws IOException {
    lab.observe(Told.story(Layer.BACKBONE, "plane-down", "plane-1"));
    lab.observe(Told.metric("cohort-report"));
    lab.observe(Told.story(Layer.BGP, "route-lost", "192.0.2.0/25"));

    Response fromStart = get("/api/events");
    Response fromOne = get("/api/events?from=1&weight=metric");

    assertThat(fromStart.body().lines()).hasSize(2);
    assertThat(fromStart.head()).containsIgnoringCase("Lab-Next: 3");
    assertThat(fromOne.body().lines().map(line -> Json.parse(line).path("index").asInt()))
        .containsExactly(1, 2);
    assertThat(fromOne.head()).containsIgnoringCase("Lab-Time: PT5M");
  }

  @ParameterizedTest
  @ValueSource(strings = {"from=x", "from=-1", "wait=soon", "wait=-1", "weight=heavy"})
  void refusesMalformedQueries(String query) throws IOException {
    Response response = get("/api/events?" + query);

    assertThat(response.status()).isEqualTo(400);
    assertThat(response.json().path("error").asText()).isNotBlank();
  }

  @Test
  void servesAPageThatNeedsNothingFromElsewhere() throws IOException {
    Response page = get("/");

    assertThat(page.status()).isEqualTo(200);
    assertThat(page.head()).containsIgnoringCase("Content-Security-Policy: default-src 'self'");
    assertThat(page.body() + get("/page.js").body() + get("/page.css").body())
        .doesNotContain("http://", "https://", "innerHTML");
  }

  @Test
  void knowsNoOtherPath() throws IOException {
    assertThat(get("/api/secrets").status()).isEqualTo(404);
    assertThat(get("/../etc/passwd").status()).isEqualTo(404);
  }

  @Test
  void namesTheMethodThatAPathIsFor() throws IOException {
    Response response = get("/api/instruct");

    assertThat(response.status()).isEqualTo(405);
    assertThat(response.head()).containsIgnoringCase("Allow: POST");
  }

  @Test
  void takesInstructionsFromTheOperator() throws IOException {
    Response response = request("POST", "/api/instruct", ROLLBACK, AUTHORIZED);

    assertThat(response.status()).isEqualTo(202);
    assertThat(lab.instructions())
        .containsExactly(new Rollback(Optional.empty(), Via.IN_BAND, false));
  }

  @Test
  void wantsTheTokenForWrites() throws IOException {
    assertThat(request("POST", "/api/instruct", ROLLBACK).status()).isEqualTo(401);
    assertThat(request("POST", "/api/down", "", "Authorization: Bearer wrong").status())
        .isEqualTo(401);
    assertThat(request("POST", "/api/down", "", "Authorization: " + FakeLab.TOKEN).status())
        .isEqualTo(401);
    assertThat(lab.instructions()).isEmpty();
    assertThat(lab.isStopped()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Origin: http://evil.example",
        "Origin: null",
        "Sec-Fetch-Site: cross-site",
        "Sec-Fetch-Site: same-site",
        "Host: rebound.example:8080",
        "Host: ",
      })
  void refusesWritesOfOtherOriginsEvenWithTheToken(String header) throws IOException {
    Response response = request("POST", "/api/down", "", AUTHORIZED, header);

    assertThat(response.status()).isIn(400, 403);
    assertThat(lab.isStopped()).isFalse();
  }

  @Test
  void takesWritesOfItsOwnOrigin() throws Exception {
    Response response =
        request("POST", "/api/down", "", AUTHORIZED, "Origin: http://" + lab.address());

    assertThat(response.status()).isEqualTo(202);
    assertThat(lab.awaitStop()).isTrue();
  }

  @Test
  void saysThatALabOfContainersIsStoppedFromOutside() throws IOException {
    lab.close();
    lab = new FakeLab(Mode.COMPOSE, Path.of("/lab/worlds/tiny/world.yaml"), 0);

    Response response = request("POST", "/api/down", "", AUTHORIZED);

    assertThat(response.status()).isEqualTo(409);
    assertThat(response.json().path("error").asText()).contains("docker compose down");
  }

  @Test
  void saysWhatIsWrongWithABody() throws IOException {
    Response response = request("POST", "/api/instruct", "{\"instruction\": \"x\"}", AUTHORIZED);

    assertThat(response.status()).isEqualTo(400);
    assertThat(response.json().path("error").asText()).contains("push, rollback, dispatch");
  }

  @Test
  void passesOnWhatTheOperatorRefuses() throws IOException {
    lab.react(
        any -> {
          throw new LabConfigurationException("the backbone refuses it: there is no plane 99");
        });

    Response response = request("POST", "/api/instruct", ROLLBACK, AUTHORIZED);

    assertThat(response.status()).isEqualTo(400);
    assertThat(response.json().path("error").asText()).endsWith("there is no plane 99");
  }

  @Test
  void saysThatTheOperatorCannotBeToldNow() throws IOException {
    lab.react(
        any -> {
          throw new LabUnavailable("the backbone does not answer");
        });

    Response response = request("POST", "/api/instruct", ROLLBACK, AUTHORIZED);

    assertThat(response.status()).isEqualTo(503);
    assertThat(response.json().path("error").asText()).isEqualTo("the backbone does not answer");
  }

  @Test
  void takesNoBodyWithoutBound() throws IOException {
    Response response = request("POST", "/api/instruct", " ".repeat(65 * 1024), AUTHORIZED);

    assertThat(response.status()).isEqualTo(413);
  }
}
