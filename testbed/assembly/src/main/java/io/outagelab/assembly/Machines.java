package io.outagelab.assembly;

import io.outagelab.apps.ClientCheck;
import io.outagelab.authoritative.NameServer;
import io.outagelab.configpush.Controller;
import io.outagelab.resolver.Resolver;
import java.util.Optional;
import org.xbill.DNS.Name;

/**
 * The machine inside a node, for a host that tells people of it. To be looked at on the thread of
 * its stage, and not to be fed: only the stage carries out what machines want done.
 */
public final class Machines {
  private Machines() {}

  /**
   * How an announcer does.
   *
   * @param service the service beside it
   * @param site where both stand
   * @param healthy whether its health rule holds; always, if it has none
   * @param announcing whether it has its prefixes announced
   */
  public record Announcing(String service, String site, boolean healthy, boolean announcing) {}

  /** The resolver in this node, if it is one. */
  public static Optional<Resolver> resolver(PlacedNode placed) {
    return placed.node() instanceof RecursiveNode(Resolver resolver)
        ? Optional.of(resolver)
        : Optional.empty();
  }

  /** The name server in this node, if it is one. */
  public static Optional<NameServer> nameServer(PlacedNode placed) {
    return placed.node() instanceof NameServerNode node
        ? Optional.of(node.server())
        : Optional.empty();
  }

  /** Whether the name server in this node copies the zone with this apex from another service. */
  public static boolean copies(PlacedNode placed, Name origin) {
    return placed.node() instanceof NameServerNode node && node.replicating().copies(origin);
  }

  /** How the announcer in this node does, if it is one. */
  public static Optional<Announcing> announcer(PlacedNode placed) {
    return switch (placed.node()) {
      case AnnouncerNode(var announcer, var host) ->
          Optional.of(
              new Announcing(
                  announcer.config().service(),
                  placed.site(),
                  announcer.healthy(),
                  announcer.announcing()));
      case SteadyAnnouncer steady ->
          Optional.of(new Announcing(steady.service(), placed.site(), true, true));
      default -> Optional.empty();
    };
  }

  /** The controller in this node, if it is one. */
  public static Optional<Controller> controller(PlacedNode placed) {
    return placed.node() instanceof ControllerNode node
        ? Optional.of(node.controller())
        : Optional.empty();
  }

  /** The door reader or tool in this node, if it is one. */
  public static Optional<ClientCheck> check(PlacedNode placed) {
    return placed.node() instanceof AppNode node
        ? node.players().stream()
            .filter(ClientCheck.class::isInstance)
            .map(ClientCheck.class::cast)
            .findFirst()
        : Optional.empty();
  }
}
