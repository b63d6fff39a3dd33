package io.outagelab.authoritative;

import static org.assertj.core.api.Assertions.assertThatCode;

import io.outagelab.core.net.Transport;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.Message;
import org.xbill.DNS.NSIDOption;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Section;

/** Whatever arrives, an authority neither fails nor answers what is no query. */
class AuthorityFuzzTest {
  private static final int ROUNDS = 5_000;
  private static final String[] NAMES = {
    "www.example", "chain.example", "host.sub.example", "x.wild.example", "host.moved.example", "."
  };

  private final Authority authority = Client.ofTestZones().authority();

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void survivesRandomOctets(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    for (int round = 0; round < ROUNDS; round++) {
      byte[] octets = new byte[random.nextInt(120)];
      random.nextBytes(octets);
      if (octets.length > 2 && random.nextBoolean()) {
        octets[2] = (byte) (octets[2] & 0x07);
      }
      check(octets, random, seed);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void survivesFlippedBitsAndCutsOfValidQueries(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    for (int round = 0; round < ROUNDS; round++) {
      byte[] octets = validQuery(random);
      for (int flips = random.nextInt(6); flips > 0; flips--) {
        octets[random.nextInt(octets.length)] ^= (byte) (1 << random.nextInt(8));
      }
      int length = random.nextInt(10) == 0 ? random.nextInt(octets.length) : octets.length;
      check(Arrays.copyOf(octets, length), random, seed);
    }
  }

  /** Every type's own parser meets rdata that makes no sense to it. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void survivesRecordsOfEveryTypeWithRandomRdata(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    for (int round = 0; round < ROUNDS; round++) {
      check(queryWithRecord(1 + round % 270, random), random, seed);
    }
  }

  private static byte[] queryWithRecord(int type, SplittableRandom random) {
    byte[] query = Client.query("www.example", 1).toWire();
    byte[] rdata = new byte[random.nextInt(40)];
    random.nextBytes(rdata);
    byte[] octets = Arrays.copyOf(query, query.length + 11 + rdata.length);
    octets[7 + 2 * random.nextInt(3)] = 1;
    octets[query.length + 1] = (byte) (type >> 8);
    octets[query.length + 2] = (byte) type;
    octets[query.length + 4] = 1;
    octets[query.length + 10] = (byte) rdata.length;
    System.arraycopy(rdata, 0, octets, query.length + 11, rdata.length);
    return octets;
  }

  private static byte[] validQuery(SplittableRandom random) {
    Message query = Client.query(NAMES[random.nextInt(NAMES.length)], 1 + random.nextInt(260));
    if (random.nextBoolean()) {
      query.addRecord(
          new OPTRecord(random.nextInt(5000), 0, 0, 0, new NSIDOption(new byte[0])),
          Section.ADDITIONAL);
    }
    return query.toWire();
  }

  private void check(byte[] octets, SplittableRandom random, long seed) {
    Transport transport = random.nextBoolean() ? Transport.UDP : Transport.TCP;
    assertThatCode(() -> Robustness.check(authority, octets, transport))
        .as("seed %d", seed)
        .doesNotThrowAnyException();
  }
}
