package io.outagelab.configpush;

import java.util.Locale;

/** On which way a change is taken back. */
public enum Via {
  /** Through the network that it changed, by the controller. */
  IN_BAND,
  /** Through the separate access network, at the routers' consoles. */
  OUT_OF_BAND,
  /** By people in front of the routers. */
  ON_SITE;

  /** The way as files and events spell it: {@code in-band}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
