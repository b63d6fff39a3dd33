package io.outagelab.authoritative.interop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The name servers that zones are exchanged with, and how each is told to. */
enum Daemon {
  /** ISC's name server. */
  BIND("named", "bind9") {
    @Override
    String configuration(Path folder, int own, int lab, Part part) {
      String zone =
          switch (part) {
            case PRIMARY ->
                """
                type primary; file "example.zone"; ixfr-from-differences yes;
                allow-transfer { key transfer; };
                notify explicit; also-notify { 127.0.0.1 port %d key transfer; };
                """
                    .formatted(lab);
            case SECONDARY ->
                """
                type secondary; file "example.copy"; masterfile-format text; notify no;
                primaries { 127.0.0.1 port %d key transfer; };
                """
                    .formatted(lab);
          };
      return """
      options {
        directory "%s"; pid-file "named.pid"; session-keyfile "session.key";
        listen-on port %d { 127.0.0.1; }; listen-on-v6 { none; };
        recursion no; dnssec-validation no;
      };
      controls { };
      key transfer { algorithm hmac-sha256; secret "%s"; };
      zone "example" { %s };
      """
          .formatted(folder, own, SECRET, zone);
    }

    @Override
    List<String> arguments(Path configuration) {
      return List.of("-g", "-n", "1", "-c", configuration.toString());
    }
  },
  /** CZ.NIC's name server. */
  KNOT("knotd", "knot") {
    @Override
    String configuration(Path folder, int own, int lab, Part part) {
      String zone =
          switch (part) {
            case PRIMARY ->
                """
                    notify: lab
                    zonefile-load: difference
                    journal-content: changes
                """;
            case SECONDARY -> "    master: lab\n";
          };
      return """
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
      key:
        - id: transfer
          algorithm: hmac-sha256
          secret: %4$s
      remote:
        - id: lab
          address: 127.0.0.1@%3$d
          key: transfer
      acl:
        - id: lab
          address: 127.0.0.1
          key: transfer
          action: [transfer, notify]
      zone:
        - domain: example.
          storage: %1$s
          file: example.zone
          acl: lab
      """
              .formatted(folder, own, lab, SECRET)
          + zone;
    }

    @Override
    List<String> arguments(Path configuration) {
      return List.of("-c", configuration.toString());
    }
  },
  /** NLnet Labs' name server. */
  NSD("nsd", "nsd") {
    @Override
    String configuration(Path folder, int own, int lab, Part part) {
      String zone =
          switch (part) {
            case PRIMARY ->
                """
                  provide-xfr: 127.0.0.1 transfer
                  notify: 127.0.0.1@%d transfer
                  store-ixfr: yes
                  create-ixfr: yes
                """
                    .formatted(lab);
            case SECONDARY ->
                """
                  request-xfr: 127.0.0.1@%d transfer
                  allow-notify: 127.0.0.1 transfer
                """
                    .formatted(lab);
          };
      return """
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
        xfrd-reload-timeout: 0
        verbosity: 2
      remote-control:
        control-enable: no
      key:
        name: transfer
        algorithm: hmac-sha256
        secret: "%3$s"
      zone:
        name: example
        zonefile: example.zone
      """
              .formatted(folder, own, SECRET)
          + zone;
    }

    @Override
    List<String> arguments(Path configuration) {
      return List.of("-d", "-c", configuration.toString());
    }
  };

  /** Whether the daemon has the zone from its file or from the lab. */
  enum Part {
    PRIMARY,
    SECONDARY
  }

  /** What the key {@code transfer} is made of. */
  static final String SECRET = "b3V0YWdlLWxhYi1pbnRlcm9wLXRlc3Qtc2VjcmV0LTE=";

  private final String tool;
  private final String debianPackage;

  Daemon(String tool, String debianPackage) {
    this.tool = tool;
    this.debianPackage = debianPackage;
  }

  /** Its configuration: it listens on the port {@code own}, the lab on the port {@code lab}. */
  abstract String configuration(Path folder, int own, int lab, Part part);

  abstract List<String> arguments(Path configuration);

  /**
   * Whether its differences may add records that are there already, so that they don't apply: NSD
   * 4.6.1's do at the apex, where it makes them of two zone files. The zone then comes whole.
   */
  boolean repeatsRecords() {
    return this == NSD;
  }

  /** Starts it in the folder. */
  ForeignServer start(Path folder, int own, int lab, Part part) {
    Path executable = ForeignServer.tool(tool, debianPackage);
    Path configuration = folder.resolve(tool + ".conf");
    try {
      Files.writeString(configuration, configuration(folder, own, lab, part));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    List<String> command = new ArrayList<>(List.of(executable.toString()));
    command.addAll(arguments(configuration));
    return ForeignServer.start(folder, command);
  }
}
