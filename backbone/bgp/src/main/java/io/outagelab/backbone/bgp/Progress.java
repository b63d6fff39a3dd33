package io.outagelab.backbone.bgp;

/** Why a session came one step further. */
public enum Progress implements Reason {
  /** The speaker was started. */
  STARTED,
  /** The ConnectRetry timer expired. */
  CONNECT_RETRY,
  /** The transport came up. */
  TRANSPORT_UP,
  /** The peer's OPEN was accepted. */
  OPEN_ACCEPTED,
  /** The peer accepted our OPEN. */
  KEEPALIVE_RECEIVED
}
