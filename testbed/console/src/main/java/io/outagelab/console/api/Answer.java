package io.outagelab.console.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * What the API answers to one request.
 *
 * @param afterwards what is done once it is sent
 */
record Answer(
    int status, String type, byte[] body, Map<String, String> headers, Runnable afterwards) {
  private static final String JSON = "application/json; charset=utf-8";

  static Answer of(int status, String type, byte[] body) {
    return new Answer(status, type, body, Map.of(), () -> {});
  }

  static Answer json(int status, JsonNode node) {
    return of(status, JSON, (Json.line(node) + "\n").getBytes(StandardCharsets.UTF_8));
  }

  /** A refusal; {@code error} says why, in one sentence. */
  static Answer error(int status, String error) {
    return json(status, Json.object().put("error", error));
  }

  Answer with(String header, String value) {
    return with(Map.of(header, value));
  }

  Answer with(Map<String, String> all) {
    return new Answer(status, type, body, all, afterwards);
  }

  Answer then(Runnable next) {
    return new Answer(status, type, body, headers, next);
  }
}
