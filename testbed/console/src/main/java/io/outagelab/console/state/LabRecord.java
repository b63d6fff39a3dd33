package io.outagelab.console.state;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.outagelab.console.api.Json;
import io.outagelab.console.api.MalformedJson;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/**
 * Which lab is up.
 *
 * @param pid its process
 * @param processStarted when that process began: tells it from a later one with the same number
 * @param host where its API listens
 * @param port where its API listens
 * @param world the world it plays
 */
public record LabRecord(long pid, Instant processStarted, String host, int port, String world) {

  /** The record of a lab in this very process. */
  public static LabRecord ofThisProcess(InetSocketAddress api, String world) {
    ProcessHandle process = ProcessHandle.current();
    return new LabRecord(
        process.pid(), startOf(process), api.getHostString(), api.getPort(), world);
  }

  private static Instant startOf(ProcessHandle process) {
    return process.info().startInstant().orElse(Instant.EPOCH);
  }

  /** The process, if it is still the one that was recorded. */
  public Optional<ProcessHandle> process() {
    return ProcessHandle.of(pid)
        .filter(ProcessHandle::isAlive)
        .filter(process -> startOf(process).equals(processStarted));
  }

  /** Where its API listens. */
  public InetSocketAddress address() {
    return new InetSocketAddress(host, port);
  }

  String toJson() {
    ObjectNode json = Json.object();
    json.put("pid", pid);
    json.put("started", processStarted.toString());
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
              Json.number(json, "pid"),
              Instant.parse(Json.text(json, "started")),
              Json.text(json, "host"),
              Math.toIntExact(Json.number(json, "port")),
              Json.text(json, "world")));
    } catch (MalformedJson | DateTimeParseException | ArithmeticException e) {
      return Optional.empty();
    }
  }
}
