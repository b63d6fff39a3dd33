package io.outagelab.authoritative.zone;

import java.util.List;
import java.util.Optional;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

/**
 * How a zone proves what it does not hold (RFC 4035 §3.1.3, RFC 5155 §7.2). Every method returns
 * the nodes whose NSEC or NSEC3 RRsets make up the proof, each once; none in a zone without
 * signatures.
 */
public sealed interface Denial permits Unsigned, NsecChain, Nsec3Chain {
  /** By what of a name that does not exist its proof is chosen, beside its closest encloser. */
  enum Choice {
    /** There is no proof. */
    NONE,
    /** By the name's place in canonical order. */
    ORDER,
    /** By hashes of the name. */
    HASH
  }

  /** By what the proof is chosen that a name does not exist, or that a wildcard stands for it. */
  Choice choice();

  /** The type of the RRsets that prove: {@link Type#NSEC} or {@link Type#NSEC3}. */
  int type();

  /** Neither the name nor a wildcard for it exists: NXDOMAIN. */
  List<ZoneNode> noName(Name name, Name closestEncloser);

  /** The name exists, but owns nothing of the type asked for: NODATA, or no DS at a zone cut. */
  List<ZoneNode> noType(Name name);

  /** No name closer than the wildcard exists, so that its RRset is the answer. */
  List<ZoneNode> noCloserName(Name name, Name wildcard);

  /** The wildcard stands for the name, but owns nothing of the type asked for. */
  List<ZoneNode> noTypeAtWildcard(Name name, Name wildcard);

  /**
   * The way of a zone with these nodes. A zone whose apex owns an NSEC3PARAM RRset uses NSEC3 (RFC
   * 5155 §4.1.2), else one whose apex owns an NSEC RRset uses that.
   *
   * @param nodes in canonical order, the apex first
   */
  static Denial of(List<ZoneNode> nodes) {
    ZoneNode apex = nodes.getFirst();
    Optional<Nsec3Parameters> parameters = Nsec3Parameters.of(apex);
    if (parameters.isPresent()) {
      return Nsec3Chain.of(apex.name(), parameters.get(), nodes);
    }
    if (apex.has(Type.NSEC)) {
      return new NsecChain(nodes.stream().filter(node -> node.has(Type.NSEC)).toList());
    }
    return new Unsigned();
  }
}
