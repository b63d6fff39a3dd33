package io.outagelab.core;

/**
 * The user misconfigured something. The message is for that user: it names what, where, the value
 * found and what would be allowed. Commands end with exit code 2.
 */
public final class LabConfigurationException extends RuntimeException {
  /** With the whole message. */
  public LabConfigurationException(String message) {
    super(message);
  }
}
