package io.outagelab.backbone.bgp;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/**
 * An AS_PATH (RFC 4271 §5.1.2) with 4-octet AS numbers (RFC 6793).
 *
 * @param segments in the order of the wire: the AS that sent the route stands first
 */
public record AsPath(List<Segment> segments) {
  /** The path of a route that has not left its AS. */
  public static final AsPath EMPTY = new AsPath(List.of());

  private static final int MAX_SEGMENT = 255;

  /** What the numbers of a segment are. */
  public enum SegmentType {
    /** In no order. */
    SET(1),
    /** In the order they were passed, the last first. */
    SEQUENCE(2);

    private final int code;

    SegmentType(int code) {
      this.code = code;
    }

    /** The type of this code, if there is one. */
    static Optional<SegmentType> of(int code) {
      return Arrays.stream(values()).filter(type -> type.code == code).findFirst();
    }

    /** The code on the wire. */
    int code() {
      return code;
    }
  }

  /** Some AS numbers of a path: 1 to 255 of them. */
  public record Segment(SegmentType type, List<Long> ases) {
    /** Rejects what the wire cannot carry. */
    public Segment {
      ases = List.copyOf(ases);
      if (ases.isEmpty() || ases.size() > MAX_SEGMENT) {
        throw new IllegalArgumentException("a segment has 1 to 255 ASes, not " + ases.size());
      }
    }
  }

  /** Keeps its own copy. */
  public AsPath {
    segments = List.copyOf(segments);
  }

  /** The path that is one sequence of these ASes. */
  public static AsPath of(long... ases) {
    List<Long> list = new ArrayList<>();
    for (long as : ases) {
      list.add(as);
    }
    return list.isEmpty() ? EMPTY : new AsPath(List.of(new Segment(SegmentType.SEQUENCE, list)));
  }

  /** The length that the decision process compares: a set counts 1 (RFC 4271 §9.1.2.2 a). */
  public int length() {
    int length = 0;
    for (Segment segment : segments) {
      length += segment.type() == SegmentType.SET ? 1 : segment.ases().size();
    }
    return length;
  }

  /** Whether the route has passed this AS. */
  public boolean contains(long as) {
    for (Segment segment : segments) {
      if (segment.ases().contains(as)) {
        return true;
      }
    }
    return false;
  }

  /** The AS that sent the route; empty for a path that is empty or starts with a set. */
  public OptionalLong neighbour() {
    return segments.isEmpty() || segments.getFirst().type() == SegmentType.SET
        ? OptionalLong.empty()
        : OptionalLong.of(segments.getFirst().ases().getFirst());
  }

  /** The path after it leaves this AS. */
  public AsPath prepended(long as) {
    List<Segment> result = new ArrayList<>(segments);
    List<Long> ases = new ArrayList<>(List.of(as));
    boolean joinsFirst =
        !segments.isEmpty()
            && segments.getFirst().type() == SegmentType.SEQUENCE
            && segments.getFirst().ases().size() < MAX_SEGMENT;
    if (joinsFirst) {
      ases.addAll(result.removeFirst().ases());
    }
    result.addFirst(new Segment(SegmentType.SEQUENCE, ases));
    return new AsPath(result);
  }

  /** As {@code 6453 32934}, a set in braces. */
  @Override
  public String toString() {
    return segments.stream().map(AsPath::show).collect(Collectors.joining(" "));
  }

  private static String show(Segment segment) {
    String ases = segment.ases().stream().map(String::valueOf).collect(Collectors.joining(" "));
    return segment.type() == SegmentType.SET ? "{" + ases + "}" : ases;
  }
}
