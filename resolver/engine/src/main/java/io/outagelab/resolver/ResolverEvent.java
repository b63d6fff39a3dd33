package io.outagelab.resolver;

import io.outagelab.core.Event;
import io.outagelab.core.Layer;
import java.util.Map;
import java.util.TreeMap;

/** What a resolver observes. */
public sealed interface ResolverEvent extends Event {
  /**
   * What went in and out in one interval; there is none for an interval without traffic.
   *
   * @param resolver its name
   * @param received questions from clients
   * @param hits questions answered from the cache
   * @param sent queries to name servers
   * @param servfail answers with the rcode SERVFAIL
   * @param ignored messages that were no question and no awaited reply
   */
  record ResolverLoad(
      String resolver, long received, long hits, long sent, long servfail, long ignored)
      implements ResolverEvent {
    @Override
    public Layer layer() {
      return Layer.RESOLVER;
    }

    @Override
    public String subject() {
      return resolver;
    }

    @Override
    public String detail() {
      return "%d questions, %d from the cache, %d queries sent, %d SERVFAIL, %d ignored"
          .formatted(received, hits, sent, servfail, ignored);
    }

    @Override
    public Weight weight() {
      return Weight.METRIC;
    }

    @Override
    public Map<String, String> attributes() {
      Map<String, String> attributes = new TreeMap<>();
      attributes.put("resolver", resolver);
      attributes.put("received", Long.toString(received));
      attributes.put("hits", Long.toString(hits));
      attributes.put("sent", Long.toString(sent));
      attributes.put("servfail", Long.toString(servfail));
      attributes.put("ignored", Long.toString(ignored));
      return attributes;
    }
  }
}
