package io.outagelab.authoritative.dnssec;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.stream.Stream;
import org.xbill.DNS.NSEC3Record;
import org.xbill.DNS.NSECRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;
import org.xbill.DNS.utils.base32;

/**
 * What the NSEC and NSEC3 records of one authority section prove, as a validator reads them (RFC
 * 4035 §5.4, RFC 5155 §8).
 *
 * @param origin the zone
 * @param authority the records, verified
 */
record DenialProof(Name origin, List<Record> authority) {
  private static final base32 HEX = new base32(base32.Alphabet.BASE32HEX, false, true);

  boolean isReferral() {
    return authority.stream().anyMatch(rr -> rr.getType() == Type.NS)
        && authority.stream().noneMatch(rr -> rr.getType() == Type.SOA);
  }

  /** NXDOMAIN. */
  void assertNoName(Name name) {
    if (hasNsec3()) {
      Name encloser = closestEncloser(name);
      NSEC3Record covering = covering(nextCloser(name, encloser)).orElseThrow();
      if ((covering.getFlags() & 1) != 0) {
        // Under opt-out the name may be below a name that is left out: the real closest encloser
        // may be a longer one, and a wildcard of the provable one may exist.
        return;
      }
      assertThat(coveredByHash(name.wild(name.labels() - encloser.labels())))
          .as("no wildcard at %s", encloser)
          .isTrue();
      return;
    }
    NSECRecord covering = nsecs().filter(rr -> covers(rr, name)).findFirst().orElseThrow();
    assertThat(isAncestorDelegation(covering, name)).as("%s proves nothing", covering).isFalse();
    assertThat(covering.getNext().subdomain(name)).as("%s is empty non-terminal", name).isFalse();
    Name encloser = encloser(covering, name);
    Name wildcard = name.wild(name.labels() - encloser.labels());
    assertThat(nsecs().filter(rr -> covers(rr, wildcard))).as("no %s", wildcard).isNotEmpty();
  }

  /** NODATA, of the name itself or of the wildcard that stands for it. */
  void assertNoType(Name name, int type) {
    assertThat(authority).as("SOA").anyMatch(rr -> rr.getType() == Type.SOA);
    if (hasNsec3()) {
      assertNoTypeByHash(name, type);
      return;
    }
    Optional<NSECRecord> match = nsecs().filter(rr -> rr.getName().equals(name)).findFirst();
    if (match.isPresent()) {
      assertLacks(match.get()::hasType, type, name);
      return;
    }
    NSECRecord covering = nsecs().filter(rr -> covers(rr, name)).findFirst().orElseThrow();
    assertThat(isAncestorDelegation(covering, name)).isFalse();
    if (!covering.getNext().subdomain(name)) {
      Name encloser = encloser(covering, name);
      assertNoTypeAtWildcard(name.wild(name.labels() - encloser.labels()), type);
    }
  }

  private void assertNoTypeAtWildcard(Name wildcard, int type) {
    Optional<NSECRecord> match = nsecs().filter(rr -> rr.getName().equals(wildcard)).findFirst();
    if (match.isPresent()) {
      assertLacks(match.get()::hasType, type, wildcard);
    } else {
      assertThat(nsecs().filter(rr -> covers(rr, wildcard) && rr.getNext().subdomain(wildcard)))
          .as("%s exists and is empty", wildcard)
          .isNotEmpty();
    }
  }

  private static void assertLacks(IntPredicate types, int type, Name name) {
    assertThat(types.test(type)).as("%s has %s", name, Type.string(type)).isFalse();
    assertThat(types.test(Type.CNAME)).as("%s has CNAME", name).isFalse();
    // RFC 6840 §4.1: the parent's side of a zone cut says nothing but that there is no DS.
    boolean cut = types.test(Type.NS) && !types.test(Type.SOA);
    assertThat(cut && type != Type.DS).as("%s is a zone cut", name).isFalse();
  }

  private void assertNoTypeByHash(Name name, int type) {
    Optional<NSEC3Record> match = matching(name);
    if (match.isPresent()) {
      assertLacks(match.get()::hasType, type, name);
      return;
    }
    Name encloser = closestEncloser(name);
    Name closer = nextCloser(name, encloser);
    assertThat(coveredByHash(closer)).as("%s covered", closer).isTrue();
    Optional<NSEC3Record> wildcard = matching(name.wild(name.labels() - encloser.labels()));
    if (wildcard.isPresent()) {
      assertLacks(wildcard.get()::hasType, type, name);
    } else {
      assertThat(covering(closer).orElseThrow().getFlags() & 1).as("opt-out").isEqualTo(1);
    }
  }

  /** A delegation: a DS RRset, or that there is none. */
  void assertReferral(Name name) {
    Name cut =
        authority.stream()
            .filter(rr -> rr.getType() == Type.NS)
            .map(Record::getName)
            .findFirst()
            .orElseThrow();
    assertThat(name.subdomain(cut)).isTrue();
    if (authority.stream().anyMatch(rr -> rr.getType() == Type.DS && rr.getName().equals(cut))) {
      return;
    }
    Optional<IntPredicate> types =
        nsecs()
            .filter(rr -> rr.getName().equals(cut))
            .findFirst()
            .<IntPredicate>map(rr -> rr::hasType)
            .or(() -> matching(cut).map(rr -> rr::hasType));
    if (types.isPresent()) {
      assertThat(types.get().test(Type.NS)).isTrue();
      assertThat(types.get().test(Type.DS)).isFalse();
      assertThat(types.get().test(Type.SOA)).isFalse();
    } else {
      Name closer = nextCloser(cut, closestEncloser(cut));
      assertThat(covering(closer).orElseThrow().getFlags() & 1).as("opt-out").isEqualTo(1);
    }
  }

  /** No name between the wildcard's parent, which has this many labels, and the name. */
  void assertNoCloserName(Name name, int labels) {
    Name encloser = new Name(name, name.labels() - 1 - labels);
    if (hasNsec3()) {
      assertThat(coveredByHash(nextCloser(name, encloser))).isTrue();
    } else {
      NSECRecord covering = nsecs().filter(rr -> covers(rr, name)).findFirst().orElseThrow();
      assertThat(encloser(covering, name)).as("closest encloser of %s", name).isEqualTo(encloser);
    }
  }

  private Stream<NSECRecord> nsecs() {
    return authority.stream().filter(NSECRecord.class::isInstance).map(NSECRecord.class::cast);
  }

  private Stream<NSEC3Record> nsec3s() {
    return authority.stream().filter(NSEC3Record.class::isInstance).map(NSEC3Record.class::cast);
  }

  private boolean hasNsec3() {
    return nsec3s().findAny().isPresent();
  }

  private boolean covers(NSECRecord rr, Name name) {
    boolean last = rr.getNext().equals(origin);
    return rr.getName().compareTo(name) < 0 && (last || name.compareTo(rr.getNext()) < 0);
  }

  /** RFC 6840 §4.1: an NSEC of a zone cut or a DNAME denies nothing below that name. */
  private static boolean isAncestorDelegation(NSECRecord rr, Name name) {
    boolean cut = rr.hasType(Type.NS) && !rr.hasType(Type.SOA);
    return (cut || rr.hasType(Type.DNAME)) && name.subdomain(rr.getName());
  }

  /** The longest name that the record shows to exist above the name it covers. */
  private static Name encloser(NSECRecord rr, Name name) {
    Name encloser = new Name(name, 1);
    while (!rr.getName().subdomain(encloser) && !rr.getNext().subdomain(encloser)) {
      encloser = new Name(encloser, 1);
    }
    return encloser;
  }

  /** RFC 5155 §8.3. */
  private Name closestEncloser(Name name) {
    Name encloser = new Name(name, 1);
    while (matching(encloser).isEmpty()) {
      assertThat(encloser).as("closest encloser of %s in %s", name, authority).isNotEqualTo(origin);
      encloser = new Name(encloser, 1);
    }
    NSEC3Record match = matching(encloser).orElseThrow();
    assertThat(match.hasType(Type.DNAME)).isFalse();
    assertThat(match.hasType(Type.NS) && !match.hasType(Type.SOA)).isFalse();
    return encloser;
  }

  private static Name nextCloser(Name name, Name encloser) {
    Name closer = name;
    while (closer.labels() > encloser.labels() + 1) {
      closer = new Name(closer, 1);
    }
    return closer;
  }

  private Optional<NSEC3Record> matching(Name name) {
    return nsec3s().filter(rr -> Arrays.equals(owner(rr), hash(rr, name))).findFirst();
  }

  private boolean coveredByHash(Name name) {
    return covering(name).isPresent();
  }

  private Optional<NSEC3Record> covering(Name name) {
    return nsec3s()
        .filter(
            rr -> {
              byte[] hash = hash(rr, name);
              boolean after = Arrays.compareUnsigned(owner(rr), hash) < 0;
              boolean before = Arrays.compareUnsigned(hash, rr.getNext()) < 0;
              boolean wraps = Arrays.compareUnsigned(rr.getNext(), owner(rr)) <= 0;
              boolean matches = Arrays.equals(owner(rr), hash);
              return !matches && (wraps ? after || before : after && before);
            })
        .findFirst();
  }

  private static byte[] owner(NSEC3Record rr) {
    return HEX.fromString(rr.getName().getLabelString(0));
  }

  private static byte[] hash(NSEC3Record rr, Name name) {
    try {
      MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
      byte[] salt = rr.getSalt() == null ? new byte[0] : rr.getSalt();
      sha1.update(name.toWireCanonical());
      byte[] hash = sha1.digest(salt);
      for (int round = 0; round < rr.getIterations(); round++) {
        sha1.update(hash);
        hash = sha1.digest(salt);
      }
      return hash;
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
