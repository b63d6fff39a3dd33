package io.outagelab.authoritative.zone;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.NSEC3PARAMRecord;
import org.xbill.DNS.NSEC3Record;
import org.xbill.DNS.Name;
import org.xbill.DNS.NameTooLongException;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;
import org.xbill.DNS.utils.base32;

/**
 * How a zone hashes its names for NSEC3 (RFC 5155 §3.1, §5), with SHA-1, the one algorithm there
 * is.
 *
 * @param iterations how often the hash is hashed again; RFC 9276 §3.1 wants 0
 * @param salt appended before each hashing; RFC 9276 §3.1 wants it empty
 */
public record Nsec3Parameters(int iterations, byte[] salt) {
  /** The number of SHA-1 in the registry of hash algorithms. */
  public static final int SHA1 = 1;

  /** What RFC 9276 §3.1 asks for: no further iterations, no salt. */
  public static final Nsec3Parameters RECOMMENDED = new Nsec3Parameters(0, new byte[0]);

  /**
   * The most iterations that are served: more cost the server dear, and no validator takes them.
   */
  static final int MAX_ITERATIONS = 150;

  /** The octets of a hash as a label, its length included. */
  private static final int HASHED_LABEL = 33;

  private static final int MAX_NAME = 255;
  private static final base32 HEX = new base32(base32.Alphabet.BASE32HEX, false, true);

  /**
   * The parameters of the first chain that the apex says is complete (RFC 5155 §4.1.2) and that can
   * be used.
   */
  static Optional<Nsec3Parameters> of(ZoneNode apex) {
    if (!fits(apex.name())) {
      return Optional.empty();
    }
    return apex.rrset(Type.NSEC3PARAM)
        .flatMap(
            set ->
                set.records().stream()
                    .filter(NSEC3PARAMRecord.class::isInstance)
                    .map(NSEC3PARAMRecord.class::cast)
                    .filter(rr -> rr.getHashAlgorithm() == SHA1 && rr.getFlags() == 0)
                    .filter(rr -> rr.getIterations() <= MAX_ITERATIONS)
                    .map(rr -> new Nsec3Parameters(rr.getIterations(), salt(rr.getSalt())))
                    .findFirst());
  }

  /** dnsjava says null for an empty salt. */
  private static byte[] salt(byte @Nullable [] salt) {
    return salt == null ? new byte[0] : salt;
  }

  /** Whether hashes have room below the apex: in a name of at most 255 octets. */
  public static boolean fits(Name origin) {
    return origin.length() + HASHED_LABEL <= MAX_NAME;
  }

  /** Whether this node owns an NSEC3 record of these parameters. */
  boolean hashes(ZoneNode node) {
    return node.rrset(Type.NSEC3)
        .map(set -> set.records().stream().anyMatch(rr -> rr instanceof NSEC3Record n && made(n)))
        .orElse(false);
  }

  /** Whether this record was made with these parameters. */
  boolean made(NSEC3Record rr) {
    return rr.getHashAlgorithm() == SHA1
        && rr.getIterations() == iterations
        && Arrays.equals(salt(rr.getSalt()), salt);
  }

  /** The hash of a name (RFC 5155 §5). */
  public byte[] hash(Name name) {
    MessageDigest sha1 = sha1();
    byte[] hash = name.toWireCanonical();
    for (int round = 0; round <= iterations; round++) {
      sha1.update(hash);
      hash = sha1.digest(salt);
    }
    return hash;
  }

  private static MessageDigest sha1() {
    try {
      return MessageDigest.getInstance("SHA-1");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-1", e);
    }
  }

  /** The owner name of the NSEC3 RRset that matches a name (RFC 5155 §3). */
  public Name owner(Name name, Name origin) {
    return owner(hash(name), origin);
  }

  /** The owner name that a hash makes: its base 32, one label below the apex. */
  public static Name owner(byte[] hash, Name origin) {
    try {
      return Name.concatenate(Name.fromString(label(hash)), origin);
    } catch (TextParseException | NameTooLongException e) {
      throw new IllegalStateException("no room for a hash below " + origin, e);
    }
  }

  /** The label that a hash makes: its base 32 with the extended hex alphabet (RFC 5155 §3.3). */
  static String label(byte[] hash) {
    return HEX.toString(hash);
  }

  @Override
  public String toString() {
    return "NSEC3 with %d iterations and %d octets of salt".formatted(iterations, salt.length);
  }
}
