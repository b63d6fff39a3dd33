package io.outagelab.console.serve;

import io.outagelab.authoritative.dnssec.KeyAlgorithm;
import io.outagelab.authoritative.dnssec.SigningPolicy;
import io.outagelab.authoritative.transfer.RemoteServer;
import io.outagelab.authoritative.transfer.TransferPolicy;
import io.outagelab.authoritative.transfer.TransferPolicy.Grant;
import io.outagelab.authoritative.tsig.TsigKeys;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.xbill.DNS.Name;

/**
 * How the zones of a name server move: where copies come from, who is told of changes and who gets
 * whole zones, and which zones are signed here.
 *
 * @param storage where copies, signed zones and made keys are kept; there if there are any
 * @param keys what requests may be signed with
 * @param notified who is told of changes of any zone
 * @param grants who may have whole zones
 * @param zones those that anything is said of, by their origins
 */
public record ReplicationPlan(
    Optional<Path> storage,
    TsigKeys keys,
    List<RemoteServer> notified,
    List<Grant> grants,
    SortedMap<Name, ZonePlan> zones) {

  /** Zones go nowhere and come from nowhere. */
  public static final ReplicationPlan NONE =
      new ReplicationPlan(
          Optional.empty(), TsigKeys.NONE, List.of(), List.of(), Collections.emptySortedMap());

  /**
   * How one zone moves.
   *
   * @param primaries where it is copied from; nowhere if it is read from a file here
   * @param notified who is told of its changes
   * @param grants who may have it
   * @param signing how it is signed, if it is
   */
  public record ZonePlan(
      List<RemoteServer> primaries,
      List<RemoteServer> notified,
      List<Grant> grants,
      Optional<SigningPlan> signing) {
    /** Keeps its own copies. */
    public ZonePlan {
      primaries = List.copyOf(primaries);
      notified = List.copyOf(notified);
      grants = List.copyOf(grants);
    }

    /** Whether it is a copy of another server's. */
    public boolean isCopied() {
      return !primaries.isEmpty();
    }
  }

  /**
   * How a zone is signed.
   *
   * @param keys the folder of its keys
   * @param algorithm of a key that is made, if the folder holds none of the zone's
   */
  public record SigningPlan(Path keys, KeyAlgorithm algorithm, SigningPolicy policy) {}

  /** Keeps its own copies. */
  public ReplicationPlan {
    notified = List.copyOf(notified);
    grants = List.copyOf(grants);
    zones = Collections.unmodifiableSortedMap(new TreeMap<>(zones));
  }

  /** Who may have which zones. */
  TransferPolicy policy() {
    List<Grant> all = new ArrayList<>(grants);
    zones.values().forEach(zone -> all.addAll(zone.grants()));
    return new TransferPolicy(all);
  }

  /** Who is told of changes of this zone, each once. */
  List<RemoteServer> notified(Name origin) {
    return Stream.concat(
            notified.stream(),
            Optional.ofNullable(zones.get(origin)).stream()
                .flatMap(zone -> zone.notified().stream()))
        .distinct()
        .toList();
  }

  /** How this zone is signed, if it is. */
  Optional<SigningPlan> signing(Name origin) {
    return Optional.ofNullable(zones.get(origin)).flatMap(ZonePlan::signing);
  }

  /** The origins of the zones that are copied from elsewhere. */
  public List<Name> copied() {
    return zones.entrySet().stream()
        .filter(zone -> zone.getValue().isCopied())
        .map(Map.Entry::getKey)
        .toList();
  }
}
