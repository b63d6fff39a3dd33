package io.outagelab.authoritative.transfer;

import io.outagelab.authoritative.tsig.TsigKey;
import io.outagelab.core.net.Endpoint;
import java.util.Optional;

/**
 * Another name server that zones come from or go to.
 *
 * @param address where it listens
 * @param key what all messages both ways are signed with, if they are
 */
public record RemoteServer(Endpoint address, Optional<TsigKey> key) {
  /** A server that signs nothing. */
  public static RemoteServer of(Endpoint address) {
    return new RemoteServer(address, Optional.empty());
  }

  /** A server that shares this key with us. */
  public static RemoteServer of(Endpoint address, TsigKey key) {
    return new RemoteServer(address, Optional.of(key));
  }
}
