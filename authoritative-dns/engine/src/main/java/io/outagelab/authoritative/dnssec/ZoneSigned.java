package io.outagelab.authoritative.dnssec;

import io.outagelab.core.Event;
import io.outagelab.core.Layer;
import java.time.Instant;
import java.util.Map;

/**
 * A zone was signed, or some of its signatures were renewed.
 *
 * @param zone the name of its apex
 * @param serial the serial of its SOA record now
 * @param made how many signatures were made
 * @param kept how many were good for longer
 * @param renewal when the next are to be renewed
 */
public record ZoneSigned(String zone, long serial, int made, int kept, Instant renewal)
    implements Event {
  @Override
  public Layer layer() {
    return Layer.DNS;
  }

  @Override
  public String subject() {
    return zone;
  }

  @Override
  public String detail() {
    return "serial %d: %d signatures made, %d kept, the next to be renewed at %s"
        .formatted(serial, made, kept, renewal);
  }

  @Override
  public Map<String, String> attributes() {
    return Map.of("zone", zone, "serial", Long.toString(serial), "made", Integer.toString(made));
  }
}
