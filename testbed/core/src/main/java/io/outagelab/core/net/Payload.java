package io.outagelab.core.net;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** What a packet carries. */
public sealed interface Payload {

  /** An encoded message, as on the wire. Never changed after it was made. */
  record Bytes(byte[] octets) implements Payload {
    @Override
    public boolean equals(Object other) {
      return other instanceof Bytes that && Arrays.equals(octets, that.octets);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(octets);
    }

    @Override
    public String toString() {
      return octets.length + " octets";
    }
  }

  /** Encoded messages, one after the other on a connection: an answer in several parts. */
  record Messages(List<byte[]> parts) implements Payload {
    /** Keeps its own copy of the list. */
    public Messages {
      parts = List.copyOf(parts);
    }

    @Override
    public String toString() {
      return parts.size() + " messages";
    }
  }

  /**
   * A call to a service.
   *
   * @param id chosen by the caller; the response repeats it
   * @param method what is asked, such as {@code graph.read} or {@code health.check}
   * @param fields the arguments, by name
   */
  record Request(long id, String method, SortedMap<String, String> fields) implements Payload {
    /** Keeps its own copy of the fields. */
    public Request {
      fields = Collections.unmodifiableSortedMap(new TreeMap<>(fields));
    }

    /** A request without arguments. */
    public static Request of(long id, String method) {
      return new Request(id, method, Collections.emptySortedMap());
    }

    /** The argument of this name. */
    public Optional<String> field(String name) {
      return Optional.ofNullable(fields.get(name));
    }

    /** The response to this request. */
    public Response respond(Status status, Map<String, String> results) {
      return new Response(id, status, new TreeMap<>(results));
    }
  }

  /**
   * What became of a call.
   *
   * @param id that of the request
   * @param status how it went
   * @param fields the results, by name; {@code reason} says why where it did not go well
   */
  record Response(long id, Status status, SortedMap<String, String> fields) implements Payload {
    /** Keeps its own copy of the fields. */
    public Response {
      fields = Collections.unmodifiableSortedMap(new TreeMap<>(fields));
    }

    /** The result of this name. */
    public Optional<String> field(String name) {
      return Optional.ofNullable(fields.get(name));
    }
  }

  /** How a call went: the gRPC status codes that the lab uses. */
  enum Status {
    /** Done. */
    OK,
    /** The request makes no sense to this service. */
    INVALID_ARGUMENT,
    /** The caller may not. */
    PERMISSION_DENIED,
    /** The state does not allow it. */
    FAILED_PRECONDITION,
    /** More load than the service can take. */
    RESOURCE_EXHAUSTED,
    /** Something the service needs is not there: an HTTP 503 to a browser. */
    UNAVAILABLE
  }
}
