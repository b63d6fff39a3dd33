package io.outagelab.backbone.bgp;

import io.outagelab.backbone.bgp.AsPath.Segment;
import io.outagelab.backbone.bgp.AsPath.SegmentType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The value of an AS_PATH attribute with 4-octet AS numbers (RFC 6793 §3). */
final class AsPathCodec {
  private AsPathCodec() {}

  /**
   * Reads the whole value; empty if it is malformed: an unknown segment type, a segment that is
   * empty or does not fit in (RFC 7606 §7.2), or AS 0 (RFC 7607 §2).
   */
  static Optional<AsPath> decode(OctetReader reader) {
    List<Segment> segments = new ArrayList<>();
    while (reader.remaining() > 0) {
      if (reader.remaining() < 2) {
        return Optional.empty();
      }
      Optional<SegmentType> type = SegmentType.of(reader.u8());
      int count = reader.u8();
      if (type.isEmpty() || count == 0 || 4 * count > reader.remaining()) {
        return Optional.empty();
      }
      List<Long> ases = new ArrayList<>(count);
      for (int i = 0; i < count; i++) {
        ases.add(reader.u32());
      }
      if (ases.contains(0L)) {
        return Optional.empty();
      }
      segments.add(new Segment(type.get(), ases));
    }
    return Optional.of(new AsPath(segments));
  }

  /** The value of the attribute. */
  static byte[] encode(AsPath path) {
    OctetWriter writer = new OctetWriter();
    for (Segment segment : path.segments()) {
      writer.u8(segment.type().code()).u8(segment.ases().size());
      segment.ases().forEach(writer::u32);
    }
    return writer.toOctets();
  }
}
