package io.outagelab.api;

import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.NettyServerBuilder;
import io.outagelab.console.api.EmbeddedService;
import io.outagelab.console.api.LabService;
import io.outagelab.core.Event;
import io.outagelab.core.net.Prefix;
import io.outagelab.harness.EmbeddedLab;
import io.outagelab.harness.EmbeddedOptions;
import io.outagelab.world.World;
import io.outagelab.world.WorldLoader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** The smallest world as a live lab in this JVM, served as the API serves a lab. */
final class ServedTinyLab implements AutoCloseable {
  private static final String HOST = "127.55.254.1";
  private static final int COMPRESSION = 240;
  private static final long PATIENCE_SECONDS = 60;

  private final World world = WorldLoader.load(Path.of("../../worlds/tiny").toAbsolutePath());
  private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
  private final EmbeddedService service;
  private final Server server;
  private final ManagedChannel channel;

  /** As fast as will do for one turn of its story. */
  ServedTinyLab() {
    this(COMPRESSION);
  }

  /** So many times faster than the world. */
  ServedTinyLab(int compression) {
    int dnsPort = freePort();
    EmbeddedLab lab =
        EmbeddedLab.start(
            world,
            new EmbeddedOptions(
                OptionalLong.of(1),
                OptionalInt.of(compression),
                Prefix.of("127.55.0.0/16"),
                dnsPort,
                OptionalInt.empty()));
    lab.listen(happening -> events.add(happening.event()));
    this.service = new EmbeddedService(lab, dnsPort);
    try {
      this.server =
          NettyServerBuilder.forAddress(new InetSocketAddress(HOST, 0))
              .addService(new LabEndpoint(service))
              .addService(new DrillEndpoint(service, world))
              .build()
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    this.channel = NettyChannelBuilder.forAddress(HOST, server.getPort()).usePlaintext().build();
  }

  private static int freePort() {
    try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getByName(HOST))) {
      return probe.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  ManagedChannel channel() {
    return channel;
  }

  LabService service() {
    return service;
  }

  World world() {
    return world;
  }

  /** Waits for an event of this name among those not yet waited for. */
  void untilEvent(String name) {
    long giveUp = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    try {
      for (Event event = poll(giveUp); !event.name().equals(name); event = poll(giveUp)) {}
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  private Event poll(long giveUp) throws InterruptedException {
    Event event = events.poll(giveUp - System.nanoTime(), TimeUnit.NANOSECONDS);
    if (event == null) {
      throw new AssertionError("no such event came");
    }
    return event;
  }

  @Override
  public void close() {
    channel.shutdownNow();
    server.shutdownNow();
    service.close();
  }
}
