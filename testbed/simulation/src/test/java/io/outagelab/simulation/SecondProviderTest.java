package io.outagelab.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.outagelab.assembly.Machines;
import io.outagelab.authoritative.NameServer;
import io.outagelab.world.DnsService;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Record;

/** What a secondary in another AS makes of the outage, and what it is itself. */
@Tag("simulation")
class SecondProviderTest {
  private static final String WORLD = "facebook-2021";
  private static final String EVERYTHING = "assess-backbone-capacity.yaml";

  private static NameServer server(Play play, String name) {
    return play.simulation().assembled().nodes().stream()
        .filter(node -> node.name().equals(name))
        .flatMap(node -> Machines.nameServer(node).stream())
        .findFirst()
        .orElseThrow();
  }

  private static List<Record> records(NameServer server, DnsService of) {
    return of.origins().stream()
        .flatMap(origin -> server.authority().zones().zone(origin).stream())
        .flatMap(zone -> zone.rrsets().stream())
        .flatMap(rrset -> rrset.records().stream())
        .toList();
  }

  @Test
  void keepsNamesWhenTheOwnServersAreGone() {
    Play play = Play.of(WORLD, "second-provider");
    DnsService facebook = play.simulation().world().dnsService("facebook-dns");
    assertThat(records(server(play, "route53@as16509"), facebook))
        .as("copied, record for record, over the network")
        .hasSizeGreaterThan(50)
        .containsExactlyInAnyOrderElementsOf(records(server(play, "facebook-dns@sjc"), facebook));

    play.push(EVERYTHING).runTo(60);

    assertThat(play.isOriginated("129.134.30.0/24")).isFalse();
    for (String resolver : List.of("as13335", "as15169", "as64500")) {
      assertThat(play.board().answer(resolver, "www.facebook.com"))
          .as(resolver)
          .isEqualTo("NOERROR");
      assertThat(play.board().answer(resolver, "web.whatsapp.com"))
          .as(resolver)
          .isEqualTo("NOERROR");
    }
    assertThat(play.board().app("facebook").cause())
        .as("names alone bring no data centre back")
        .isEqualTo("backend");
  }

  @Test
  void losesNamesWithTheirOwnServersWithoutOne() {
    Play play = Play.of(WORLD).push(EVERYTHING).runTo(60);

    assertThat(play.board().answer("as13335", "www.facebook.com")).isEqualTo("SERVFAIL");
  }
}
