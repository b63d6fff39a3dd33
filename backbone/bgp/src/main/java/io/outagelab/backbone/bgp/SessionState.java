package io.outagelab.backbone.bgp;

/** The state of a session (RFC 4271 §8.2.2). */
public enum SessionState {
  /** No transport: not started, or waiting before the next attempt. */
  IDLE,
  /** The host was asked for a transport. */
  CONNECT,
  /** Waits for the peer to connect. */
  ACTIVE,
  /** OPEN was sent, the peer's is awaited. */
  OPEN_SENT,
  /** The peer's OPEN was accepted, its KEEPALIVE or NOTIFICATION is awaited. */
  OPEN_CONFIRM,
  /** Routes are exchanged. */
  ESTABLISHED
}
