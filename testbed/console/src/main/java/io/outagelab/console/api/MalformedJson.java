package io.outagelab.console.api;

/** A text is not the JSON that it should be; the message says why, for whoever wrote it. */
public final class MalformedJson extends RuntimeException {
  /** With the whole message. */
  public MalformedJson(String message) {
    super(message);
  }
}
