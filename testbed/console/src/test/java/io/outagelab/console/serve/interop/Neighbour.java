package io.outagelab.console.serve.interop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The name servers that zones are exchanged with, all with one zone, {@code example}. */
enum Neighbour {
  /** ISC's, as the primary that the lab copies from. */
  BIND("named", "bind9") {
    @Override
    String configuration(Path folder, int own, int lab) {
      return """
      options {
        directory "%s"; pid-file "named.pid"; session-keyfile "session.key";
        listen-on port %d { 127.0.0.1; }; listen-on-v6 { none; };
        recursion no; dnssec-validation no;
      };
      controls { };
      key transfer { algorithm hmac-sha256; secret "%s"; };
      zone "example" {
        type primary; file "example.zone"; ixfr-from-differences yes;
        allow-transfer { key transfer; };
        notify explicit; also-notify { 127.0.0.1 port %d key transfer; };
      };
      """
          .formatted(folder, own, SECRET, lab);
    }

    @Override
    List<String> arguments(String file) {
      return List.of("-g", "-n", "1", "-c", file);
    }
  },
  /** CZ.NIC's, as a secondary of the lab. */
  KNOT("knotd", "knot") {
    @Override
    String configuration(Path folder, int own, int lab) {
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
          action: notify
      zone:
        - domain: example.
          storage: %1$s
          file: example.copy
          acl: lab
          master: lab
      """
          .formatted(folder, own, lab, SECRET);
    }

    @Override
    List<String> arguments(String file) {
      return List.of("-c", file);
    }
  },
  /** NLnet Labs', as a secondary of the lab. */
  NSD("nsd", "nsd") {
    @Override
    String configuration(Path folder, int own, int lab) {
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
        secret: "%4$s"
      zone:
        name: example
        zonefile: example.copy
        request-xfr: 127.0.0.1@%3$d transfer
        allow-notify: 127.0.0.1 transfer
      """
          .formatted(folder, own, lab, SECRET);
    }

    @Override
    List<String> arguments(String file) {
      return List.of("-d", "-c", file);
    }
  };

  /** What the key {@code transfer} is made of. */
  static final String SECRET = "b3V0YWdlLWxhYi1pbnRlcm9wLXRlc3Qtc2VjcmV0LTE=";

  private final String program;
  private final String debianPackage;

  Neighbour(String program, String debianPackage) {
    this.program = program;
    this.debianPackage = debianPackage;
  }

  abstract String configuration(Path folder, int own, int lab);

  abstract List<String> arguments(String file);

  /** Starts it in the folder, on this port; the lab has that one. */
  Running start(Path folder, int own, int lab) {
    String tool = Running.tool(program, debianPackage);
    Path file = folder.resolve(program + ".conf");
    try {
      Files.writeString(file, configuration(folder, own, lab));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    List<String> arguments = arguments(file.toString());
    return Running.start(
        folder, program, Stream.concat(Stream.of(tool), arguments.stream()).toList());
  }
}
