package io.outagelab.hosting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.BindableService;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ClientCalls;
import io.outagelab.contracts.apps.v1.CallServiceGrpc;
import io.outagelab.contracts.apps.v1.DoorServiceGrpc;
import io.outagelab.contracts.apps.v1.FeedServiceGrpc;
import io.outagelab.contracts.apps.v1.LoginServiceGrpc;
import io.outagelab.contracts.apps.v1.MessageServiceGrpc;
import io.outagelab.contracts.apps.v1.PostServiceGrpc;
import io.outagelab.contracts.backbone.v1.ConfigServiceGrpc;
import io.outagelab.contracts.backbone.v1.RoutingServiceGrpc;
import io.outagelab.contracts.dns.v1.NameserverServiceGrpc;
import io.outagelab.contracts.dns.v1.ResolverServiceGrpc;
import io.outagelab.contracts.dns.v1.ZoneServiceGrpc;
import io.outagelab.contracts.testbed.v1.DrillServiceGrpc;
import io.outagelab.contracts.testbed.v1.EventServiceGrpc;
import io.outagelab.contracts.testbed.v1.LabServiceGrpc;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Which calls need the operator's token: every service there is, with no method implemented. */
class OperatorTokenTest {
  private static final OperatorToken TOKEN = new OperatorToken("right");
  private static final List<BindableService> SERVICES =
      List.of(
          new ConfigServiceGrpc.ConfigServiceImplBase() {},
          new RoutingServiceGrpc.RoutingServiceImplBase() {},
          new NameserverServiceGrpc.NameserverServiceImplBase() {},
          new ZoneServiceGrpc.ZoneServiceImplBase() {},
          new ResolverServiceGrpc.ResolverServiceImplBase() {},
          new CallServiceGrpc.CallServiceImplBase() {},
          new LoginServiceGrpc.LoginServiceImplBase() {},
          new FeedServiceGrpc.FeedServiceImplBase() {},
          new PostServiceGrpc.PostServiceImplBase() {},
          new MessageServiceGrpc.MessageServiceImplBase() {},
          new DoorServiceGrpc.DoorServiceImplBase() {},
          new EventServiceGrpc.EventServiceImplBase() {},
          new LabServiceGrpc.LabServiceImplBase() {},
          new DrillServiceGrpc.DrillServiceImplBase() {});

  private static Server server;
  private static ManagedChannel channel;

  @BeforeAll
  static void start() throws Exception {
    NettyServerBuilder builder =
        NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .intercept(TOKEN.guard());
    SERVICES.forEach(builder::addService);
    server = builder.build().start();
    channel =
        NettyChannelBuilder.forAddress(server.getListenSockets().getFirst()).usePlaintext().build();
  }

  @AfterAll
  static void stop() {
    channel.shutdownNow();
    server.shutdownNow();
  }

  /** The methods that a caller gets past the guard for. */
  private static Set<String> allowed(Channel caller) {
    Set<String> allowed = new TreeSet<>();
    for (BindableService service : SERVICES) {
      service
          .bindService()
          .getMethods()
          .forEach(
              method -> {
                if (code(caller, method.getMethodDescriptor()) != Status.Code.UNAUTHENTICATED) {
                  allowed.add(method.getMethodDescriptor().getFullMethodName());
                }
              });
    }
    return allowed;
  }

  private static <Q, R> Status.Code code(Channel caller, MethodDescriptor<Q, R> method) {
    Q request = prototype(method.getRequestMarshaller());
    MethodDescriptor<Q, R> unary =
        method.toBuilder().setType(MethodDescriptor.MethodType.UNARY).build();
    try {
      Object unused = ClientCalls.blockingUnaryCall(caller, unary, CallOptions.DEFAULT, request);
      return Status.Code.OK;
    } catch (StatusRuntimeException e) {
      return e.getStatus().getCode();
    }
  }

  private static <Q> Q prototype(MethodDescriptor.Marshaller<Q> marshaller) {
    var known = (MethodDescriptor.PrototypeMarshaller<Q>) marshaller;
    return Objects.requireNonNull(known.getMessagePrototype());
  }

  @Test
  void withoutTheTokenPeopleReadVisitAndNothingElse() {
    assertThat(allowed(channel))
        .containsExactly(
            "outagelab.apps.v1.DoorService/OpenDoor",
            "outagelab.apps.v1.FeedService/ReadFeed",
            "outagelab.apps.v1.LoginService/LogIn",
            "outagelab.apps.v1.MessageService/SendMessage",
            "outagelab.apps.v1.PostService/CreatePost",
            "outagelab.backbone.v1.ConfigService/Audit",
            "outagelab.backbone.v1.ConfigService/ListHistory",
            "outagelab.backbone.v1.RoutingService/LookUp",
            "outagelab.backbone.v1.RoutingService/WatchForwarding",
            "outagelab.dns.v1.NameserverService/GetNameserverHealth",
            "outagelab.dns.v1.NameserverService/GetNameserverStats",
            "outagelab.dns.v1.ResolverService/GetResolverStats",
            "outagelab.dns.v1.ResolverService/Resolve",
            "outagelab.dns.v1.ZoneService/GetZone",
            "outagelab.dns.v1.ZoneService/ListZones",
            "outagelab.testbed.v1.DrillService/ListDrills",
            "outagelab.testbed.v1.EventService/Watch",
            "outagelab.testbed.v1.LabService/Describe",
            "outagelab.testbed.v1.LabService/GetStatus");
  }

  @Test
  void withTheTokenNothingIsRefused() {
    Channel operator = ClientInterceptors.intercept(channel, TOKEN.credentials());

    assertThat(allowed(operator))
        .contains(
            "outagelab.backbone.v1.ConfigService/Push",
            "outagelab.backbone.v1.RoutingService/Announce",
            "outagelab.apps.v1.CallService/Call",
            "outagelab.testbed.v1.DrillService/RunDrill",
            "outagelab.testbed.v1.EventService/Report")
        .hasSize(SERVICES.stream().mapToInt(s -> s.bindService().getMethods().size()).sum());
  }

  @Test
  void anotherTokenIsNone() {
    Channel other = ClientInterceptors.intercept(channel, new OperatorToken("wrong").credentials());

    assertThat(allowed(other)).isEqualTo(allowed(channel));
  }

  @Test
  void anEmptyTokenIsRefusedAndNoneIsShown() {
    assertThatThrownBy(() -> new OperatorToken(" ")).isInstanceOf(IllegalArgumentException.class);
    assertThat(TOKEN.toString()).doesNotContain(TOKEN.text());
  }
}
