package io.outagelab.hosting;

import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import io.outagelab.apps.ClientCheck;
import io.outagelab.assembly.Machines;
import io.outagelab.assembly.PlacedNode;
import io.outagelab.contracts.apps.v1.DoorServiceGrpc;
import io.outagelab.contracts.apps.v1.OpenDoorRequest;
import io.outagelab.contracts.apps.v1.OpenDoorResponse;
import io.outagelab.contracts.apps.v1.Served;

/** The doors whose readers play in this container, for people in front of them. */
public class DoorEndpoint extends DoorServiceGrpc.DoorServiceImplBase {
  private final Cast cast;

  /** The doors of this cast. */
  public DoorEndpoint(Cast cast) {
    this.cast = cast;
  }

  @Override
  public void openDoor(OpenDoorRequest request, StreamObserver<OpenDoorResponse> response) {
    Replies.send(
        response,
        () -> {
          FrontDesk.named("the user", request.getUser());
          PlacedNode door = door(request.getDoor());
          ClientCheck reader = Machines.check(door).orElseThrow();
          return cast.ask(now -> open(door, reader));
        });
  }

  private PlacedNode door(String name) {
    if (cast.settings().world().doors().stream().noneMatch(door -> door.name().equals(name))) {
      throw Replies.notFound("the world has no door '%s'".formatted(name));
    }
    return cast.nodes().stream()
        .filter(node -> node.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                Replies.notFound(
                    "the reader of the door '%s' plays in another container".formatted(name)));
  }

  private static OpenDoorResponse open(PlacedNode door, ClientCheck reader) {
    if (reader.isDown()) {
      throw Status.UNAVAILABLE
          .withDescription(
              "%s stays shut: its reader has no list of badges (%s)"
                  .formatted(door.name(), reader.trouble().orElse("not renewed")))
          .asRuntimeException();
    }
    return OpenDoorResponse.newBuilder()
        .setServed(
            Served.newBuilder().setSite(door.site()).setDegraded(reader.trouble().isPresent()))
        .build();
  }
}
