package io.outagelab.resolver.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.outagelab.core.Tick;
import io.outagelab.core.dns.DnsNames;
import io.outagelab.core.dns.RRset;
import io.outagelab.core.net.IpAddress;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.NSRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

/** RFC 2181 §5.4.1: what may replace what in the cache. */
class Rfc2181CredibilityTest {
  private static final Name NAME = DnsNames.of("www.example.com");

  private final RRsetCache cache = new RRsetCache(3, Duration.ZERO);

  @Test
  void keepsTheAnswerWhenGlueSaysOtherwise() {
    cache.put(Tick.ZERO, address("192.0.2.1", 300), Credibility.AUTHORITATIVE_ANSWER);

    cache.put(Tick.ZERO, address("192.0.2.66", 300), Credibility.ADDITIONAL);

    assertThat(found(Tick.ZERO).set().records().getFirst().rdataToString()).isEqualTo("192.0.2.1");
  }

  @Test
  void replacesGlueByTheAnswer() {
    cache.put(Tick.ZERO, address("192.0.2.66", 300), Credibility.ADDITIONAL);

    cache.put(Tick.ZERO, address("192.0.2.1", 300), Credibility.AUTHORITATIVE_ANSWER);

    assertThat(found(Tick.ZERO).set().records().getFirst().rdataToString()).isEqualTo("192.0.2.1");
    assertThat(found(Tick.ZERO).credibility().isGoodForAnswers()).isTrue();
  }

  @Test
  void takesWhatIsLessCredibleOnceTheTtlHasRunOut() {
    cache.put(Tick.ZERO, address("192.0.2.1", 10), Credibility.AUTHORITATIVE_ANSWER);
    Tick later = Tick.at(Duration.ofSeconds(10));

    cache.put(later, address("192.0.2.66", 300), Credibility.ADDITIONAL);

    assertThat(found(later).set().records().getFirst().rdataToString()).isEqualTo("192.0.2.66");
    assertThat(found(later).credibility().isGoodForAnswers()).isFalse();
  }

  /** The ghost domain problem: a child cannot keep its own delegation alive for ever. */
  @Test
  void doesNotRenewADelegationByItsOwnWord() {
    cache.put(Tick.ZERO, servers(100), Credibility.AUTHORITATIVE_AUTHORITY);

    cache.put(Tick.at(Duration.ofSeconds(90)), servers(100), Credibility.AUTHORITATIVE_AUTHORITY);

    assertThat(cache.fresh(Tick.at(Duration.ofSeconds(99)), NAME, Type.NS)).isPresent();
    assertThat(cache.fresh(Tick.at(Duration.ofSeconds(100)), NAME, Type.NS)).isEmpty();
  }

  @Test
  void forgetsWhatWasUsedLongestAgoWhenItIsFull() {
    for (String name : List.of("a.test", "b.test", "c.test")) {
      cache.put(Tick.ZERO, address(name, "192.0.2.1", 300), Credibility.ANSWER);
    }
    cache.fresh(Tick.ZERO, DnsNames.of("a.test"), Type.A);

    cache.put(Tick.ZERO, address("d.test", "192.0.2.1", 300), Credibility.ANSWER);

    assertThat(cache.size()).isEqualTo(3);
    assertThat(cache.fresh(Tick.ZERO, DnsNames.of("a.test"), Type.A)).isPresent();
    assertThat(cache.fresh(Tick.ZERO, DnsNames.of("b.test"), Type.A)).isEmpty();
  }

  @Test
  void findsExpiredDataAsStaleForAWhile() {
    RRsetCache stale = new RRsetCache(3, Duration.ofHours(1));
    stale.put(Tick.ZERO, address("192.0.2.1", 60), Credibility.ANSWER);

    assertThat(stale.fresh(Tick.at(Duration.ofMinutes(2)), NAME, Type.A)).isEmpty();
    assertThat(stale.find(Tick.at(Duration.ofMinutes(60)), NAME, Type.A))
        .hasValueSatisfying(found -> assertThat(found.stale()).isTrue());
    assertThat(stale.find(Tick.at(Duration.ofMinutes(61)), NAME, Type.A)).isEmpty();
  }

  private RRsetCache.Found found(Tick now) {
    return cache.fresh(now, NAME, Type.A).orElseThrow();
  }

  private static RRset address(String address, long ttl) {
    return address("www.example.com", address, ttl);
  }

  private static RRset address(String name, String address, long ttl) {
    return RRset.of(
        List.of(
            new ARecord(DnsNames.of(name), DClass.IN, ttl, IpAddress.of(address).toInetAddress())));
  }

  private static RRset servers(long ttl) {
    return RRset.of(List.of(new NSRecord(NAME, DClass.IN, ttl, DnsNames.of("ns.www.example.com"))));
  }
}
