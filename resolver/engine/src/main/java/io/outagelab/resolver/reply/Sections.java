package io.outagelab.resolver.reply;

import io.outagelab.core.dns.RRset;
import java.util.List;
import java.util.Optional;
import org.xbill.DNS.Name;

/**
 * The RRsets of a reply that may be believed, by section.
 *
 * @param answer in the order of the message
 * @param authority NS and SOA RRsets
 * @param additional addresses of the name servers that the other sections name
 */
public record Sections(List<RRset> answer, List<RRset> authority, List<RRset> additional) {
  /** Keeps its own copies. */
  public Sections {
    answer = List.copyOf(answer);
    authority = List.copyOf(authority);
    additional = List.copyOf(additional);
  }

  /** The answer section's RRset of this owner and type. */
  Optional<RRset> answer(Name owner, int type) {
    return answer.stream()
        .filter(set -> set.type() == type && set.owner().equals(owner))
        .findFirst();
  }

  /** The authority section's first RRset of this type whose owner is at or above the name. */
  Optional<RRset> authority(int type, Name name) {
    return authority.stream()
        .filter(set -> set.type() == type && name.subdomain(set.owner()))
        .findFirst();
  }
}
