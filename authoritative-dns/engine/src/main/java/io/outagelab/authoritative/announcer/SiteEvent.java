package io.outagelab.authoritative.announcer;

import io.outagelab.core.Event;
import io.outagelab.core.Layer;
import java.util.Map;

/** What an announcer observes of the name-server site beside it. */
sealed interface SiteEvent extends Event
    permits KeptAmongLast, SiteBlind, SiteHealthy, SiteSighted, SiteUnhealthy {
  /** The name-server service. */
  String service();

  /** The site. */
  String site();

  /** What made it so. */
  String reason();

  /** What follows for its announcements. */
  String consequence();

  @Override
  default Layer layer() {
    return Layer.DNS;
  }

  @Override
  default String subject() {
    return service() + "@" + site();
  }

  @Override
  default String detail() {
    return reason() + ": " + consequence();
  }

  @Override
  default Weight weight() {
    return Weight.STORY;
  }

  @Override
  default Map<String, String> attributes() {
    return Map.of("service", service(), "site", site(), "reason", reason());
  }
}
