package io.outagelab.hosting;

import io.outagelab.assembly.Happening;
import io.outagelab.contracts.testbed.v1.Event;
import io.outagelab.core.Layer;
import java.util.Map;
import java.util.TreeMap;

/** Events as messages, and back. */
public final class EventMessages {
  /** An event as it was told of. */
  private record Told(
      Layer layer,
      String name,
      String subject,
      String detail,
      io.outagelab.core.Event.Weight weight,
      Map<String, String> attributes)
      implements io.outagelab.core.Event {}

  private EventMessages() {}

  /** The message of an event. */
  public static Event of(Happening happening) {
    io.outagelab.core.Event event = happening.event();
    return Event.newBuilder()
        .setAt(Durations.of(happening.at()))
        .setLayer(layer(event.layer()))
        .setName(event.name())
        .setSubject(event.subject())
        .setDetail(event.detail())
        .setWeight(
            switch (event.weight()) {
              case STORY -> io.outagelab.contracts.testbed.v1.Weight.WEIGHT_STORY;
              case DETAIL -> io.outagelab.contracts.testbed.v1.Weight.WEIGHT_DETAIL;
              case METRIC -> io.outagelab.contracts.testbed.v1.Weight.WEIGHT_METRIC;
            })
        .putAllAttributes(event.attributes())
        .build();
  }

  /** The message's word for a layer. */
  public static io.outagelab.contracts.testbed.v1.Layer layer(Layer layer) {
    return io.outagelab.contracts.testbed.v1.Layer.valueOf("LAYER_" + layer.name());
  }

  /**
   * The event that a message tells of.
   *
   * @throws IllegalArgumentException if its layer is none
   */
  public static io.outagelab.core.Event read(Event message) {
    Map<String, String> attributes = new TreeMap<>();
    message.getAttributesMap().forEach((key, value) -> attributes.put(key.intern(), value));
    return new Told(
        Layer.valueOf(message.getLayer().name().substring("LAYER_".length())),
        message.getName().intern(),
        message.getSubject().intern(),
        message.getDetail(),
        switch (message.getWeight()) {
          case WEIGHT_STORY -> io.outagelab.core.Event.Weight.STORY;
          case WEIGHT_METRIC -> io.outagelab.core.Event.Weight.METRIC;
          case WEIGHT_DETAIL, WEIGHT_UNSPECIFIED, UNRECOGNIZED ->
              io.outagelab.core.Event.Weight.DETAIL;
        },
        attributes);
  }
}
