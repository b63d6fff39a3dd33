package io.outagelab.authoritative;

import static org.assertj.core.api.Assertions.assertThat;

import io.outagelab.authoritative.zone.Zone;
import io.outagelab.authoritative.zone.ZoneFile;
import io.outagelab.authoritative.zone.ZoneSet;
import io.outagelab.core.dns.DnsNames;
import io.outagelab.core.net.Transport;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Type;

/** How long an {@link AnswerMemory} keeps what. */
class KeptAnswersTest {
  private static final Zone FIRST =
      zone("first", "host A 192.0.2.2\ninto CNAME host.second.\nback MX 1 host.second.\n");
  private static final Zone SECOND = zone("second", "host A 192.0.2.3\n");
  private static final ZoneSet BOTH = ZoneSet.of(List.of(FIRST, SECOND));

  private static Zone zone(String origin, String records) {
    String apex = "$TTL 60\n@ SOA ns.else. h.else. 1 2 3 4 5\n@ NS ns.else.\n";
    return ZoneFile.parse(origin + ".zone", apex + records, DnsNames.of(origin));
  }

  /** The octets that are kept: the same array as long as they are. */
  private static byte[] find(AnswerMemory memory, String name, int type) {
    byte[] query = Client.query(name, type).toWire();
    QueryView view = new QueryView();
    assertThat(view.read(query, query.length)).isEqualTo(QueryView.Kind.PLAIN);
    return Objects.requireNonNull(memory.find(view)).records();
  }

  @Test
  void remembersWhatComesAfterTheMemoryWasFull() {
    String hosts =
        IntStream.range(0, 500)
            .mapToObj("h%1$d A 192.0.2.1\n"::formatted)
            .reduce("", String::concat);
    AnswerMemory memory = new AnswerMemory(ZoneSet.of(List.of(zone("z", hosts))), 10_000);
    for (int host = 0; host < 500; host++) {
      byte[] made = find(memory, "h" + host + ".z", Type.A);

      assertThat(find(memory, "h" + host + ".z", Type.A)).isSameAs(made);
    }
  }

  @Test
  void remembersTheZonesThatDidNotChange() {
    AnswerMemory memory = new AnswerMemory(BOTH);
    byte[] known = find(memory, "host.first", Type.A);
    byte[] changed = find(memory, "host.second", Type.A);

    AnswerMemory next = memory.serving(BOTH.with(zone("second", "host A 192.0.2.4\n")));

    assertThat(find(next, "host.first", Type.A)).isSameAs(known);
    assertThat(find(next, "host.second", Type.A)).isNotSameAs(changed);
  }

  /** Aliases are followed into other zones, and addresses taken from there. */
  @Test
  void forgetsWhatTheOtherZonesHadAPartIn() {
    Authority before = new Authority(BOTH, "test");
    for (Authority serving :
        List.of(
            before,
            before.serving(BOTH.with(zone("second", "host A 192.0.2.4\n"))),
            before.serving(BOTH.without(DnsNames.of("second"))),
            before.serving(BOTH.with(zone("host.second", "@ A 192.0.2.5\n"))),
            before.serving(BOTH.with(zone("host.first", "@ A 192.0.2.6\n"))))) {
      for (String name : List.of("host.first", "into.first", "back.first", "host.second")) {
        for (int type : new int[] {Type.A, Type.MX}) {
          // Compared with what the whole codec says.
          assertThat(Client.octets(serving, Client.query(name, type).toWire(), Transport.UDP))
              .isPresent();
        }
      }
    }
  }

  @Test
  void givesThreadsThatShareItWhatTheSearchSays() throws Exception {
    List<Callable<Boolean>> asking = new ArrayList<>();
    for (int round = 0; round < 20; round++) {
      Authority authority = Client.ofTestZones().authority();
      for (int thread = 0; thread < 4; thread++) {
        asking.add(() -> asksForEverything(authority));
      }
    }
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      for (Future<Boolean> asked : threads.invokeAll(asking)) {
        assertThat(asked.get()).isTrue();
      }
    }
  }

  private static boolean asksForEverything(Authority authority) {
    for (Zone zone : authority.zones().zones()) {
      for (int node = 0; node < zone.nodes().size(); node++) {
        String name = zone.nodes().get(node).name().toString();
        for (int type : new int[] {Type.A, Type.TXT, Type.ANY}) {
          Client.octets(authority, Client.query(name, type).toWire(), Transport.UDP);
          Client.octets(authority, Client.query("x." + name, type).toWire(), Transport.UDP);
        }
      }
    }
    return true;
  }
}
