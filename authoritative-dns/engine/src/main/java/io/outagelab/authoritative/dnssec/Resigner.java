package io.outagelab.authoritative.dnssec;

import io.outagelab.authoritative.zone.Serial;
import io.outagelab.authoritative.zone.Zone;
import io.outagelab.core.Event;
import io.outagelab.core.Machine;
import io.outagelab.core.Tick;
import io.outagelab.core.dns.DnsNames;
import io.outagelab.core.dns.RRset;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Type;

/**
 * Keeps one zone signed: signs its content when that or the keys change, and renews each signature
 * before it expires.
 *
 * <pre>
 *  content, keys ──▶ sign ──▶ Serve(zone) ──▶ wait for the first renewal ─┐
 *                      ▲                                                  │
 *                      └──────────── what is due, serial + 1 ─────────────┘
 * </pre>
 *
 * <p><b>Serial.</b> Every zone that is served has a higher serial than the one before (RFC 1982):
 * the content's own if that is higher, else one more. The secondaries so see each renewal.
 *
 * <p><b>Time.</b> The epoch turns ticks into the instants that signatures are made of. In a world
 * that runs faster than the clock of its resolvers, sign by the clock of those who validate.
 */
public final class Resigner implements Machine<Resigner.Input, Resigner.Effect> {
  private static final Instant LAST = Instant.ofEpochSecond(0xffff_ffffL);

  /** What can happen. */
  public sealed interface Input {
    /** The zone is to hold this from now on, unsigned. */
    record Sign(Zone content) implements Input {}

    /**
     * The zone has been signed before, perhaps by a process that is no more: its good signatures
     * are kept, and the serial goes on from there.
     */
    record Resume(Zone content, Zone signed) implements Input {}

    /** From now on, sign with these keys: a step of a key rollover (RFC 6781 §4.1). */
    record UseKeys(List<SigningKey> keys) implements Input {
      /** Keeps its own copy. */
      public UseKeys {
        keys = List.copyOf(keys);
      }
    }
  }

  /** What is to be done. */
  public sealed interface Effect {
    /** Serve this zone in place of the one before. */
    record Serve(Zone signed) implements Effect {}

    /** Record this event. */
    record Observed(Event event) implements Effect {}
  }

  private final Instant epoch;
  private ZoneSigner signer;
  private Optional<Zone> content = Optional.empty();
  private Optional<Zone> signed = Optional.empty();
  private Tick deadline = Tick.NEVER;

  /**
   * One that has nothing to sign yet.
   *
   * @param signer with which keys and how
   * @param epoch the instant of {@link Tick#ZERO}
   */
  public Resigner(ZoneSigner signer, Instant epoch) {
    this.signer = signer;
    this.epoch = epoch;
  }

  @Override
  public List<Effect> handle(Tick now, Input input) {
    switch (input) {
      case Input.Sign(Zone zone) -> content = Optional.of(zone);
      case Input.Resume(Zone zone, Zone before) -> {
        content = Optional.of(zone);
        signed = Optional.of(before);
      }
      case Input.UseKeys(List<SigningKey> keys) ->
          signer = new ZoneSigner(keys, signer.policy(), signer.random());
    }
    return sign(now);
  }

  @Override
  public List<Effect> expire(Tick now) {
    return deadline.isAfter(now) ? List.of() : sign(now);
  }

  @Override
  public Tick deadline() {
    return deadline;
  }

  /** The zone as it is served; empty before the first signing. */
  public Optional<Zone> signed() {
    return signed;
  }

  private List<Effect> sign(Tick now) {
    if (content.isEmpty()) {
      return List.of();
    }
    Signatures signatures = new Signatures(signer, signed, epoch.plus(now.sinceStart()));
    Zone next = signer.sign(numbered(content.get()), signatures);
    signed = Optional.of(next);
    Instant renewal = Signatures.firstRenewal(next, signer.policy());
    deadline = renewal.isAfter(LAST) ? Tick.NEVER : tick(now, renewal);
    ZoneSigned event =
        new ZoneSigned(
            DnsNames.display(next.origin()),
            next.serial().value(),
            signatures.made(),
            signatures.kept(),
            renewal);
    return List.of(new Effect.Serve(next), new Effect.Observed(event));
  }

  /** Never now: what was due has just been renewed. */
  private Tick tick(Tick now, Instant instant) {
    Tick at = new Tick(Math.max(0, Duration.between(epoch, instant).toNanos()));
    return at.isAfter(now) ? at : new Tick(now.nanos() + 1);
  }

  /** The content with the serial that it is to be served with. */
  private Zone numbered(Zone zone) {
    return signed
        .map(Zone::serial)
        .filter(before -> !zone.serial().isNewerThan(before))
        .map(before -> zone.rewritten(set -> Optional.of(withSerial(set, before.plus(1)))))
        .orElse(zone);
  }

  private static RRset withSerial(RRset set, Serial serial) {
    return set.type() == Type.SOA && set.records().getFirst() instanceof SOARecord soa
        ? RRset.of(List.of(serial.in(soa)))
        : set;
  }

  @Override
  public String toString() {
    return "re-" + signer;
  }
}
