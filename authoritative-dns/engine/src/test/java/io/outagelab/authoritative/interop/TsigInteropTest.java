package io.outagelab.authoritative.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.outagelab.authoritative.Authority;
import io.outagelab.authoritative.NameServer;
import io.outagelab.authoritative.ReplicatingServer;
import io.outagelab.authoritative.transfer.Notifier;
import io.outagelab.authoritative.transfer.TransferPolicy;
import io.outagelab.authoritative.transfer.TransferPolicy.Grant;
import io.outagelab.authoritative.transfer.Transfers;
import io.outagelab.authoritative.tsig.TsigAlgorithm;
import io.outagelab.authoritative.tsig.TsigKey;
import io.outagelab.authoritative.tsig.TsigKeys;
import io.outagelab.authoritative.zone.ZoneFile;
import io.outagelab.authoritative.zone.ZoneSet;
import io.outagelab.core.dns.DnsNames;
import io.outagelab.core.net.IpAddress;
import io.outagelab.core.net.Prefix;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** BIND's {@code dig} and Knot DNS's {@code kdig} check our signatures, and we check theirs. */
@Tag("interop")
class TsigInteropTest {
  private static ReplicatingServer lab(TsigKey key) {
    Instant epoch = Instant.now();
    String text = "@ 60 SOA a b 1 1 1 1 1\n@ 60 NS ns.elsewhere.\nwww 60 A 192.0.2.80\n";
    ZoneSet zones = ZoneSet.of(List.of(ZoneFile.parse("z", text, DnsNames.of("example"))));
    TransferPolicy policy = new TransferPolicy(List.of(Grant.of(Prefix.of("127.0.0.0/8"), key)));
    return new ReplicatingServer(
        new NameServer(
            "dns",
            "interop",
            new Authority(zones, "lab"),
            Duration.ofMinutes(1),
            new Transfers(policy, new TsigKeys(List.of(key)), epoch, 0)),
        new Notifier(
            zone -> List.of(),
            List.of(IpAddress.of("127.0.0.1")),
            epoch,
            Notifier.Patience.USUAL,
            new SplittableRandom(1)),
        List.of());
  }

  private static String run(Path tool, int port, TsigAlgorithm algorithm, String... more)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(tool.toString());
    command.addAll(List.of("@127.0.0.1", "-p", Integer.toString(port), "-y"));
    command.add("%s:key.example:%s".formatted(algorithm.label(), Daemon.SECRET));
    command.addAll(List.of(more));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @EnumSource(TsigAlgorithm.class)
  void digVerifiesAnswersAndTransfers(TsigAlgorithm algorithm) throws IOException {
    check(ForeignServer.tool("dig", "bind9-dnsutils"), algorithm);
  }

  @ParameterizedTest
  @EnumSource(TsigAlgorithm.class)
  void kdigVerifiesAnswersAndTransfers(TsigAlgorithm algorithm) throws IOException {
    check(ForeignServer.tool("kdig", "knot-dnsutils"), algorithm);
  }

  private static void check(Path tool, TsigAlgorithm algorithm) throws IOException {
    int port = SocketHost.freePort();
    TsigKey key = TsigKey.of("key.example", algorithm, Daemon.SECRET);
    try (SocketHost host = new SocketHost(port, lab(key))) {
      String answer = run(tool, port, algorithm, "www.example", "A");
      String transfer = run(tool, port, algorithm, "example", "AXFR");

      assertThat(answer).contains("NOERROR").contains("192.0.2.80").contains("TSIG");
      assertThat(transfer).contains("ns.elsewhere.").contains("192.0.2.80");
      assertThat(answer + transfer)
          .doesNotContainIgnoringCase("verify")
          .doesNotContainIgnoringCase("validat")
          .doesNotContainIgnoringCase("BADSIG")
          .doesNotContainIgnoringCase("failed");
      assertThat(host.queries()).hasSizeGreaterThanOrEqualTo(2);
    }
  }
}
