package io.outagelab.authoritative;

import io.outagelab.core.Event;
import io.outagelab.core.Layer;
import java.util.Map;

/**
 * How busy a name server was in one reporting interval.
 *
 * @param service the service it is an instance of
 * @param site where it stands
 * @param received how many messages came in
 * @param answered how many of them were answered
 */
public record ServerLoad(String service, String site, long received, long answered)
    implements Event {
  @Override
  public Layer layer() {
    return Layer.DNS;
  }

  @Override
  public String subject() {
    return service + "@" + site;
  }

  @Override
  public String detail() {
    return "%d queries received, %d answered".formatted(received, answered);
  }

  @Override
  public Weight weight() {
    return Weight.METRIC;
  }

  @Override
  public Map<String, String> attributes() {
    return Map.of(
        "service",
        service,
        "site",
        site,
        "received",
        Long.toString(received),
        "answered",
        Long.toString(answered));
  }
}
