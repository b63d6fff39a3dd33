package io.outagelab.configpush;

import io.outagelab.core.Event;
import io.outagelab.core.Layer;
import java.util.Map;

/** What becomes of people who are sent to sites. */
public sealed interface CrewEvent extends Event {
  /** The subject of an event about several sites. */
  String CREWS = "crews";

  @Override
  default Layer layer() {
    return Layer.OPERATOR;
  }

  @Override
  default Weight weight() {
    return Weight.STORY;
  }

  /** A crew has set off. */
  record CrewDispatched(String site) implements CrewEvent {
    @Override
    public String subject() {
      return site;
    }

    @Override
    public String detail() {
      return "a crew sets off for the site";
    }

    @Override
    public Map<String, String> attributes() {
      return Map.of("site", site);
    }
  }

  /** A crew stands in front of the site's routers; {@code remark} says how it got in. */
  record CrewOnSite(String site, String remark) implements CrewEvent {
    @Override
    public String subject() {
      return site;
    }

    @Override
    public String detail() {
      return "a crew stands in front of the routers" + (remark.isEmpty() ? "" : ": " + remark);
    }

    @Override
    public Map<String, String> attributes() {
      return Map.of("site", site);
    }
  }

  /** Every site of a dispatch has its crew. Ends a dispatch. */
  record DispatchFinished(int sites) implements CrewEvent {
    @Override
    public String subject() {
      return CREWS;
    }

    @Override
    public String detail() {
      return "crews are on site at all %d sites".formatted(sites);
    }

    @Override
    public Map<String, String> attributes() {
      return Map.of("sites", Integer.toString(sites));
    }
  }

  /** Nobody was sent. Ends a dispatch. */
  record DispatchRefused(String reason) implements CrewEvent {
    @Override
    public String subject() {
      return CREWS;
    }

    @Override
    public String detail() {
      return "nobody is sent: " + reason;
    }

    @Override
    public Map<String, String> attributes() {
      return Map.of("reason", reason);
    }
  }
}
