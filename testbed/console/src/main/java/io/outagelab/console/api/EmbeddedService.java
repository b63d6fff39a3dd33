package io.outagelab.console.api;

import io.outagelab.assembly.Addressing;
import io.outagelab.assembly.Status;
import io.outagelab.configpush.OperatorInstruction;
import io.outagelab.console.api.LabDescription.Place;
import io.outagelab.console.api.LabDescription.Role;
import io.outagelab.core.dns.DnsNames;
import io.outagelab.core.net.IpAddress;
import io.outagelab.harness.EmbeddedLab;
import io.outagelab.harness.EventLog;
import io.outagelab.world.ResolverNode;
import io.outagelab.world.ServerName;
import io.outagelab.world.ServiceNode;
import io.outagelab.world.World;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** The service of a lab in this JVM. */
public final class EmbeddedService implements LabService, AutoCloseable {
  private static final Duration LONGEST_WAIT = Duration.ofMillis(500);

  private final EmbeddedLab lab;
  private final int dnsPort;
  private final EventBuffer buffer = new EventBuffer();
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final Thread reader;

  /** The service of this lab, whose DNS listens on this port. */
  public EmbeddedService(EmbeddedLab lab, int dnsPort) {
    this.lab = lab;
    this.dnsPort = dnsPort;
    this.reader = new Thread(this::readLog, "outage-lab-events");
    reader.setDaemon(true);
    reader.start();
  }

  private void readLog() {
    EventLog.Reader log = lab.log().reader();
    while (!Thread.currentThread().isInterrupted()) {
      log.await(LONGEST_WAIT, buffer::append);
    }
  }

  @Override
  public LabDescription description() {
    World world = lab.world();
    return new LabDescription(
        world.name(),
        world.title(),
        world.file().toAbsolutePath().normalize(),
        lab.mode(),
        lab.seed(),
        lab.scale().compression(),
        lab.mitigations(),
        world.epoch(),
        lab.worldTime(),
        dnsPort,
        addresses(world),
        roots(world));
  }

  private List<Place> addresses(World world) {
    List<Place> all = new ArrayList<>();
    for (ResolverNode resolver : world.resolvers()) {
      resolver.addresses().forEach(at -> add(all, Role.RESOLVER, resolver.name(), at));
    }
    world
        .dnsServices()
        .forEach(service -> service.servers().forEach(server -> addServer(all, server)));
    for (ServiceNode service : world.services()) {
      service.addresses().forEach(at -> add(all, Role.SERVICE, service.name(), at));
    }
    return all;
  }

  private List<Place> roots(World world) {
    List<Place> all = new ArrayList<>();
    world.resolvers().stream()
        .limit(1)
        .flatMap(resolver -> resolver.rootHints().stream())
        .forEach(server -> addServer(all, server));
    return all;
  }

  private void addServer(List<Place> all, ServerName server) {
    String name = DnsNames.display(server.name());
    server.addresses().forEach(at -> add(all, Role.NAME_SERVER, name, at));
  }

  /** A live lab listens on IPv4 alone. */
  private void add(List<Place> all, Role role, String name, IpAddress published) {
    if (!published.isIpv6()) {
      Addressing addressing = lab.assembled().addressing();
      all.add(new Place(role, name, addressing.toLab(published).toString(), published.toString()));
    }
  }

  @Override
  public Status status() {
    return lab.status();
  }

  @Override
  public EventPage events(long from, Duration wait) {
    Duration before = lab.worldTime();
    List<EventPage.Numbered> events = buffer.from(from, wait);
    long next = events.isEmpty() ? from : events.getLast().index() + 1;
    return new EventPage(events, next, before);
  }

  @Override
  public long instruct(OperatorInstruction instruction) {
    long next = buffer.next();
    lab.instruct(instruction);
    return next;
  }

  @Override
  public void stop() {
    stopped.countDown();
  }

  /** Waits until somebody asks the lab to stop. */
  public void awaitStop() throws InterruptedException {
    stopped.await();
  }

  /** Stops the lab. */
  @Override
  public void close() {
    reader.interrupt();
    lab.close();
  }
}
