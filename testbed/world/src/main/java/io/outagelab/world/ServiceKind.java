package io.outagelab.world;

import java.util.Locale;

/** Which end a service is. */
public enum ServiceKind {
  /** What users call: an app. */
  FRONT_END,
  /** What other services call. */
  BACK_END;

  /** The kind as files spell it. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
