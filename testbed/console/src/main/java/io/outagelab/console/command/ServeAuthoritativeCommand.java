package io.outagelab.console.command;

import io.outagelab.assembly.ZoneFolder;
import io.outagelab.authoritative.RateLimit;
import io.outagelab.authoritative.zone.ZoneSet;
import io.outagelab.console.serve.AuthoritativeServer;
import io.outagelab.console.serve.FolderWatch;
import io.outagelab.console.serve.Listening;
import io.outagelab.console.serve.MetricsEndpoint;
import io.outagelab.console.serve.ReplicationLoader;
import io.outagelab.console.serve.ReplicationPlan;
import io.outagelab.console.serve.ZoneKeeper;
import io.outagelab.console.shell.CommandFailure;
import io.outagelab.console.shell.ExitCode;
import io.outagelab.core.Event;
import io.outagelab.core.dns.DnsNames;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code lab serve authoritative}. */
@Command(
    name = "authoritative",
    header = "Serves zones from master files until Ctrl-C.",
    description = {
      "An authoritative name server over UDP and TCP, on loopback unless told otherwise.",
      "Files that change are read again; a zone with an error in its file stays as it was."
    })
public final class ServeAuthoritativeCommand implements Callable<Integer> {
  private static final Duration STOP_PATIENCE = Duration.ofSeconds(8);
  private static final int MAX_LOOPS = 256;

  private final LabCommand lab;

  @Option(
      names = "--zones",
      required = true,
      paramLabel = "DIR",
      description = "A folder of master files, each called <origin>.zone; the root's is root.zone.")
  private Path folder = Path.of(".");

  @Option(
      names = "--listen",
      paramLabel = "ADDR:PORT",
      description = {
        "An address of this machine and a port; 127.0.0.1:10053, unless given.",
        "Give it more than once for more addresses; the port is the same at all."
      })
  private List<InetSocketAddress> listen =
      List.of(InetSocketAddress.createUnresolved("127.0.0.1", 10_053));

  @Option(
      names = "--identity",
      paramLabel = "TEXT",
      description =
          "What NSID and CHAOS queries are told; the first address and port, unless given.")
  private Optional<String> identity = Optional.empty();

  @Option(
      names = "--udp-loops",
      paramLabel = "N",
      description =
          "How many threads answer datagrams at each address; one per core, unless given.")
  private int udpLoops = Runtime.getRuntime().availableProcessors();

  @Option(
      names = "--rate-limit",
      paramLabel = "N",
      description = {
        "How many like answers a network gets per second over UDP unless it proves its address;",
        "200, unless given; 0 for no limit."
      })
  private int rateLimit = RateLimit.USUAL.responsesPerSecond();

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = {
        "How zones move: keys, remotes, primaries, notify, allow-transfer, sign.",
        "See docs/serve.md."
      })
  private Optional<Path> config = Optional.empty();

  @Option(
      names = "--metrics",
      paramLabel = "ADDR:PORT",
      description = "Where to show metrics for Prometheus, at /metrics; nowhere, unless given.")
  private Optional<InetSocketAddress> metrics = Optional.empty();

  ServeAuthoritativeCommand(LabCommand lab) {
    this.lab = lab;
  }

  @Override
  public Integer call() throws InterruptedException {
    if (udpLoops < 1 || udpLoops > MAX_LOOPS) {
      throw CommandFailure.invalid("--udp-loops is 1 to %d, not %d".formatted(MAX_LOOPS, udpLoops));
    }
    Listening listening =
        Listening.on(
            listen.stream()
                .map(given -> new InetSocketAddress(given.getHostString(), given.getPort()))
                .toList());
    ReplicationPlan plan =
        config
            .map(file -> ReplicationLoader.load(file, listening.addresses()))
            .orElse(ReplicationPlan.NONE);
    return serve(listening, plan);
  }

  /** What changes while the zones are read is read again: the watch comes first. */
  private int serve(Listening listening, ReplicationPlan plan) throws InterruptedException {
    String name = identity.orElse(listening.first().toString());
    ZoneFolder files = new ZoneFolder(folder);
    CountDownLatch stopped = new CountDownLatch(1);
    try (FolderWatch watch = new FolderWatch(folder);
        Interruption interruption = new Interruption(STOP_PATIENCE, stopped::countDown)) {
      ZoneSet content = plan.copied().isEmpty() ? files.load() : files.loadAny();
      try (ZoneKeeper keeper =
              new ZoneKeeper(plan, content, name, listening.addresses(), this::tell, this::tell);
          AuthoritativeServer server =
              new AuthoritativeServer(
                  listening, udpLoops, limit(), keeper.authority(), keeper.expired())) {
        int zones = server.authority().zones().zones().size();
        server.onFatal(stopped::countDown);
        keeper.start(server);
        watch.start(new Reload(files, content, keeper), server::watch);
        Optional<MetricsEndpoint> shown = metrics.map(where -> shown(where, server));
        tell("serving %d zones on %s".formatted(zones, listening));
        stopped.await();
        shown.ifPresent(MetricsEndpoint::close);
        if (server.isFatal()) {
          return ExitCode.INCONCLUSIVE;
        }
        return interruption.isRequested() ? ExitCode.INTERRUPTED : ExitCode.OK;
      }
    }
  }

  private static MetricsEndpoint shown(InetSocketAddress where, AuthoritativeServer server) {
    return new MetricsEndpoint(
        new InetSocketAddress(where.getHostString(), where.getPort()), server::metrics);
  }

  private Optional<RateLimit> limit() {
    return rateLimit == 0
        ? Optional.empty()
        : Optional.of(RateLimit.USUAL.withResponsesPerSecond(rateLimit));
  }

  /** Zones with an error stay as they were; the others change between two queries. */
  private final class Reload implements Runnable {
    private final ZoneFolder files;
    private final ZoneKeeper keeper;
    private ZoneSet content;

    Reload(ZoneFolder files, ZoneSet content, ZoneKeeper keeper) {
      this.files = files;
      this.content = content;
      this.keeper = keeper;
    }

    @Override
    public void run() {
      ZoneFolder.Contents contents = files.reload(content);
      content = contents.zones();
      if (contents.hasChanged()) {
        keeper.replace(content);
      }
      contents.read().forEach(origin -> tell("read " + DnsNames.display(origin)));
      contents.removed().forEach(origin -> tell("removed " + DnsNames.display(origin)));
      contents.problems().forEach(lab.shell().err()::println);
      lab.shell().err().flush();
    }
  }

  private void tell(Event event) {
    if (event.weight() != Event.Weight.METRIC) {
      tell("%s %s: %s".formatted(event.name(), event.subject(), event.detail()));
    }
  }

  private synchronized void tell(String line) {
    lab.out().println(line);
    lab.out().flush();
  }
}
