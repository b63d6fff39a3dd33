package io.outagelab.authoritative.zone;

import static org.assertj.core.api.Assertions.assertThat;

import io.outagelab.core.dns.DnsNames;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Name;

/** A table says of octets what lists of names say of names. */
class NameTableTest {
  private static final String[] LABELS = {"a", "B", "aa", "a-", "*", "\\000", "\\200", "z"};

  private static Name name(SplittableRandom random) {
    StringBuilder text = new StringBuilder();
    for (int labels = random.nextInt(4); labels > 0; labels--) {
      text.append(LABELS[random.nextInt(LABELS.length)]).append('.');
    }
    return DnsNames.of(text.isEmpty() ? "." : text.toString());
  }

  /** RFC 4034 §6.1. */
  @Test
  void findsTheLastNameAtOrBeforeAnotherInCanonicalOrder() {
    for (long seed = 0; seed < 50; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      TreeSet<Name> names = new TreeSet<>();
      for (int i = random.nextInt(40); i >= 0; i--) {
        names.add(name(random));
      }
      NameTable table = new NameTable(List.copyOf(names));
      for (int i = 0; i < 100; i++) {
        Name name = name(random);

        int expected = names.headSet(name, true).size() - 1;
        assertThat(floor(table, name))
            .as("seed %d: %s in %s", seed, name, names)
            .isEqualTo(expected);
        assertThat(table.find(name)).isEqualTo(names.contains(name) ? expected : NameTable.ABSENT);
      }
    }
  }

  private static int floor(NameTable table, Name name) {
    byte[] octets = name.toWireCanonical();
    List<Integer> labels = new ArrayList<>();
    for (int at = 0; octets[at] != 0; at += 1 + octets[at]) {
      labels.add(at);
    }
    int[] starts = labels.stream().mapToInt(Integer::intValue).toArray();
    return table.floor(octets, starts, starts.length, new int[128]);
  }
}
