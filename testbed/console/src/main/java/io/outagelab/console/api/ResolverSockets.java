package io.outagelab.console.api;

import io.outagelab.assembly.Mode;
import io.outagelab.console.api.LabDescription.Place;
import io.outagelab.console.api.LabDescription.Role;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where this machine finds a lab's resolvers: at their own addresses, or, where they are
 * containers, at ports of the machine that these run on.
 */
public final class ResolverSockets {
  private static final int FIRST_PORT = 10_053;
  private static final int USUALLY_PUBLISHED = 3;

  private final LabDescription lab;
  private final String host;
  private final Optional<Map<String, Integer>> ports;

  /**
   * The sockets of a lab.
   *
   * @param host where containers are published
   * @param ports on which port which resolver is; the first three on 10053 to 10055 if unknown
   */
  public ResolverSockets(LabDescription lab, String host, Optional<Map<String, Integer>> ports) {
    this.lab = lab;
    this.host = host;
    this.ports = ports;
  }

  /** Where a resolver is found. */
  public InetSocketAddress of(Place resolver) {
    Optional<Integer> port =
        lab.mode() == Mode.COMPOSE ? published(resolver.name()) : Optional.empty();
    return port.map(number -> new InetSocketAddress(host, number))
        .orElseGet(() -> new InetSocketAddress(resolver.address(), lab.dnsPort()));
  }

  private Optional<Integer> published(String name) {
    if (ports.isPresent()) {
      return Optional.ofNullable(ports.get().get(name));
    }
    List<String> names = lab.places(Role.RESOLVER).stream().map(Place::name).distinct().toList();
    int index = names.indexOf(name);
    return index >= 0 && index < USUALLY_PUBLISHED
        ? Optional.of(FIRST_PORT + index)
        : Optional.empty();
  }
}
