package io.outagelab.authoritative.tsig;

import io.outagelab.core.LabConfigurationException;
import io.outagelab.core.dns.DnsNames;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.xbill.DNS.Name;

/** The keys that a server knows, each by its name. */
public record TsigKeys(List<TsigKey> keys) {
  /** No key at all: every signature is one by an unknown key. */
  public static final TsigKeys NONE = new TsigKeys(List.of());

  /** Keeps its own copy; two keys of one name are refused. */
  public TsigKeys {
    keys = List.copyOf(keys);
    TreeSet<Name> names = new TreeSet<>();
    for (TsigKey key : keys) {
      if (!names.add(key.name())) {
        throw new LabConfigurationException(
            "TSIG key '%s' is given twice: give each name one secret"
                .formatted(DnsNames.display(key.name())));
      }
    }
  }

  /** The key of this name. */
  public Optional<TsigKey> find(Name name) {
    return keys.stream().filter(key -> key.name().equals(name)).findFirst();
  }
}
