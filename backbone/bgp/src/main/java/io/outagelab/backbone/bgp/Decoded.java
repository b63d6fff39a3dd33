package io.outagelab.backbone.bgp;

/** What came of reading a message. */
sealed interface Decoded {
  /** It makes sense. */
  record Read(Message message) implements Decoded {}

  /** It does not: the NOTIFICATION to answer with, which ends the session. */
  record Faulty(Message.Notification answer) implements Decoded {}
}
