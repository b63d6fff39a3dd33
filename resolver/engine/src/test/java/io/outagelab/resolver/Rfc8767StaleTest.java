package io.outagelab.resolver;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** RFC 8767: stale data to improve resilience. */
class Rfc8767StaleTest {
  private static final Duration BEGIN = Duration.ofMinutes(10);

  @RegisterExtension final FakeInternet net = new FakeInternet();

  @BeforeEach
  void build() {
    SmallWorld.build(net);
    SmallWorld.outage(net, BEGIN, Duration.ofHours(7));
    net.policy(Map.of("serve-stale", "true"));
  }

  /** RFC 8767 §4 and §5: after 1.8 s, with a TTL of 30 s. */
  @Test
  void servesStaleDataWhenNoServerAnswersInTime() {
    net.ask("api.example.com");
    net.at(BEGIN.plusSeconds(300));
    Duration asked = net.now().sinceStart();

    Answer answer = net.ask("api.example.com");

    answer.has("192.0.2.80").explains(3);
    assertThat(answer.ttls()).containsExactly(30L);
    assertThat(net.answers().getLast().at().sinceStart().minus(asked))
        .isLessThanOrEqualTo(Duration.ofMillis(1800));
  }

  @Test
  void servesAStaleAliasChain() {
    net.ask("www.example.com");
    net.at(BEGIN.plusSeconds(3700));

    net.ask("www.example.com").has("star.edge.example.com.", "192.0.2.35").explains(3);
  }

  @Test
  void servesStaleDataAtOnceWhileTheFailureIsCached() {
    net.ask("api.example.com");
    net.at(BEGIN.plusSeconds(300));
    net.ask("api.example.com");
    net.pass(Duration.ofSeconds(4));
    int before = net.sent().size();
    Duration asked = net.now().sinceStart();

    net.ask("api.example.com").has("192.0.2.80").explains(3);

    assertThat(net.answers().getLast().at().sinceStart()).isEqualTo(asked);
    assertThat(net.sent()).hasSize(before);
  }

  /** RFC 8767 §5: the maximum stale timer. */
  @Test
  void failsWhenTheDataIsTooOld() {
    net.policy(Map.of("serve-stale", "true", "max-stale", "1h"));
    net.ask("api.example.com");
    net.at(BEGIN.plusSeconds(4000));

    net.ask("api.example.com").isOnly("SERVFAIL");
  }

  @Test
  void servesAStaleDenialAsOne() {
    net.ask("missing.example.com").isOnly("NXDOMAIN");
    net.at(BEGIN.plusSeconds(1000));

    net.ask("missing.example.com").isOnly("NXDOMAIN").explains(19);
  }

  @Test
  void prefersFreshDataWhenServersAnswer() {
    net.ask("api.example.com");
    net.pass(Duration.ofSeconds(301));

    Answer answer = net.ask("api.example.com");

    answer.has("192.0.2.80").explains();
    assertThat(answer.ttls()).containsExactly(300L);
  }

  @Test
  void hasNothingStaleForANameItNeverKnew() {
    net.at(BEGIN);

    net.ask("api.example.com").isOnly("SERVFAIL");
  }
}
