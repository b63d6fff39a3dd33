package io.outagelab.authoritative.dnssec.interop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A foreign server on a free port of loopback, for one test. */
final class Daemon implements AutoCloseable {
  private static final int ATTEMPTS = 200;
  private static final Duration PAUSE = Duration.ofMillis(100);

  private final Process process;
  private final int port;
  private final Path log;

  private Daemon(Process process, int port, Path log) {
    this.process = process;
    this.port = port;
    this.log = log;
  }

  int port() {
    return port;
  }

  /** Starts it in the foreground, and waits until it takes connections. */
  private static Daemon start(Path folder, int port, String tool, List<String> arguments) {
    List<String> command = new ArrayList<>(List.of(tool));
    command.addAll(arguments);
    Path log = folder.resolve("daemon-%d.log".formatted(port));
    try {
      Process process =
          new ProcessBuilder(command)
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      Daemon daemon = new Daemon(process, port, log);
      daemon.awaitListening();
      return daemon;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void awaitListening() {
    for (int attempt = 0; attempt < ATTEMPTS && process.isAlive(); attempt++) {
      try (Socket socket = new Socket()) {
        socket.connect(LoopbackHost.at(port));
        return;
      } catch (IOException e) {
        LockSupport.parkNanos(PAUSE.toNanos());
      }
    }
    close();
    throw new AssertionError("not listening: " + CommandLine.read(log));
  }

  /** A validating resolver that trusts these DS records, and asks our port for these zones. */
  static Daemon unbound(Path folder, int ours, List<String> zones, List<String> anchors) {
    int port = LoopbackHost.freePort();
    StringBuilder config =
        new StringBuilder(
            """
            server:
              directory: "%1$s"
              chroot: ""
              username: ""
              pidfile: "%1$s/unbound.pid"
              use-syslog: no
              logfile: ""
              verbosity: 1
              val-log-level: 2
              num-threads: 1
              interface: 127.0.0.1@%2$d
              port: %2$d
              do-ip6: no
              do-not-query-localhost: no
              target-fetch-policy: "0 0 0 0 0"
              module-config: "validator iterator"
            """
                .formatted(folder, port));
    anchors.forEach(anchor -> config.append("  trust-anchor: \"%s\"\n".formatted(anchor)));
    config.append("remote-control:\n  control-enable: no\n");
    zones.forEach(
        zone ->
            config.append(
                "stub-zone:\n  name: \"%s\"\n  stub-addr: 127.0.0.1@%d\n".formatted(zone, ours)));
    Path file = CommandLine.write(folder, "unbound.conf", config.toString());
    String tool = CommandLine.tool("unbound", "unbound");
    return start(folder, port, tool, List.of("-d", "-p", "-c", file.toString()));
  }

  /** BIND, with the zone example. from a file. */
  static Daemon named(Path folder, Path zone) {
    int port = LoopbackHost.freePort();
    Path file =
        CommandLine.write(
            folder,
            "named.conf",
            """
            options {
              directory "%1$s"; pid-file "named.pid"; session-keyfile "session.key";
              listen-on port %2$d { 127.0.0.1; }; listen-on-v6 { none; };
              recursion no; notify no; minimal-responses no-auth; minimal-any yes;
            };
            controls { };
            zone "example" { type primary; file "%3$s"; };
            """
                .formatted(folder, port, zone));
    String tool = CommandLine.tool("named", "bind9");
    return start(folder, port, tool, List.of("-g", "-n", "1", "-c", file.toString()));
  }

  /** Knot DNS, with the zone example. from a file. */
  static Daemon knot(Path folder, Path zone) {
    int port = LoopbackHost.freePort();
    Path file =
        CommandLine.write(
            folder,
            "knot.conf",
            """
            server:
              rundir: %1$s
              listen: 127.0.0.1@%2$d
              udp-workers: 1
              tcp-workers: 1
              background-workers: 1
            log:
              - target: stdout
                any: info
            database:
              storage: %1$s
            zone:
              - domain: example.
                storage: %1$s
                file: %3$s
                zonefile-sync: -1
                journal-content: none
            """
                .formatted(folder, port, zone));
    String tool = CommandLine.tool("knotd", "knot");
    return start(folder, port, tool, List.of("-c", file.toString()));
  }

  /** NSD, with the zone example. from a file. */
  static Daemon nsd(Path folder, Path zone) {
    int port = LoopbackHost.freePort();
    Path file =
        CommandLine.write(
            folder,
            "nsd.conf",
            """
            server:
              ip-address: 127.0.0.1@%2$d
              port: %2$d
              server-count: 1
              username: ""
              zonesdir: "%1$s"
              database: ""
              pidfile: "%1$s/nsd.pid"
              xfrdir: "%1$s"
              xfrdfile: "%1$s/xfrd.state"
              zonelistfile: "%1$s/zone.list"
              minimal-responses: yes
            remote-control:
              control-enable: no
            zone:
              name: example.
              zonefile: "%3$s"
            """
                .formatted(folder, port, zone));
    String tool = CommandLine.tool("nsd", "nsd");
    return start(folder, port, tool, List.of("-d", "-c", file.toString()));
  }

  /** What it has written. */
  String log() {
    return CommandLine.read(log);
  }

  @Override
  public void close() {
    List<ProcessHandle> children = process.descendants().toList();
    process.destroy();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException("interrupted", e);
    } finally {
      children.forEach(ProcessHandle::destroyForcibly);
    }
  }
}
