package io.outagelab.backbone.bgp;

import java.util.Locale;

/** Why a session changed its state. */
public sealed interface Reason permits Progress, DisconnectReason {
  /** The constant's name. */
  String name();

  /** The reason as events spell it: kebab case. */
  default String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
