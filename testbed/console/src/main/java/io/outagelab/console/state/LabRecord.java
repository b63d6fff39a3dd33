package io.outagelab.console.state;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.outagelab.assembly.Mode;
import io.outagelab.console.api.Json;
import io.outagelab.console.api.MalformedJson;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which lab is up.
 *
 * @param life what it lives by
 * @param host where its API listens
 * @param port where its API listens
 * @param world the world it plays
 */
public record LabRecord(Life life, String host, int port, String world) {
  private static final int ANSWER_MILLIS = 1_000;
  private static final String MODE = "mode";
  private static final String RESOLVERS = "resolvers";

  /** What a lab lives by. */
  public sealed interface Life {
    /**
     * A process.
     *
     * @param pid its number
     * @param started when it began: tells it from a later one with the same number
     */
    record InProcess(long pid, Instant started) implements Life {
      /** The process, if it is still the one that was recorded. */
      public Optional<ProcessHandle> process() {
        return ProcessHandle.of(pid)
            .filter(ProcessHandle::isAlive)
            .filter(process -> startOf(process).equals(started));
      }
    }

    /**
     * Containers.
     *
     * @param resolvers where on the API's host which resolver is published
     */
    record InContainers(Map<String, Integer> resolvers) implements Life {
      /** Keeps its own copy, in the same order. */
      public InContainers {
        resolvers = new LinkedHashMap<>(resolvers);
      }
    }
  }

  /** The record of a lab in this very process. */
  public static LabRecord ofThisProcess(InetSocketAddress api, String world) {
    ProcessHandle process = ProcessHandle.current();
    Life life = new Life.InProcess(process.pid(), startOf(process));
    return new LabRecord(life, api.getHostString(), api.getPort(), world);
  }

  /** The record of a lab of containers, whose resolvers are published on these ports. */
  public static LabRecord ofContainers(
      InetSocketAddress api, String world, Map<String, Integer> resolvers) {
    return new LabRecord(
        new Life.InContainers(resolvers), api.getHostString(), api.getPort(), world);
  }

  private static Instant startOf(ProcessHandle process) {
    return process.info().startInstant().orElse(Instant.EPOCH);
  }

  /** Whether it is there: its process lives, or something listens where its API is published. */
  public boolean isUp() {
    return switch (life) {
      case Life.InProcess process -> process.process().isPresent();
      case Life.InContainers containers -> isListening();
    };
  }

  private boolean isListening() {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(host, port), ANSWER_MILLIS);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** What it runs as, for people: its process, or containers. */
  public String shape() {
    return switch (life) {
      case Life.InProcess process -> "process " + process.pid();
      case Life.InContainers containers -> "containers";
    };
  }

  /** Where its API listens. */
  public InetSocketAddress address() {
    return new InetSocketAddress(host, port);
  }

  String toJson() {
    ObjectNode json = Json.object();
    switch (life) {
      case Life.InProcess(long pid, Instant started) -> {
        json.put("pid", pid);
        json.put("started", started.toString());
      }
      case Life.InContainers(Map<String, Integer> resolvers) -> {
        json.put(MODE, Mode.COMPOSE.label());
        ObjectNode ports = json.putObject(RESOLVERS);
        resolvers.forEach(ports::put);
      }
    }
    json.put("host", host);
    json.put("port", port);
    json.put("world", world);
    return Json.pretty(json) + "\n";
  }

  /** The record that a text is; none if it is not one. */
  static Optional<LabRecord> parse(String text) {
    try {
      ObjectNode json = Json.parse(text);
      return Optional.of(
          new LabRecord(
              life(json),
              Json.text(json, "host"),
              Math.toIntExact(Json.number(json, "port")),
              Json.text(json, "world")));
    } catch (MalformedJson | DateTimeParseException | ArithmeticException e) {
      return Optional.empty();
    }
  }

  private static Life life(ObjectNode json) {
    if (Json.maybeText(json, MODE).filter(Mode.COMPOSE.label()::equals).isEmpty()) {
      return new Life.InProcess(
          Json.number(json, "pid"), Instant.parse(Json.text(json, "started")));
    }
    JsonNode ports = json.path(RESOLVERS);
    List<String> names = new ArrayList<>();
    ports.fieldNames().forEachRemaining(names::add);
    Map<String, Integer> resolvers = new LinkedHashMap<>();
    names.forEach(name -> resolvers.put(name, Math.toIntExact(Json.number(ports, name))));
    return new Life.InContainers(resolvers);
  }
}
