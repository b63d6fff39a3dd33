package io.outagelab.authoritative.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.outagelab.authoritative.zone.Zone;
import io.outagelab.authoritative.zone.ZoneFile;
import io.outagelab.core.dns.DnsNames;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.Record;

/**
 * BIND makes the same records of the same master files. It differs in one thing that is not here: a
 * {@code $TTL} in an included file outlasts that file there.
 */
@Tag("interop")
class MasterFileInteropTest {
  private static final long PATIENCE_SECONDS = 30;

  private static final String ZONE =
      """
      $TTL 1h
      @       IN SOA ns hostmaster ( 1 ; serial
                                     2h 1h 2w 1m )
              NS  ns
      ns      A   192.0.2.1
              AAAA 2001:db8::1
      esc\\.aped\\032n\\065me 5m TXT "a;b(c" d\\"e "f\\\\" \\194\\167
      unknown TYPE65534 \\# 4 ( C0 00
                                02 ff )
      known   A \\# 4 C0000207
      ds      NS ns.elsewhere.
      ds      DS 1 13 2 ( 00112233445566778899aabbccddeeff
                          00112233445566778899aabbccddeeff )
      caa     CAA 0 issue "ca.example"
      $INCLUDE hosts.inc sub
      after   A   192.0.2.9
      $ORIGIN deep
      here    1w2d3h4m5s A 192.0.2.10
      $ORIGIN example.
      $GENERATE 0-20/4 h${-0,3,d}.x 60 IN A 192.0.2.$
      $GENERATE 30-33 ${0,3,n}.rev${0,0,N} PTR host${1,4,x}.o${0,0,o}.${0,2,X}
      $GENERATE 5-6 t$ TXT "\\"a$$b \\$ ${2}\\" c"
      $GENERATE 5-6 n${0,4,n}z TXT "${0,5,n} ${0,6,N} ${0,7,n} ${300,6,n} ${300,2,N}"
      $GENERATE 1-2 m$ MX "${10} mail${0,2,d}"
      $GENERATE 1-2 a\\$b$$c$ CNAME x\\$$
      """;

  private static final String HOSTS =
      """
      www A 192.0.2.2
      $ORIGIN other.example.
      ftp 30 CNAME www
      """;

  @TempDir private Path folder = Path.of("");

  private Zone ours(String file) {
    return ZoneFile.read(
            file,
            DnsNames.of("example"),
            path -> {
              try {
                return Files.readString(folder.resolve(path));
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            })
        .orThrow();
  }

  private static List<String> records(Zone zone) {
    return zone.rrsets().stream()
        .flatMap(set -> set.records().stream())
        .map(Record::toString)
        .sorted()
        .toList();
  }

  @Test
  void bindReadsTheSameRecords() throws IOException, InterruptedException {
    Path tool = ForeignServer.tool("named-compilezone", "bind9-utils");
    Files.writeString(folder.resolve("example.zone"), ZONE);
    Files.writeString(folder.resolve("hosts.inc"), HOSTS);

    Process bind =
        new ProcessBuilder(
                tool.toString(),
                "-s",
                "full",
                "-i",
                "none",
                "-o",
                "bind.zone",
                "example",
                "example.zone")
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("log").toFile())
            .start();
    boolean ended = bind.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);

    assertThat(ended && bind.exitValue() == 0).as(() -> "named-compilezone: " + log()).isTrue();
    assertThat(records(ours("example.zone"))).isEqualTo(records(ours("bind.zone")));
  }

  private String log() {
    try {
      return Files.readString(folder.resolve("log"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
