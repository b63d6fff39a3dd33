package io.outagelab.hosting;

import io.outagelab.contracts.apps.v1.CallRequest;
import io.outagelab.contracts.apps.v1.CallResponse;
import io.outagelab.contracts.apps.v1.CallStatus;
import io.outagelab.contracts.apps.v1.Place;
import io.outagelab.core.net.Endpoint;
import io.outagelab.core.net.Packet;
import io.outagelab.core.net.Payload;
import io.outagelab.core.net.Payload.Status;
import io.outagelab.core.net.Transport;
import java.util.TreeMap;

/** In-band calls as messages, and back. */
final class CallMessages {
  private CallMessages() {}

  /** The message of a request on its way from one site to another. */
  static CallRequest of(Packet packet, Payload.Request request, String fromSite, String toSite) {
    return CallRequest.newBuilder()
        .setId(request.id())
        .setMethod(request.method())
        .putAllFields(request.fields())
        .setCaller(place(packet.from(), fromSite))
        .setTarget(place(packet.to(), toSite))
        .build();
  }

  private static Place place(Endpoint endpoint, String site) {
    return Place.newBuilder()
        .setAddress(endpoint.address().toString())
        .setPort(endpoint.port())
        .setSite(site)
        .build();
  }

  /**
   * The request that a message carries.
   *
   * @throws IllegalArgumentException if an address or a port is none
   */
  static Packet read(CallRequest message) {
    return new Packet(
        Transport.CALL,
        endpoint(message.getCaller()),
        endpoint(message.getTarget()),
        new Payload.Request(
            message.getId(), message.getMethod(), new TreeMap<>(message.getFieldsMap())));
  }

  private static Endpoint endpoint(Place place) {
    return Endpoint.of(place.getAddress(), place.getPort());
  }

  /** The message of a response. */
  static CallResponse of(Payload.Response response) {
    return CallResponse.newBuilder()
        .setStatus(CallStatus.valueOf("CALL_STATUS_" + response.status().name()))
        .putAllFields(response.fields())
        .build();
  }

  /** The response that a message carries to the request with this id. */
  static Payload.Response read(long id, CallResponse message) {
    Status status =
        switch (message.getStatus()) {
          case CALL_STATUS_OK -> Status.OK;
          case CALL_STATUS_INVALID_ARGUMENT -> Status.INVALID_ARGUMENT;
          case CALL_STATUS_PERMISSION_DENIED -> Status.PERMISSION_DENIED;
          case CALL_STATUS_FAILED_PRECONDITION -> Status.FAILED_PRECONDITION;
          case CALL_STATUS_RESOURCE_EXHAUSTED -> Status.RESOURCE_EXHAUSTED;
          case CALL_STATUS_UNAVAILABLE, CALL_STATUS_UNSPECIFIED, UNRECOGNIZED -> Status.UNAVAILABLE;
        };
    return new Payload.Response(id, status, new TreeMap<>(message.getFieldsMap()));
  }
}
