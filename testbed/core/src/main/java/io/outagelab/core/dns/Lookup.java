package io.outagelab.core.dns;

import io.outagelab.core.net.IpAddress;
import java.util.List;

/**
 * What a stub found out.
 *
 * @param result {@code NOERROR}, {@code NODATA}, another rcode's mnemonic such as {@code SERVFAIL},
 *     or {@link #TIMEOUT} or {@link #UNREACHABLE}
 * @param addresses the addresses at the end of the alias chain; none unless the result is NOERROR
 * @param fromCache whether no query was needed
 */
public record Lookup(String result, List<IpAddress> addresses, boolean fromCache) {
  /** The result of a name that exists and has the type. */
  public static final String NOERROR = "NOERROR";

  /** The result of a name that exists and has no record of the type (RFC 2308 §2.2). */
  public static final String NODATA = "NODATA";

  /** The result when no resolver answered. */
  public static final String TIMEOUT = "TIMEOUT";

  /** The result when no resolver could even be sent to. */
  public static final String UNREACHABLE = "UNREACHABLE";

  /** Keeps its own copy. */
  public Lookup {
    addresses = List.copyOf(addresses);
  }

  /** A lookup that failed. */
  public static Lookup failed(String result) {
    return new Lookup(result, List.of(), false);
  }

  /** Whether there is an address to go to. */
  public boolean isUsable() {
    return !addresses.isEmpty();
  }
}
