package io.outagelab.authoritative;

import io.outagelab.authoritative.zone.Zone;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The answers that an {@link AnswerMemory} keeps, by the zone and the node that decide them, up to
 * a number of octets. Threads share it: at worst an answer is lost, and made again.
 */
final class KeptAnswers {
  private final List<Zone> zones;
  private final int limit;

  /** By the number of the zone, then by that of the node: the first of the node's answers. */
  private final @Nullable Rendered[] @Nullable [] answers;

  /** How many octets are kept, about: threads that keep something at once may miscount. */
  private int weight;

  /**
   * None yet.
   *
   * @param zones by their number
   * @param limit the most octets
   */
  KeptAnswers(List<Zone> zones, int limit) {
    this.zones = zones;
    this.limit = limit;
    this.answers = new Rendered[zones.size()][];
  }

  /** Room for as many octets, with nothing in it. */
  KeptAnswers emptied() {
    return new KeptAnswers(zones, limit);
  }

  /** The first answer of a node; the others come after it. */
  @Nullable Rendered first(int zone, int node) {
    @Nullable Rendered @Nullable [] nodes = answers[zone];
    return nodes == null ? null : nodes[node];
  }

  /** Whether this answer can be kept as well. */
  boolean hasRoomFor(Rendered answer) {
    return weight + answer.weight() <= limit;
  }

  /** Keeps an answer of a node. */
  void keep(int zone, int node, Rendered answer) {
    @Nullable Rendered @Nullable [] nodes = answers[zone];
    if (nodes == null) {
      nodes = new Rendered[zones.get(zone).nodes().size()];
      answers[zone] = nodes;
    }
    weight += answer.weight();
    nodes[node] = answer.before(nodes[node]);
  }

  /**
   * Takes over what others know of a zone that is the same here: the answers that have nothing of
   * other zones.
   *
   * @param zone its number, here and there
   */
  void takeOver(int zone, KeptAnswers others) {
    @Nullable Rendered @Nullable [] nodes = others.answers[zone];
    for (int node = 0; nodes != null && node < nodes.length; node++) {
      for (@Nullable Rendered known = nodes[node]; known != null; known = known.next()) {
        if (!known.leavesZone()) {
          keep(zone, node, known);
        }
      }
    }
  }
}
