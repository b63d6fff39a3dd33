package io.outagelab.console.serve;

import io.outagelab.authoritative.dnssec.Resigner;
import io.outagelab.authoritative.dnssec.SigningKey;
import io.outagelab.authoritative.dnssec.ZoneSigner;
import io.outagelab.authoritative.transfer.StoredZone;
import io.outagelab.authoritative.zone.Zone;
import io.outagelab.authoritative.zone.ZoneSet;
import io.outagelab.console.serve.ReplicationPlan.SigningPlan;
import io.outagelab.core.Event;
import io.outagelab.core.Tick;
import io.outagelab.core.Timers;
import io.outagelab.core.dns.DnsNames;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.xbill.DNS.Name;

/**
 * The zones that a server is the primary of, as they are served: those that it is to sign are
 * signed, and renewed in time. For one thread.
 */
final class SignedZones {
  private static final long DS_TTL = 3_600;

  private record Signing(Resigner resigner, Zone content) {}

  private final ReplicationPlan plan;
  private final Optional<ZoneStore> store;
  private final Instant epoch;
  private final Consumer<String> teller;
  private final Consumer<Event> observer;
  private final SecureRandom random = new SecureRandom();
  private final Map<Name, Signing> signings = new HashMap<>();
  private final Timers<Name> renewals = new Timers<>();
  private ZoneSet served = ZoneSet.EMPTY;

  /**
   * No zones yet.
   *
   * @param store where signed zones are kept, so that serials and signatures outlive the process
   * @param epoch the instant of tick zero
   * @param teller is told of keys that are made
   */
  SignedZones(
      ReplicationPlan plan,
      Optional<ZoneStore> store,
      Instant epoch,
      Consumer<String> teller,
      Consumer<Event> observer) {
    this.plan = plan;
    this.store = store;
    this.epoch = epoch;
    this.teller = teller;
    this.observer = observer;
  }

  /** What is served now. */
  ZoneSet served() {
    return served;
  }

  /** The zones hold this from now on; signs what has changed. */
  void replace(Tick now, ZoneSet content) {
    List<Zone> zones = new ArrayList<>(content.zones().size());
    for (Zone zone : content.zones()) {
      zones.add(
          plan.signing(zone.origin()).map(signing -> signed(now, zone, signing)).orElse(zone));
    }
    signings.keySet().stream()
        .filter(origin -> content.zone(origin).isEmpty())
        .toList()
        .forEach(this::forget);
    served = ZoneSet.of(zones);
  }

  private void forget(Name origin) {
    signings.remove(origin);
    renewals.cancel(origin);
  }

  private Zone signed(Tick now, Zone content, SigningPlan signing) {
    Signing before = signings.get(content.origin());
    if (before != null && before.content() == content) {
      return before.resigner().signed().orElseThrow();
    }
    Resigner resigner = before == null ? resigner(content.origin(), signing) : before.resigner();
    signings.put(content.origin(), new Signing(resigner, content));
    Optional<Zone> kept =
        before == null
            ? store.flatMap(files -> files.load(content.origin()).map(StoredZone::zone))
            : Optional.empty();
    Resigner.Input input =
        kept.<Resigner.Input>map(zone -> new Resigner.Input.Resume(content, zone))
            .orElseGet(() -> new Resigner.Input.Sign(content));
    return carriedOut(now, content.origin(), resigner, resigner.handle(now, input));
  }

  private Resigner resigner(Name origin, SigningPlan signing) {
    KeyFolder folder = new KeyFolder(signing.keys(), random);
    List<SigningKey> keys = folder.keys(origin);
    if (keys.isEmpty()) {
      SigningKey made = folder.make(origin, signing.algorithm());
      keys = List.of(made);
      teller.accept(
          "made %s, kept in %s; its parent zone needs: %s"
              .formatted(made, signing.keys(), made.ds(DS_TTL)));
    }
    return new Resigner(new ZoneSigner(keys, signing.policy(), random), epoch);
  }

  private Zone carriedOut(Tick now, Name origin, Resigner resigner, List<Resigner.Effect> effects) {
    for (Resigner.Effect effect : effects) {
      switch (effect) {
        case Resigner.Effect.Serve(Zone signed) ->
            store.ifPresent(
                files -> files.store(new StoredZone(signed, epoch.plus(now.sinceStart()))));
        case Resigner.Effect.Observed(Event event) -> observer.accept(event);
      }
    }
    renewals.set(origin, resigner.deadline());
    return resigner
        .signed()
        .orElseThrow(() -> new IllegalStateException(DnsNames.display(origin) + " is not signed"));
  }

  /** Renews what is due; whether anything was. */
  boolean renew(Tick now) {
    List<Name> due = renewals.due(now);
    for (Name origin : due) {
      Signing signing = signings.get(origin);
      if (signing != null) {
        served =
            served.with(
                carriedOut(now, origin, signing.resigner(), signing.resigner().expire(now)));
      }
    }
    return !due.isEmpty();
  }

  /** When there is something to renew next. */
  Tick deadline() {
    return renewals.deadline();
  }

  @Override
  public String toString() {
    return "%d signed zones of %d".formatted(signings.size(), served.zones().size());
  }
}
