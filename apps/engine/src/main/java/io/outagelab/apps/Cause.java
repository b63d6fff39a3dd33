package io.outagelab.apps;

import java.util.Locale;

/** Where the first thing went wrong, seen by who made the call; in the order of a call's steps. */
public enum Cause {
  /** Nothing went wrong. */
  NONE,
  /** The service's name gave no address. */
  NAME,
  /** Nobody answered at the address, or there was no route to it. */
  NETWORK,
  /** The service answered, with an error. */
  BACKEND;

  /** The name as journals and files spell it: lower case. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
