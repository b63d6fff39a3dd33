package io.outagelab.hosting;

import static io.outagelab.hosting.Steps.app;
import static io.outagelab.hosting.Steps.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status;
import io.outagelab.contracts.apps.v1.CallRequest;
import io.outagelab.contracts.apps.v1.CallServiceGrpc;
import io.outagelab.contracts.apps.v1.CreatePostRequest;
import io.outagelab.contracts.apps.v1.CreatePostResponse;
import io.outagelab.contracts.apps.v1.DoorServiceGrpc;
import io.outagelab.contracts.apps.v1.FeedServiceGrpc;
import io.outagelab.contracts.apps.v1.LogInRequest;
import io.outagelab.contracts.apps.v1.LoginServiceGrpc;
import io.outagelab.contracts.apps.v1.MessageServiceGrpc;
import io.outagelab.contracts.apps.v1.OpenDoorRequest;
import io.outagelab.contracts.apps.v1.Place;
import io.outagelab.contracts.apps.v1.PostServiceGrpc;
import io.outagelab.contracts.apps.v1.ReadFeedRequest;
import io.outagelab.contracts.apps.v1.SendMessageRequest;
import io.outagelab.contracts.apps.v1.Visitor;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What people do with apps and doors, on good days and bad ones. */
@Tag("embedded")
class AppServicesTest {
  private static final int COMPRESSION = 120;
  private static final Visitor ADA = Visitor.newBuilder().setUser("ada").build();

  @TempDir private Path state = Path.of("");

  @Test
  void visitorsAreServedWhereTheNetworkTakesThem() {
    try (LoopbackLab lab = new LoopbackLab("facebook-2021", COMPRESSION, state)) {
      lab.untilEvent(app("facebook", "up"));
      var logins = LoginServiceGrpc.newBlockingStub(lab.channel("front-ends"));
      var feeds = FeedServiceGrpc.newBlockingStub(lab.channel("front-ends"));
      var posts = PostServiceGrpc.newBlockingStub(lab.channel("front-ends"));
      var messages = MessageServiceGrpc.newBlockingStub(lab.channel("front-ends"));
      var doors = DoorServiceGrpc.newBlockingStub(lab.channel("elsewhere"));

      assertThat(logins.logIn(logIn("facebook", ADA)).getServed().getSite())
          .isIn(lab.world().service("facebook").sites());
      Visitor atAnEdge = ADA.toBuilder().setSite("sjc").setWeight(1_000).build();
      assertThat(
              feeds
                  .readFeed(
                      ReadFeedRequest.newBuilder().setApp("facebook").setVisitor(atAnEdge).build())
                  .getServed()
                  .getSite())
          .isEqualTo("sjc");
      assertThat(
              messages
                  .sendMessage(
                      SendMessageRequest.newBuilder()
                          .setApp("messenger")
                          .setVisitor(ADA)
                          .setRecipient("grace")
                          .build())
                  .getServed()
                  .getSite())
          .isNotEmpty();
      CreatePostResponse first = posts.createPost(post("once"));
      assertThat(posts.createPost(post("once"))).isEqualTo(first);
      assertThat(posts.createPost(post("twice")).getPostId()).isNotEqualTo(first.getPostId());
      assertThat(
              doors
                  .openDoor(
                      OpenDoorRequest.newBuilder().setDoor("menlo-park").setUser("ada").build())
                  .getServed()
                  .getSite())
          .isEqualTo(lab.world().doors().getFirst().site());

      assertRefused(Status.Code.NOT_FOUND, "myspace", () -> logins.logIn(logIn("myspace", ADA)));
      assertRefused(
          Status.Code.NOT_FOUND,
          "nowhere",
          () -> logins.logIn(logIn("facebook", ADA.toBuilder().setSite("nowhere").build())));
      assertRefused(
          Status.Code.INVALID_ARGUMENT,
          "user",
          () -> logins.logIn(logIn("facebook", Visitor.getDefaultInstance())));
      assertRefused(
          Status.Code.INVALID_ARGUMENT, "idempotency key", () -> posts.createPost(post("")));
      assertRefused(
          Status.Code.NOT_FOUND,
          "no node here",
          () ->
              CallServiceGrpc.newBlockingStub(lab.channel("front-ends"))
                  .call(
                      CallRequest.newBuilder()
                          .setCaller(place("sjc", "127.54.1.1"))
                          .setTarget(place("sjc", "127.54.1.1"))
                          .build()));
      assertRefused(
          Status.Code.NOT_FOUND,
          "back-door",
          () ->
              doors.openDoor(
                  OpenDoorRequest.newBuilder().setDoor("back-door").setUser("a").build()));
    }
  }

  private static LogInRequest logIn(String app, Visitor visitor) {
    return LogInRequest.newBuilder().setApp(app).setVisitor(visitor).build();
  }

  private static CreatePostRequest post(String key) {
    return CreatePostRequest.newBuilder()
        .setApp("instagram")
        .setVisitor(ADA)
        .setIdempotencyKey(key)
        .build();
  }

  @Test
  @Tag("long")
  void visitorsGetErrorsAndDoorsStayShutWithoutABackbone() {
    try (LoopbackLab lab = new LoopbackLab("facebook-2021", COMPRESSION, state)) {
      lab.untilEvent(app("facebook", "up"));
      var logins = LoginServiceGrpc.newBlockingStub(lab.channel("front-ends"));
      var doors = DoorServiceGrpc.newBlockingStub(lab.channel("elsewhere"));

      lab.mark();
      Steps.push(lab);
      lab.untilEvent(event -> event.name().equals("door-shut"));

      assertRefused(
          Status.Code.UNAVAILABLE, "facebook@", () -> logins.logIn(logIn("facebook", ADA)));
      assertRefused(
          Status.Code.UNAVAILABLE,
          "stays shut",
          () ->
              lab.world()
                  .doors()
                  .forEach(
                      door ->
                          doors.openDoor(
                              OpenDoorRequest.newBuilder()
                                  .setDoor(door.name())
                                  .setUser("ada")
                                  .build())));
    }
  }

  private static Place place(String site, String address) {
    return Place.newBuilder().setSite(site).setAddress(address).setPort(7).build();
  }
}
