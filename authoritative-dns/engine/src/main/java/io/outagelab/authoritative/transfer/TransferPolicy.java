package io.outagelab.authoritative.transfer;

import io.outagelab.authoritative.tsig.TsigKey;
import io.outagelab.core.net.IpAddress;
import io.outagelab.core.net.Prefix;
import java.util.List;
import java.util.Optional;
import org.xbill.DNS.Name;

/**
 * Who may have whole zones (RFC 5936 §5): whoever one of the grants fits.
 *
 * @param grants in any order; nobody where there is none
 */
public record TransferPolicy(List<Grant> grants) {
  /** Nobody may. */
  public static final TransferPolicy NOBODY = new TransferPolicy(List.of());

  /**
   * Leave for some clients.
   *
   * @param clients where they ask from
   * @param key what they must sign with, if they must
   * @param zone the zone they may have; any if absent
   */
  public record Grant(Prefix clients, Optional<Name> key, Optional<Name> zone) {
    /** Leave to have any zone, for clients of this prefix. */
    public static Grant of(Prefix clients) {
      return new Grant(clients, Optional.empty(), Optional.empty());
    }

    /** Leave to have any zone, for clients of this prefix that sign with this key. */
    public static Grant of(Prefix clients, TsigKey key) {
      return new Grant(clients, Optional.of(key.name()), Optional.empty());
    }

    private boolean fits(Name wanted, IpAddress client, Optional<TsigKey> signed) {
      return clients.contains(client)
          && (key.isEmpty() || key.equals(signed.map(TsigKey::name)))
          && (zone.isEmpty() || zone.get().equals(wanted));
    }
  }

  /** Keeps its own copy. */
  public TransferPolicy {
    grants = List.copyOf(grants);
  }

  /** Whether this client, who has signed with that key, may have the zone. */
  boolean allows(Name zone, IpAddress client, Optional<TsigKey> signed) {
    return grants.stream().anyMatch(grant -> grant.fits(zone, client, signed));
  }
}
