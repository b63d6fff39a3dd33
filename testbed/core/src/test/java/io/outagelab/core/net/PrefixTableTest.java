package io.outagelab.core.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Comparator;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PrefixTableTest {
  private final PrefixTable<String> table = new PrefixTable<>();

  @Test
  void longestPrefixWinsAndItsCoverTakesOverWhenItIsRemoved() {
    table.put(Prefix.of("129.134.0.0/17"), "aggregate");
    table.put(Prefix.of("129.134.30.0/23"), "pair");
    table.put(Prefix.of("129.134.30.0/24"), "specific");
    IpAddress server = IpAddress.of("129.134.30.12");

    assertThat(table.lookup(server).map(PrefixTable.Match::value)).contains("specific");

    table.remove(Prefix.of("129.134.30.0/24"));
    assertThat(table.lookup(server).map(PrefixTable.Match::value)).contains("pair");
    table.remove(Prefix.of("129.134.30.0/23"));
    assertThat(table.lookup(server).map(PrefixTable.Match::value)).contains("aggregate");
    table.remove(Prefix.of("129.134.0.0/17"));
    assertThat(table.lookup(server)).isEmpty();
    assertThat(table.size()).isZero();
  }

  @Test
  void familiesDoNotMix() {
    table.put(Prefix.of("0.0.0.0/0"), "v4");
    table.put(Prefix.of("2a03:2880::/32"), "v6");

    assertThat(table.lookup(IpAddress.of("2a03:2880:f0fc:c:face:b00c:0:35")))
        .map(PrefixTable.Match::value)
        .contains("v6");
    assertThat(table.lookup(IpAddress.of("2001:db8::1"))).isEmpty();
    assertThat(table.lookup(IpAddress.of("203.0.113.9"))).isPresent();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void agreesWithTheObviousSearchThroughAllPrefixes(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    for (int step = 0; step < 2_000; step++) {
      Prefix prefix = randomPrefix(random);
      if (random.nextInt(3) == 0) {
        table.remove(prefix);
      } else {
        table.put(prefix, prefix.toString());
      }
      IpAddress address = IpAddress.ofIpv4(random.nextInt() & 0x0f0f_ffff);

      Optional<Prefix> obvious =
          table.entries().keySet().stream()
              .filter(p -> p.contains(address))
              .max(Comparator.comparingInt(Prefix::length));
      assertThat(table.lookup(address).map(PrefixTable.Match::prefix)).isEqualTo(obvious);
    }
  }

  private static Prefix randomPrefix(SplittableRandom random) {
    int length = random.nextInt(33);
    return new Prefix(IpAddress.ofIpv4(random.nextInt() & 0x0f0f_ffff).masked(length), length);
  }

  @Test
  void addressesPrintAsTheyAreWritten() {
    assertThat(IpAddress.of("129.134.30.12")).hasToString("129.134.30.12");
    assertThat(IpAddress.of("2a03:2880:f0fc:c:face:b00c:0:35"))
        .hasToString("2a03:2880:f0fc:c:face:b00c:0:35");
    assertThat(IpAddress.of("2001:db8:0:0:1:0:0:1")).hasToString("2001:db8::1:0:0:1");
    assertThat(IpAddress.of("::1")).hasToString("::1");
    assertThat(IpAddress.of("::")).hasToString("::");
    assertThat(IpAddress.of("fe80::")).hasToString("fe80::");
  }

  @Test
  void refusesWhatIsNoAddressOrPrefixAndSaysWhatIsMeant() {
    assertThatThrownBy(() -> IpAddress.of("129.134.30"))
        .hasMessageContaining("not an IPv4 or IPv6 address");
    assertThatThrownBy(() -> Prefix.of("129.134.30.12/24"))
        .hasMessageContaining("129.134.30.0/24 is meant");
    assertThatThrownBy(() -> Prefix.of("10.0.0.0/33")).hasMessageContaining("0 to 32");
  }
}
