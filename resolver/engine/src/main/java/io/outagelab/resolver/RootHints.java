package io.outagelab.resolver;

import io.outagelab.core.LabConfigurationException;
import io.outagelab.core.dns.DnsNames;
import io.outagelab.core.net.IpAddress;
import io.outagelab.resolver.reply.Delegation;
import io.outagelab.resolver.reply.Delegation.NameServer;
import java.util.List;
import java.util.SortedMap;
import org.xbill.DNS.Name;

/**
 * Where resolution begins: the name servers of the root and their addresses (RFC 8109 §2).
 *
 * @param servers at least one, each with at least one address
 */
public record RootHints(List<NameServer> servers) {
  /** Rejects hints that lead nowhere. */
  public RootHints {
    servers = List.copyOf(servers);
    if (servers.isEmpty()) {
      throw new LabConfigurationException("root hints: there is none, at least one is needed");
    }
    for (NameServer server : servers) {
      if (server.glue().isEmpty()) {
        throw new LabConfigurationException(
            "root hints: %s has no address".formatted(DnsNames.display(server.name())));
      }
    }
  }

  /** From names and their addresses. */
  public static RootHints of(SortedMap<String, List<IpAddress>> addresses) {
    return new RootHints(
        addresses.entrySet().stream()
            .map(entry -> new NameServer(DnsNames.of(entry.getKey()), entry.getValue()))
            .toList());
  }

  /** The hints as the delegation of the root zone. */
  Delegation delegation() {
    return new Delegation(Name.root, servers);
  }
}
