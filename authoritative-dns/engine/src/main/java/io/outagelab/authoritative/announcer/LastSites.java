package io.outagelab.authoritative.announcer;

import io.outagelab.core.Tick;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a site knows of the others of its anycast group, and what they have promised each other, so
 * that the last of them stay.
 *
 * <h2>Promises to stay</h2>
 *
 * <p>A site may be gone only while {@code n} others have promised to stay, each for a time. Whoever
 * promised does not withdraw before that time is over, so nobody needs to know what everybody does:
 * however messages are lost or late, and however the network is split, {@code n} sites announce as
 * long as any site is gone.
 *
 * <pre>
 *   wants to leave            n promises held,             fewer than n held:
 *   ───────────────► asking ──────────────────► gone ─────────────────────────► announces again
 *                      │     none given                    asks anew each round
 *                      └─► nobody promises: stays
 * </pre>
 *
 * <p>A promise is given for {@link #GIVEN} intervals from when it was asked for here, and counted
 * on for {@link #COUNTED} from when it was asked for there: routes are back before those who stayed
 * may go, and two rounds in a row may be lost. A site that has just started does not know what it
 * promised before, and keeps to it.
 *
 * <h2>Who leaves</h2>
 *
 * <p>Peers tell each other every interval how they are. A peer not heard of for as long as promises
 * count is gone: under a fault common to all, each site is alone, finds nobody to promise anything,
 * and stays. Asked are the {@code n} that announce and come first, the healthy before the others,
 * then by name. A site that wants to leave itself promises only to those that are gone already, and
 * to those behind it by name: of any two that want to leave one does not hold up the other.
 */
final class LastSites {
  /** For how many intervals a promise binds. */
  static final int GIVEN = 4;

  /** For how many intervals a promise, and any word of a peer, is counted on. */
  static final int COUNTED = 3;

  private record Heard(Tick at, Standing standing) {}

  private record Asked(Peer peer, Tick at) {}

  private final String site;
  private final List<Peer> peers;
  private final int n;
  private final Duration given;
  private final Duration counted;
  private final Map<String, Heard> heard = new HashMap<>();
  private final TreeMap<String, Tick> held = new TreeMap<>();
  private final Map<Long, Asked> asked = new HashMap<>();
  private Tick boundUntil = Tick.ZERO;

  /** Nothing heard, nothing promised. */
  LastSites(AnnouncerConfig config) {
    this.site = config.site();
    this.peers = config.peers();
    boolean withdraws = config.policy().whenUnhealthy() == WhenUnhealthy.WITHDRAW;
    this.n = withdraws ? config.policy().keepLast() : 0;
    this.given = config.rhythm().interval().multipliedBy(GIVEN);
    this.counted = config.rhythm().interval().multipliedBy(COUNTED);
  }

  /** Whether any are to be kept: only where sites withdraw at all. */
  boolean matter() {
    return n > 0;
  }

  /** Before this start the site may have promised what it no longer knows. */
  void started(Tick now) {
    boundUntil = now.plus(given);
  }

  /** A round begins: what was asked in the one before is too late now. */
  void roundStarted() {
    asked.clear();
  }

  /** The peers that are to stay while this site is gone: at most n. */
  List<Peer> keepers(Tick now) {
    return peers.stream()
        .filter(peer -> announces(peer, now))
        .sorted(Comparator.comparing((Peer peer) -> !isHealthy(peer)).thenComparing(Peer::site))
        .limit(n)
        .toList();
  }

  private boolean announces(Peer peer, Tick now) {
    Heard last = heard.get(peer.site());
    return last != null && last.standing().announcing() && last.at().plus(counted).isAfter(now);
  }

  private boolean isHealthy(Peer peer) {
    Heard last = heard.get(peer.site());
    return last != null && last.standing().healthy();
  }

  /** A peer is asked. */
  void asks(Tick now, long id, Peer peer) {
    asked.put(id, new Asked(peer, now));
  }

  /** A peer answers what it was asked in this round; anything else counts for nothing. */
  void answered(Tick now, long id, Standing standing, boolean promised) {
    Asked question = asked.remove(id);
    if (question != null) {
      heard.put(question.peer().site(), new Heard(now, standing));
      if (promised) {
        held.put(question.peer().site(), question.at().plus(counted));
      }
    }
  }

  /**
   * A peer tells how it is, and may want this site's promise. Returns whether it gets it.
   *
   * @param own how this site is
   * @param leaving whether it wants to leave
   */
  boolean promises(
      Tick now, Peer peer, Standing standing, boolean wanted, Standing own, boolean leaving) {
    heard.put(peer.site(), new Heard(now, standing));
    boolean yields = !leaving || !standing.announcing() || site.compareTo(peer.site()) < 0;
    boolean promised = wanted && own.announcing() && yields;
    if (promised) {
      boundUntil = now.plus(given);
    }
    return promised;
  }

  /** Whether this site has promised to stay. */
  boolean isBound(Tick now) {
    return boundUntil.isAfter(now);
  }

  /** Whether this site may leave: it has promised nothing, and enough others have. */
  boolean mayLeave(Tick now) {
    return !isBound(now) && countedUntil().isAfter(now);
  }

  /** Until when n promises are counted on. */
  Tick countedUntil() {
    return held.values().stream()
        .sorted(Comparator.reverseOrder())
        .skip(n - 1L)
        .findFirst()
        .orElse(Tick.ZERO);
  }
}
