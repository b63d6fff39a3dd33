package io.outagelab.backbone.bgp;

import java.util.Arrays;
import java.util.Optional;

/** The ORIGIN of a path (RFC 4271 §5.1.1), in the order of their codes: the lower is preferred. */
public enum Origin {
  /** Interior to the originating AS. */
  IGP(0),
  /** Learned by the exterior gateway protocol of RFC 904. */
  EGP(1),
  /** Learned by some other means. */
  INCOMPLETE(2);

  private final int code;

  Origin(int code) {
    this.code = code;
  }

  /** The origin of this code, if there is one. */
  static Optional<Origin> of(int code) {
    return Arrays.stream(values()).filter(origin -> origin.code == code).findFirst();
  }

  /** The code on the wire. */
  int code() {
    return code;
  }
}
