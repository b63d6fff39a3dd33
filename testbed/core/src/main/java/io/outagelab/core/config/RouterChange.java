package io.outagelab.core.config;

import io.outagelab.core.net.Payload.Request;
import io.outagelab.core.node.Instruction;
import java.time.Duration;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A change of one router's configuration, as it travels to the router: in a request to its
 * configuration agent, or as an instruction at its console.
 *
 * <p>With {@code confirmWithin} the router undoes the change by itself unless a confirmation for
 * the same id arrives in time (shaped like the commit-confirmed extension of gNMI).
 *
 * @param id the change's id
 * @param settings what is set, by key; see {@link #DRAINED}
 * @param confirmWithin how long the router waits for the confirmation; empty for a plain commit
 */
public record RouterChange(
    String id, SortedMap<String, String> settings, Optional<Duration> confirmWithin)
    implements Instruction {
  /** The port of a router's configuration agent: that of gNMI. */
  public static final int PORT = 9339;

  /** The method that applies a change. */
  public static final String APPLY = "config.apply";

  /** The method that confirms an applied change; its one field is {@code id}. */
  public static final String CONFIRM = "config.confirm";

  /** The setting that takes a router's backbone links out of use: {@code true} or {@code false}. */
  public static final String DRAINED = "drained";

  private static final String ID = "id";
  private static final String CONFIRM_WITHIN = "confirm-within";
  private static final String SETTING = "set.";

  /** Keeps its own copy of the settings. */
  public RouterChange {
    settings = Collections.unmodifiableSortedMap(new TreeMap<>(settings));
  }

  /** The change that drains a router or ends its drain, committed at once. */
  public static RouterChange drained(String id, boolean drained) {
    TreeMap<String, String> settings = new TreeMap<>();
    settings.put(DRAINED, Boolean.toString(drained));
    return new RouterChange(id, settings, Optional.empty());
  }

  /** The request that carries this change. */
  public Request toRequest(long requestId) {
    return new Request(requestId, APPLY, toFields());
  }

  /** The change as the fields of a request. */
  public SortedMap<String, String> toFields() {
    TreeMap<String, String> fields = new TreeMap<>();
    fields.put(ID, id);
    settings.forEach((key, value) -> fields.put(SETTING + key, value));
    confirmWithin.ifPresent(within -> fields.put(CONFIRM_WITHIN, within.toString()));
    return fields;
  }

  /** The change that a request carries. */
  public static RouterChange from(Request request) {
    TreeMap<String, String> settings = new TreeMap<>();
    request
        .fields()
        .forEach(
            (key, value) -> {
              if (key.startsWith(SETTING)) {
                settings.put(key.substring(SETTING.length()), value);
              }
            });
    return new RouterChange(
        request.field(ID).orElse(""), settings, request.field(CONFIRM_WITHIN).map(Duration::parse));
  }
}
