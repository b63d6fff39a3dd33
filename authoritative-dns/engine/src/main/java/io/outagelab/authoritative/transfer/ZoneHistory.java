package io.outagelab.authoritative.transfer;

import io.outagelab.authoritative.zone.Serial;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The latest changes of one zone, from which a secondary that fell a little behind can catch up
 * (RFC 1995 §5). Immutable. Bounded in records: the oldest differences go first.
 *
 * @param differences each leads to the serial that the next one starts from; the oldest first
 * @param maxRecords the most records that all differences may have together
 */
public record ZoneHistory(List<ZoneDifference> differences, int maxRecords) {
  /** Keeps its own copy; the differences must join up and fit. */
  public ZoneHistory {
    differences = List.copyOf(differences);
    for (int i = 1; i < differences.size(); i++) {
      if (!Serial.of(differences.get(i - 1).to()).equals(Serial.of(differences.get(i).from()))) {
        throw new IllegalArgumentException("differences of a history are consecutive");
      }
    }
    if (size(differences) > maxRecords) {
      throw new IllegalArgumentException("a history has at most %d records".formatted(maxRecords));
    }
  }

  /** The history of a zone that has not changed yet. */
  public static ZoneHistory empty(int maxRecords) {
    return new ZoneHistory(List.of(), maxRecords);
  }

  /**
   * The history with the next difference. One that does not start where the history ends begins it
   * anew; one that is too large alone empties it.
   */
  public ZoneHistory with(ZoneDifference next) {
    List<ZoneDifference> extended = new ArrayList<>();
    if (!differences.isEmpty()
        && Serial.of(differences.getLast().to()).equals(Serial.of(next.from()))) {
      extended.addAll(differences);
    }
    extended.add(next);
    int size = size(extended);
    int dropped = 0;
    while (size > maxRecords) {
      size -= extended.get(dropped++).size();
    }
    return new ZoneHistory(extended.subList(dropped, extended.size()), maxRecords);
  }

  /**
   * The differences that lead from one serial to another, the oldest first; empty if the history
   * does not reach.
   */
  Optional<List<ZoneDifference>> between(Serial older, Serial newer) {
    if (differences.isEmpty() || !Serial.of(differences.getLast().to()).equals(newer)) {
      return Optional.empty();
    }
    for (int i = 0; i < differences.size(); i++) {
      if (Serial.of(differences.get(i).from()).equals(older)) {
        return Optional.of(differences.subList(i, differences.size()));
      }
    }
    return Optional.empty();
  }

  private static int size(List<ZoneDifference> differences) {
    return differences.stream().mapToInt(ZoneDifference::size).sum();
  }
}
