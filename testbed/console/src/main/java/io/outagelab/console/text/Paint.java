package io.outagelab.console.text;

import io.outagelab.core.Layer;

/** Colours text for a terminal, or leaves it as it is. */
public record Paint(boolean isOn) {
  private static final String RESET = "\u001b[0m";

  /** What is well. */
  public String good(String text) {
    return painted("32", text);
  }

  /** What is not as it should be. */
  public String bad(String text) {
    return painted("31", text);
  }

  /** What is neither. */
  public String doubtful(String text) {
    return painted("33", text);
  }

  /** What matters less. */
  public String faint(String text) {
    return painted("2", text);
  }

  /** What matters more. */
  public String strong(String text) {
    return painted("1", text);
  }

  /** Something of this layer, in the colour that drills give it too. */
  public String layer(Layer layer, String text) {
    return switch (layer) {
      case OPERATOR -> painted("35", text);
      case BACKBONE -> painted("31", text);
      case BGP -> painted("33", text);
      case DNS -> painted("36", text);
      case RESOLVER -> painted("34", text);
      case APP, USERS -> painted("32", text);
      case TOOLS, DOORS -> painted("2", text);
    };
  }

  private String painted(String code, String text) {
    return isOn && !text.isEmpty() ? "\u001b[" + code + "m" + text + RESET : text;
  }
}
