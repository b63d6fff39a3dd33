package io.outagelab.backbone.bgp;

/** Why a session was lost or did not come up. */
public enum DisconnectReason implements Reason {
  /** The link to the peer went down. */
  LINK_DOWN,
  /** The interior routing has no path to the peer. */
  NO_IGP_PATH,
  /** Nothing was heard from the peer for the hold time. */
  HOLD_TIMER,
  /** The peer closed the transport. */
  REMOTE_CLOSED,
  /** The transport could not be set up. */
  CONNECT_FAILED,
  /** Somebody stopped it. */
  ADMINISTRATIVE,
  /** The host brought up a new transport in place of this one. */
  REPLACED,
  /** The peer sent a NOTIFICATION. */
  NOTIFICATION_RECEIVED,
  /** The peer broke the protocol and was sent a NOTIFICATION. */
  NOTIFICATION_SENT
}
