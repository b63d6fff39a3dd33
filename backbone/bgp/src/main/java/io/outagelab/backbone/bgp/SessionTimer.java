package io.outagelab.backbone.bgp;

/** One timer of one session. */
record SessionTimer(String peer, Kind kind) {
  /** What a timer is for. */
  enum Kind {
    /** ConnectRetryTimer (RFC 4271 §8.2.2): time to ask for a transport again. */
    CONNECT_RETRY,
    /** HoldTimer: the peer has been silent for too long. */
    HOLD,
    /** KeepaliveTimer: time to show a sign of life. */
    KEEPALIVE,
    /** MinRouteAdvertisementIntervalTimer (RFC 4271 §9.2.1.1): announcements may be sent again. */
    ADVERTISEMENT
  }
}
