package io.outagelab.backbone.bgp;

import io.outagelab.core.Seeds;
import io.outagelab.core.net.IpAddress;
import io.outagelab.core.net.IpAddress.Family;
import io.outagelab.core.net.Prefix;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.TreeSet;
import java.util.random.RandomGenerator;

/** Seeded messages and their parts. */
final class Generator {
  private final RandomGenerator random;

  Generator(long seed) {
    random = new Seeds(seed).of("bgp");
  }

  int upTo(int bound) {
    return random.nextInt(bound);
  }

  boolean chance() {
    return random.nextBoolean();
  }

  <T> T choose(List<T> of) {
    return of.get(random.nextInt(of.size()));
  }

  byte[] octets(int count) {
    byte[] octets = new byte[count];
    random.nextBytes(octets);
    return octets;
  }

  <T> List<T> shuffled(List<T> list) {
    List<T> result = new ArrayList<>(list);
    for (int i = result.size() - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      T swapped = result.get(i);
      result.set(i, result.get(j));
      result.set(j, swapped);
    }
    return result;
  }

  Prefix prefix(Family family) {
    int length = random.nextInt(family.bits() + 1);
    return new Prefix(IpAddress.of(octets(family.bits() / 8)).masked(length), length);
  }

  List<Prefix> prefixes(Family family, int most) {
    TreeSet<Prefix> prefixes = new TreeSet<>();
    int count = 1 + random.nextInt(most);
    for (int i = 0; i < count; i++) {
      prefixes.add(prefix(family));
    }
    return List.copyOf(prefixes);
  }

  long as() {
    return 1 + random.nextLong(0xffff_ffffL);
  }

  AsPath asPath() {
    List<AsPath.Segment> segments = new ArrayList<>();
    int count = random.nextInt(3);
    for (int i = 0; i < count; i++) {
      List<Long> ases = new ArrayList<>();
      int length = 1 + random.nextInt(chance() ? 4 : 90);
      for (int j = 0; j < length; j++) {
        ases.add(as());
      }
      segments.add(new AsPath.Segment(choose(Arrays.asList(AsPath.SegmentType.values())), ases));
    }
    return new AsPath(segments);
  }

  private OptionalLong number() {
    return chance() ? OptionalLong.empty() : OptionalLong.of(random.nextLong(1L << 32));
  }

  /** Attributes as an internal peer may send them, with a next hop of the family. */
  PathAttributes attributes(Family family) {
    IpAddress nextHop = IpAddress.of(family == Family.IPV4 ? "192.0.2.1" : "2001:db8::1");
    List<Community> communities = new ArrayList<>();
    int count = random.nextInt(4);
    for (int i = 0; i < count; i++) {
      communities.add(new Community(random.nextInt()));
    }
    List<OpaqueAttribute> others = new ArrayList<>();
    if (chance()) {
      others.add(new OpaqueAttribute(0x40, AttributeType.ATOMIC_AGGREGATE.code(), new byte[0]));
    }
    if (chance()) {
      others.add(new OpaqueAttribute(0xe0, 200, octets(random.nextInt(300))));
    }
    return new PathAttributes(
        choose(Arrays.asList(Origin.values())),
        asPath(),
        nextHop,
        number(),
        number(),
        communities,
        number(),
        others);
  }
}
