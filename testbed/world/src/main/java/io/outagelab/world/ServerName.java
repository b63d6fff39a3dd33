package io.outagelab.world;

import io.outagelab.core.net.IpAddress;
import java.util.List;
import org.xbill.DNS.Name;

/** A name server's name and its published addresses. */
public record ServerName(Name name, List<IpAddress> addresses) {
  /** Keeps its own copy of the addresses. */
  public ServerName {
    addresses = List.copyOf(addresses);
  }
}
