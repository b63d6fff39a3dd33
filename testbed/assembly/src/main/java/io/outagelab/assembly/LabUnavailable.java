package io.outagelab.assembly;

/**
 * A lab, or the part of it that is needed, does not answer now; it may later. The message says who
 * and why, for whoever asked.
 */
public final class LabUnavailable extends RuntimeException {
  /** With the whole message. */
  public LabUnavailable(String message) {
    super(message);
  }
}
