package io.outagelab.harness;

import static org.assertj.core.api.Assertions.assertThat;

import io.outagelab.assembly.Status;
import io.outagelab.configpush.Via;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Type;

/** The whole chain over real sockets, as a client sees it that knows nothing of the lab. */
@Tag("embedded")
@Timeout(120)
class EmbeddedCascadeTest {
  private static final String NAME = "www.example";
  private static final String RESOLVER = "203.0.113.53";
  private static final String NAME_SERVER = "192.0.2.53";

  /** In the root zone, whose servers are nobody's victims. */
  private static final String CONTROL = "ns.root.example";

  /** RFC 8914 §4.23. */
  private static final int NO_REACHABLE_AUTHORITY = 22;

  /** RFC 8914 §4.14. */
  private static final int CACHED_ERROR = 13;

  private final LiveLab live = LiveLab.start("tiny", 300).untilWell();

  @AfterEach
  void close() {
    assertThat(live.lab().failures()).isZero();
    live.close();
  }

  private Status breakIt() {
    live.push("drain-everything.yaml");
    return live.untilStatus(
        status ->
            "SERVFAIL".equals(status.resolvers().getFirst().names().get(NAME))
                && status.apps().getFirst().state().equals("down")
                && status.apps().getFirst().cause().equals("name"));
  }

  private void restore() {
    live.rollback(Via.ON_SITE, true);
    live.untilWell();
  }

  @Test
  void anUndisturbedLabAnswersWithTtlsThatCountDown() {
    Message straight = live.at(NAME_SERVER).ask(NAME);
    assertThat(straight.getHeader().getFlag(Flags.AA)).isTrue();
    assertThat(DnsClient.data(straight)).isEqualTo(live.address("192.0.2.180"));
    assertThat(live.at(RESOLVER).ask(NAME).getHeader().getFlag(Flags.RA)).isTrue();

    // An hour of the world's is twelve seconds here, of which caches take theirs.
    assertThat(DnsClient.ttl(live.at(NAME_SERVER).ask("ns1." + NAME))).isEqualTo(12);
    Message first = live.at(RESOLVER).ask("ns1." + NAME);
    live.lab().runUntil(live.lab().worldTime().plus(Duration.ofMinutes(6)), happening -> {});
    assertThat(DnsClient.ttl(live.at(RESOLVER).ask("ns1." + NAME)))
        .isLessThan(DnsClient.ttl(first));
  }

  @Test
  void aStatusAtRestSaysThatAllIsWell() {
    Status status = live.lab().status();

    assertThat(status.backbone().linksUp()).isEqualTo(2).isEqualTo(status.backbone().linksTotal());
    assertThat(status.bgp().withdrawn()).isEmpty();
    assertThat(status.nameServerSites())
        .allMatch(Status.NameServerSite::announcing)
        .allMatch(Status.NameServerSite::healthy);
    assertThat(status.resolvers().getFirst().address()).isEqualTo(live.address(RESOLVER));
  }

  @Test
  void thereAndBack() {
    assertDark(breakIt());

    live.rollback(Via.IN_BAND, false);
    assertThat(live.untilEvent("rollback-refused", Map.of("via", "in-band")).event().attributes())
        .hasEntrySatisfying("reason", reason -> assertThat(reason).isNotBlank());
    assertThat(live.lab().status().backbone().linksUp()).isZero();

    restore();
    assertThat(live.lab().status().backbone().linksUp()).isEqualTo(2);
    assertThat(live.lab().status().bgp().withdrawn()).isEmpty();
    assertThat(live.at(RESOLVER).rcode(NAME)).isEqualTo("NOERROR");
    assertThat(live.at(NAME_SERVER).rcode(NAME)).isEqualTo("NOERROR");

    // No question was lost on the way: a resolver that fails says so.
    List<String> told =
        live.events().stream()
            .filter(happening -> happening.event().name().equals("answer-changed"))
            .map(happening -> happening.event().attributes().getOrDefault("to", ""))
            .toList();
    assertThat(told).containsExactly("NOERROR", "SERVFAIL", "NOERROR");
  }

  private void assertDark(Status status) {
    assertThat(status.backbone().linksUp()).isZero();
    assertThat(status.backbone().sitesIsolated()).contains("core", "edge");
    assertThat(status.bgp().withdrawn()).containsExactly("192.0.2.0/25");
    assertThat(status.nameServerSites().getFirst().healthy()).isFalse();
    assertThat(status.nameServerSites().getFirst().announcing()).isFalse();

    Message failed = live.at(RESOLVER).ask("never-asked-before." + NAME);
    assertThat(Rcode.string(failed.getRcode())).isEqualTo("SERVFAIL");
    assertThat(DnsClient.extendedError(failed).orElseThrow())
        .isIn(NO_REACHABLE_AUTHORITY, CACHED_ERROR);
    assertThat(live.at(RESOLVER).rcode(NAME)).isEqualTo("SERVFAIL");
    assertThat(live.at(NAME_SERVER).isSilent(NAME)).isTrue();
    assertThat(live.at(RESOLVER).rcode(CONTROL)).isEqualTo("NOERROR");
  }

  /** There are no packets to drop on a connection: what is asked into the outage waits. */
  @Test
  void aQueryOnAConnectionThatStallsGoesOnWhenRoutingHeals() throws IOException {
    breakIt();
    try (Socket connection = live.at(NAME_SERVER).connect()) {
      DnsClient.write(connection, DnsClient.message(NAME, Type.A, DClass.IN));
      assertThat(live.at(NAME_SERVER).isSilent(NAME)).isTrue();
      assertThat(connection.getInputStream().available()).isZero();

      restore();

      assertThat(DnsClient.read(connection).getRcode()).isEqualTo(Rcode.NOERROR);
    }
  }
}
