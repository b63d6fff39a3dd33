package io.outagelab.backbone.bgp;

/** The errors that a speaker reports: error code and subcode of a NOTIFICATION. */
enum NotificationCode {
  /** RFC 4271 §6.1. */
  CONNECTION_NOT_SYNCHRONIZED(1, 1),
  /** RFC 4271 §6.1; the data is the wrong length. */
  BAD_MESSAGE_LENGTH(1, 2),
  /** RFC 4271 §6.1; the data is the wrong type. */
  BAD_MESSAGE_TYPE(1, 3),
  /** RFC 4271 §6.2: an OPEN that cannot be parsed. */
  OPEN_UNSPECIFIC(2, 0),
  /** RFC 4271 §6.2; the data is the version that is supported. */
  UNSUPPORTED_VERSION(2, 1),
  /** RFC 4271 §6.2. */
  BAD_PEER_AS(2, 2),
  /** RFC 4271 §6.2, RFC 6286. */
  BAD_BGP_IDENTIFIER(2, 3),
  /** RFC 4271 §6.2. */
  UNSUPPORTED_OPTIONAL_PARAMETER(2, 4),
  /** RFC 4271 §6.2. */
  UNACCEPTABLE_HOLD_TIME(2, 6),
  /** RFC 5492 §5; the data is the capability that is required. */
  UNSUPPORTED_CAPABILITY(2, 7),
  /** RFC 9234 §4.2. */
  ROLE_MISMATCH(2, 11),
  /** RFC 4271 §6.3. */
  MALFORMED_ATTRIBUTE_LIST(3, 1),
  /** RFC 4271 §6.3; the data is the attribute. */
  UNRECOGNIZED_WELL_KNOWN_ATTRIBUTE(3, 2),
  /** RFC 4271 §6.3; the data is the attribute. */
  OPTIONAL_ATTRIBUTE_ERROR(3, 9),
  /** RFC 4271 §6.3. */
  INVALID_NETWORK_FIELD(3, 10),
  /** RFC 4271 §6.5. */
  HOLD_TIMER_EXPIRED(4, 0),
  /** RFC 6608: a message that OpenSent does not expect; the data is its type. */
  UNEXPECTED_IN_OPEN_SENT(5, 1),
  /** RFC 6608: a message that OpenConfirm does not expect; the data is its type. */
  UNEXPECTED_IN_OPEN_CONFIRM(5, 2),
  /** RFC 6608: a message that Established does not expect; the data is its type. */
  UNEXPECTED_IN_ESTABLISHED(5, 3),
  /** RFC 4486: more prefixes than a peer may send. */
  MAXIMUM_PREFIXES_REACHED(6, 1);

  private final int code;
  private final int subcode;

  NotificationCode(int code, int subcode) {
    this.code = code;
    this.subcode = subcode;
  }

  /** The NOTIFICATION that reports it. */
  Message.Notification with(byte... data) {
    return new Message.Notification(code, subcode, data);
  }
}
