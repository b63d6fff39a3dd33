package io.outagelab.core;

import java.util.Map;

/**
 * Something a machine observed: the log line, the metric, the trace and the golden output at once.
 *
 * <p>An engine declares its events as a sealed interface of records that extends this one. The name
 * defaults to the record's own name in kebab case ({@code RouteWithdrawn} is {@code
 * route-withdrawn}).
 */
public interface Event {
  /** How much an event matters to whom. */
  enum Weight {
    /** A turn of the story: shown on every timeline. */
    STORY,
    /** For those who look closer: journalled, shown on request. */
    DETAIL,
    /** A measurement: feeds scores and metrics, not the timeline. */
    METRIC
  }

  /** The layer it belongs to. */
  Layer layer();

  /** Who or what it is about: a link, a site, a prefix, a resolver, an app. */
  String subject();

  /** One plain sentence for a person, without the subject; may be empty. */
  String detail();

  /** The event's name, past tense, kebab case. */
  default String name() {
    return EventNames.of(getClass());
  }

  /** How much it matters. */
  default Weight weight() {
    return Weight.DETAIL;
  }

  /** What software may read from it, by key; iterated only in sorted order. */
  default Map<String, String> attributes() {
    return Map.of();
  }
}
