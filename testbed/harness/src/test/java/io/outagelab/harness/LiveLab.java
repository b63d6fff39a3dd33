package io.outagelab.harness;

import io.outagelab.assembly.Happening;
import io.outagelab.assembly.Instructions;
import io.outagelab.assembly.PlacedNode;
import io.outagelab.assembly.Status;
import io.outagelab.configpush.OperatorInstruction;
import io.outagelab.configpush.Via;
import io.outagelab.core.net.IpAddress;
import io.outagelab.world.PushLoader;
import io.outagelab.world.World;
import io.outagelab.world.WorldLoader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** An embedded lab under test: what it said, and ways to wait for what it will say. */
final class LiveLab implements AutoCloseable {
  /** Where the shipped worlds are, seen from this module. */
  static final Path WORLDS = Path.of("../../worlds").toAbsolutePath().normalize();

  /** Far longer than anything takes on a busy machine. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private static final Duration GLANCE = Duration.ofMillis(20);

  private final EmbeddedLab lab;
  private final int port;
  private long next;
  private final List<Happening> events = new ArrayList<>();

  private LiveLab(EmbeddedLab lab, int port) {
    this.lab = lab;
    this.port = port;
  }

  /** A shipped world, this much faster than real, on a free port. */
  static LiveLab start(String world, int compression) {
    return start(world, compression, freePort());
  }

  /** A shipped world on this port. */
  static LiveLab start(String world, int compression, int port) {
    return start(world, options(compression, port));
  }

  /** A shipped world where BGP speakers of others may listen in, on this port or any. */
  static LiveLab startWithBgp(String world, int compression, int bgpPort) {
    return start(world, options(compression, freePort()).withBgpPort(bgpPort));
  }

  private static EmbeddedOptions options(int compression, int port) {
    return EmbeddedOptions.defaults().withSeed(1).withCompression(compression).withDnsPort(port);
  }

  /** A shipped world with a mitigation, on a free port. */
  static LiveLab start(String world, int compression, String mitigation) {
    World merged = WorldLoader.load(WORLDS.resolve(world), List.of(mitigation));
    return start(merged, options(compression, freePort()));
  }

  private static LiveLab start(String world, EmbeddedOptions options) {
    return start(world(world), options);
  }

  private static LiveLab start(World world, EmbeddedOptions options) {
    return new LiveLab(EmbeddedLab.start(world, options), options.dnsPort());
  }

  /** A shipped world. */
  static World world(String name) {
    return WorldLoader.load(WORLDS.resolve(name));
  }

  /** A port that nobody listens on at lab addresses. */
  static int freePort() {
    try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getByName("127.53.0.1"))) {
      return probe.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The lab itself. */
  EmbeddedLab lab() {
    return lab;
  }

  /** The port that it answers DNS on. */
  int port() {
    return port;
  }

  /** Asks at this published address. */
  DnsClient at(String published) {
    return new DnsClient(address(published), port);
  }

  /** The lab's address for a published one. */
  String address(String published) {
    return lab.assembled().addressing().toLab(IpAddress.of(published)).toString();
  }

  /** Every address that answers DNS. */
  List<String> dnsAddresses() {
    return lab.assembled().nodes().stream()
        .filter(node -> node.role().listensForDns())
        .map(PlacedNode::addresses)
        .flatMap(List::stream)
        .filter(address -> !address.isIpv6())
        .map(IpAddress::toString)
        .distinct()
        .toList();
  }

  /** Waits until every app works and every watched name resolves. */
  LiveLab untilWell() {
    untilStatus(LiveLab::isWell);
    return this;
  }

  private static boolean isWell(Status status) {
    return status.apps().stream().allMatch(app -> app.state().equals("up"))
        && status.resolvers().stream()
            .allMatch(
                resolver ->
                    !resolver.names().isEmpty()
                        && resolver.names().values().stream().allMatch("NOERROR"::equals));
  }

  /** Waits until the lab says this of itself. */
  Status untilStatus(Predicate<Status> expected) {
    long giveUp = System.nanoTime() + PATIENCE.toNanos();
    Status status = lab.status();
    while (!expected.test(status)) {
      if (System.nanoTime() > giveUp) {
        throw new AssertionError("never came true; the last status was " + status);
      }
      read(GLANCE);
      status = lab.status();
    }
    return status;
  }

  /** Waits for an event of this name with this among its attributes, past or to come. */
  Happening untilEvent(String name, Map<String, String> attributes) {
    long giveUp = System.nanoTime() + PATIENCE.toNanos();
    Optional<Happening> found = event(name, attributes);
    while (found.isEmpty()) {
      if (System.nanoTime() > giveUp) {
        throw new AssertionError("no %s with %s came".formatted(name, attributes));
      }
      read(GLANCE);
      found = event(name, attributes);
    }
    return found.get();
  }

  private Optional<Happening> event(String name, Map<String, String> attributes) {
    return events.stream()
        .filter(h -> h.event().name().equals(name))
        .filter(h -> h.event().attributes().entrySet().containsAll(attributes.entrySet()))
        .findFirst();
  }

  /** Reads on, until nothing is left unread. */
  private void read(Duration wait) {
    List<EventLog.Numbered> page = lab.log().from(next, wait);
    while (!page.isEmpty()) {
      page.forEach(event -> events.add(event.happening()));
      next = page.getLast().index() + 1;
      page = lab.log().from(next, Duration.ZERO);
    }
  }

  /** Everything that it has said so far. */
  List<Happening> events() {
    read(Duration.ZERO);
    return List.copyOf(events);
  }

  /** Pushes a file of the world's. */
  void push(String file) {
    lab.instruct(push(lab, file));
  }

  private static OperatorInstruction push(EmbeddedLab lab, String file) {
    return Instructions.push(
        lab.world(),
        lab.scale(),
        PushLoader.load(Path.of("pushes", file), lab.world()),
        true,
        Optional.empty());
  }

  /** Tells the operator to take back the last change. */
  void rollback(Via via, boolean skipTravel) {
    lab.instruct(new OperatorInstruction.Rollback(Optional.empty(), via, skipTravel));
  }

  @Override
  public void close() {
    lab.close();
  }
}
