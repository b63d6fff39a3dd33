package io.outagelab.drills.text;

import io.outagelab.core.Layer;

/** Colours, or the lack of them: text is marked up only for a terminal that shows it (ECMA-48). */
enum Ink {
  /** Marks nothing up. */
  PLAIN,
  /** Uses the terminal's own sixteen colours. */
  ANSI;

  private static final String ESCAPE = "\u001b[";
  private static final String BOLD = "1";
  private static final String DIM = "2";
  private static final String RED = "31";
  private static final String GREEN = "32";
  private static final String YELLOW = "33";
  private static final String BLUE = "34";
  private static final String MAGENTA = "35";
  private static final String CYAN = "36";

  /** What matters most. */
  String strong(String text) {
    return dye(BOLD, text);
  }

  /** What matters least. */
  String faint(String text) {
    return dye(DIM, text);
  }

  /** Good news. */
  String good(String text) {
    return dye(GREEN, text);
  }

  /** Bad news. */
  String bad(String text) {
    return dye(RED, text);
  }

  /** Neither. */
  String open(String text) {
    return dye(YELLOW, text);
  }

  /** The layer's own colour. */
  String layer(Layer layer, String text) {
    return dye(
        switch (layer) {
          case OPERATOR -> MAGENTA;
          case BACKBONE -> RED;
          case BGP -> YELLOW;
          case DNS -> CYAN;
          case RESOLVER -> BLUE;
          case APP, USERS -> GREEN;
          case TOOLS, DOORS -> DIM;
        },
        text);
  }

  private String dye(String code, String text) {
    return this == PLAIN ? text : ESCAPE + code + "m" + text + ESCAPE + "0m";
  }
}
