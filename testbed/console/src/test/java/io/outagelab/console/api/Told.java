package io.outagelab.console.api;

import io.outagelab.core.Event;
import io.outagelab.core.Layer;
import java.util.Map;

/** An event that a test makes up. */
public record Told(
    Layer layer, String name, String subject, Weight weight, Map<String, String> attributes)
    implements Event {
  /** A turn of the story. */
  public static Told story(Layer layer, String name, String subject) {
    return new Told(layer, name, subject, Weight.STORY, Map.of());
  }

  /** A measurement. */
  public static Told metric(String name) {
    return new Told(Layer.USERS, name, "someone", Weight.METRIC, Map.of("n", "1"));
  }

  @Override
  public String detail() {
    return "so it was told";
  }
}
