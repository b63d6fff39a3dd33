package io.outagelab.authoritative.announcer;

import io.outagelab.core.Event;
import io.outagelab.core.Layer;
import java.util.Map;

/**
 * A name-server site that heard nothing of any data centre hears of one again.
 *
 * @param service the name-server service
 * @param site the site
 * @param reason what made it so
 * @param consequence what follows for its announcements
 */
public record SiteSighted(String service, String site, String reason, String consequence)
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
    return reason + ": " + consequence;
  }

  @Override
  public Weight weight() {
    return Weight.STORY;
  }

  @Override
  public Map<String, String> attributes() {
    return Map.of("service", service, "site", site, "reason", reason);
  }
}
