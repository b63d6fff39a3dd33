package io.outagelab.authoritative.zone;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

/**
 * Denial by NSEC3 RRsets (RFC 5155 §7.2): a ring of the hashes of the zone's names. An RRset
 * <i>matches</i> the name whose hash owns it and <i>covers</i> those whose hashes lie between it
 * and the next.
 *
 * <p>Base 32 with the extended hex alphabet keeps the order of the octets, so the canonical order
 * of the hashed owner names is the order of the hashes.
 *
 * @param origin the apex
 * @param parameters how names are hashed
 * @param ring the nodes that own the NSEC3 RRsets, in canonical order
 */
record Nsec3Chain(Name origin, Nsec3Parameters parameters, List<ZoneNode> ring) implements Denial {

  /** The chain of these parameters among the nodes of a zone, which are in canonical order. */
  static Nsec3Chain of(Name origin, Nsec3Parameters parameters, List<ZoneNode> nodes) {
    return new Nsec3Chain(origin, parameters, nodes.stream().filter(parameters::hashes).toList());
  }

  @Override
  public Choice choice() {
    return Choice.HASH;
  }

  @Override
  public int type() {
    return Type.NSEC3;
  }

  /** §7.2.2: the closest encloser proof, and that no wildcard stands at that encloser. */
  @Override
  public List<ZoneNode> noName(Name name, Name closestEncloser) {
    Proof proof = new Proof();
    Name provable = proof.closestEncloser(name, closestEncloser);
    covering(name.wild(name.labels() - provable.labels())).ifPresent(proof::add);
    return proof.nodes;
  }

  /**
   * §7.2.3, §7.2.4, §7.2.7: what matches the name. A name that opt-out left without an RRset (an
   * insecure delegation, or an empty non-terminal above such ones) gets the closest encloser proof.
   */
  @Override
  public List<ZoneNode> noType(Name name) {
    Optional<ZoneNode> match = matching(name);
    if (match.isPresent() || name.equals(origin)) {
      return match.stream().toList();
    }
    Proof proof = new Proof();
    proof.closestEncloser(name, new Name(name, 1));
    return proof.nodes;
  }

  /** §7.2.6: the RRSIG records' Labels field tells the closest encloser. */
  @Override
  public List<ZoneNode> noCloserName(Name name, Name wildcard) {
    return covering(CanonicalOrder.nextCloser(name, new Name(wildcard, 1))).stream().toList();
  }

  /** §7.2.5. */
  @Override
  public List<ZoneNode> noTypeAtWildcard(Name name, Name wildcard) {
    Proof proof = new Proof();
    proof.closestEncloser(name, new Name(wildcard, 1));
    matching(wildcard).ifPresent(proof::add);
    return proof.nodes;
  }

  private Optional<ZoneNode> matching(Name name) {
    return CanonicalOrder.find(ring, parameters.owner(name, origin));
  }

  /** What covers a name; empty if its hash itself is there: then nothing can. */
  Optional<ZoneNode> covering(Name name) {
    if (ring.isEmpty()) {
      return Optional.empty();
    }
    Name hashed = parameters.owner(name, origin);
    int floor = CanonicalOrder.floor(ring, hashed);
    ZoneNode before = floor < 0 ? ring.getLast() : ring.get(floor);
    return before.name().equals(hashed) ? Optional.empty() : Optional.of(before);
  }

  /** A proof in the making. */
  private final class Proof {
    private final List<ZoneNode> nodes = new ArrayList<>();

    void add(ZoneNode node) {
      if (nodes.stream().noneMatch(there -> there.name().equals(node.name()))) {
        nodes.add(node);
      }
    }

    /**
     * §7.2.1: what matches the closest encloser and what covers the next closer name. Where opt-out
     * left the encloser out, the closest one that can be proved is taken. Returns that one.
     */
    Name closestEncloser(Name name, Name from) {
      Name encloser = from;
      Optional<ZoneNode> match = matching(encloser);
      while (match.isEmpty() && !encloser.equals(origin)) {
        encloser = new Name(encloser, 1);
        match = matching(encloser);
      }
      match.ifPresent(this::add);
      covering(CanonicalOrder.nextCloser(name, encloser)).ifPresent(this::add);
      return encloser;
    }
  }
}
