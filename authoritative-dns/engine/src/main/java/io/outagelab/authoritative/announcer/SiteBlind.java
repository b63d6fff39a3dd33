package io.outagelab.authoritative.announcer;

import io.outagelab.core.Event;
import io.outagelab.core.Layer;
import java.util.Map;

/**
 * A name-server site hears nothing of any data centre, and takes that for no sign.
 *
 * @param service the name-server service
 * @param site the site
 * @param reason what made it so
 * @param consequence what follows for its announcements
 */
public record SiteBlind(String service, String site, String reason, String consequence)
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
