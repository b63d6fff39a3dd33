package io.outagelab.hosting;

import io.grpc.BindableService;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.NettyServerBuilder;
import io.outagelab.assembly.Happening;
import io.outagelab.core.Event;
import io.outagelab.core.net.IpAddress;
import io.outagelab.core.net.Prefix;
import io.outagelab.harness.EventLog;
import io.outagelab.world.Placement;
import io.outagelab.world.Placement.Container;
import io.outagelab.world.Placement.Part;
import io.outagelab.world.PlacementLoader;
import io.outagelab.world.World;
import io.outagelab.world.WorldLoader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** All containers of a world in this JVM: each at its own loopback address, joined by real gRPC. */
final class LoopbackLab implements AutoCloseable {
  private static final Prefix BASE = Prefix.of("127.54.0.0/16");
  private static final Path WORLDS = Path.of("../../worlds").toAbsolutePath().normalize();
  private static final OperatorToken TOKEN = new OperatorToken("a token for tests");
  private static final long PATIENCE_SECONDS = 60;

  private final World world;
  private final Placement placement;
  private final int compression;
  private final int dnsPort = freePort();
  private final int grpcPort = freePort();
  private final Path state;
  private final Map<String, Cast> casts = new LinkedHashMap<>();
  private final Map<String, Server> servers = new LinkedHashMap<>();
  private final EventLog log = new EventLog();
  private final BlockingQueue<Event> incoming = new LinkedBlockingQueue<>();
  private final BlockingQueue<Event> standing = new LinkedBlockingQueue<>();
  private final List<Event> events = new ArrayList<>();
  private final Map<String, ManagedChannel> channels = new LinkedHashMap<>();
  private int mark;

  LoopbackLab(String world, int compression, Path state, String... mitigations) {
    this.world = WorldLoader.load(WORLDS.resolve(world), List.of(mitigations));
    this.placement = PlacementLoader.load(this.world);
    this.compression = compression;
    this.state = state;
    placement.containers().forEach(this::start);
  }

  private static int freePort() {
    try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getByName("127.54.254.1"))) {
      return probe.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Starts a container, or starts it again. */
  void start(Container container) {
    HostingSettings settings =
        new HostingSettings(
            world, placement, container, compression, 1, BASE, dnsPort, grpcPort, state, TOKEN);
    Cast cast = new Cast(settings);
    List<BindableService> services = new ArrayList<>();
    services.add(new CallEndpoint(cast));
    if (container.plays(Part.BACKBONE)) {
      services.add(new RoutingEndpoint(cast));
      services.add(new ConfigEndpoint(cast));
    }
    if (container.plays(Part.API)) {
      services.add(new EventEndpoint(new Heard(), log));
    }
    if (!container.resolvers().isEmpty()) {
      services.add(new ResolverEndpoint(cast));
    }
    if (!container.nameServers().isEmpty() || container.plays(Part.ANNOUNCERS)) {
      services.add(new ZoneEndpoint(cast));
      services.add(new NameserverEndpoint(cast));
    }
    if (!container.services().isEmpty()) {
      services.add(new LoginEndpoint(cast));
      services.add(new FeedEndpoint(cast));
      services.add(new PostEndpoint(cast));
      services.add(new MessageEndpoint(cast));
    }
    if (container.plays(Part.DOORS)) {
      services.add(new DoorEndpoint(cast));
    }
    String address = cast.casting().address(container).toString();
    NettyServerBuilder builder =
        NettyServerBuilder.forAddress(new InetSocketAddress(address, grpcPort))
            .permitKeepAliveTime(10, TimeUnit.SECONDS);
    services.forEach(builder::addService);
    builder.intercept(TOKEN.guard());
    try {
      servers.put(container.name(), builder.build().start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    casts.put(container.name(), cast);
    cast.start();
  }

  private final class Heard implements EventEndpoint.Sink {
    @Override
    public synchronized void heard(Event event) {
      log.append(new Happening(cast("api").worldTime(), event));
      incoming.add(event);
    }

    @Override
    public synchronized void stands(Event event) {
      standing.add(event);
    }
  }

  /** Waits until containers have told an API that is new of such an event, as what stands. */
  Event untilStanding(Predicate<Event> wanted) throws InterruptedException {
    long giveUp = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (true) {
      Event event = standing.poll(giveUp - System.nanoTime(), TimeUnit.NANOSECONDS);
      if (event == null) {
        throw new AssertionError("nobody says that it stands");
      }
      if (wanted.test(event)) {
        return event;
      }
    }
  }

  /** Kills a container, as far as one JVM can. */
  void kill(String name) {
    Objects.requireNonNull(servers.get(name)).shutdownNow();
    cast(name).close();
  }

  /** Starts a container that was killed. */
  void restart(String name) {
    start(placement.container(name).orElseThrow());
  }

  Cast cast(String name) {
    return Objects.requireNonNull(casts.get(name));
  }

  World world() {
    return world;
  }

  /** How many times faster than the world it runs. */
  int compression() {
    return compression;
  }

  int dnsPort() {
    return dnsPort;
  }

  /** Where DNS is answered for a published address. */
  String address(String published) {
    return cast("api").assembled().addressing().toLab(IpAddress.of(published)).toString();
  }

  /** The operator's way to a container's gRPC server. */
  Channel channel(String name) {
    return ClientInterceptors.intercept(visitorsChannel(name), TOKEN.credentials());
  }

  /** Anybody's way to a container's gRPC server. */
  Channel visitorsChannel(String name) {
    return channels.computeIfAbsent(
        name,
        to ->
            NettyChannelBuilder.forAddress(
                    cast(to).casting().address(placement.container(to).orElseThrow()).toString(),
                    grpcPort)
                .usePlaintext()
                .build());
  }

  /** From now on only later events count. */
  void mark() {
    incoming.drainTo(events);
    mark = events.size();
  }

  /** Waits for such an event, of those since the mark. */
  Event untilEvent(Predicate<Event> wanted) {
    long giveUp = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    try {
      for (int next = mark; ; next++) {
        if (next == events.size()) {
          Event event = incoming.poll(giveUp - System.nanoTime(), TimeUnit.NANOSECONDS);
          if (event == null) {
            throw new AssertionError("no such event came; the last were " + last(60));
          }
          events.add(event);
        }
        if (wanted.test(events.get(next))) {
          return events.get(next);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  /** The events of this name that came since the mark, as far as anybody waited for them. */
  List<Event> since(String name) {
    incoming.drainTo(events);
    return events.subList(mark, events.size()).stream()
        .filter(event -> event.name().equals(name))
        .toList();
  }

  private List<String> last(int count) {
    return events.stream()
        .filter(event -> event.weight() == Event.Weight.STORY)
        .map(event -> event.subject() + " " + event.name() + " " + event.detail())
        .toList()
        .reversed()
        .stream()
        .limit(count)
        .toList();
  }

  @Override
  public void close() {
    channels.values().forEach(ManagedChannel::shutdownNow);
    servers.values().forEach(Server::shutdownNow);
    casts.values().forEach(Cast::close);
  }
}
