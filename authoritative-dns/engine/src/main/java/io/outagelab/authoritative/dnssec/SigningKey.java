package io.outagelab.authoritative.dnssec;

import io.outagelab.core.LabConfigurationException;
import io.outagelab.core.dns.DnsNames;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.util.List;
import org.xbill.DNS.DClass;
import org.xbill.DNS.DNSKEYRecord;
import org.xbill.DNS.DNSSEC;
import org.xbill.DNS.DSRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

/**
 * A key that signs a zone: its DNSKEY record and the private key to it. Its text, as an operator
 * keeps it, is read and written by {@link KeyFile}.
 */
public final class SigningKey {
  /** What a key is for (RFC 6781 §3.1), which the SEP flag says (RFC 4034 §2.1.1). */
  public enum Role {
    /** Signs the DNSKEY RRset; the parent's DS record names it. Alone, it signs everything. */
    KEY_SIGNING(257),
    /** Signs everything else. Alone, it signs the DNSKEY RRset as well. */
    ZONE_SIGNING(256);

    private final int flags;

    Role(int flags) {
      this.flags = flags;
    }
  }

  private static final int PROTOCOL = 3;
  private static final int SEP = 1;
  private static final int ZONE = 256;
  private static final int REVOKED = 128;
  private static final byte[] PROBE = "one key or two".getBytes(StandardCharsets.US_ASCII);

  private final DNSKEYRecord dnskey;
  private final KeyAlgorithm algorithm;
  private final PrivateKey privateKey;

  private SigningKey(DNSKEYRecord dnskey, KeyAlgorithm algorithm, PrivateKey privateKey) {
    this.dnskey = dnskey;
    this.algorithm = algorithm;
    this.privateKey = privateKey;
  }

  /**
   * A new key.
   *
   * @param zone the name of the zone's apex
   * @param random where the key comes from: a secure source, in a live name server
   */
  public static SigningKey make(Name zone, KeyAlgorithm algorithm, Role role, SecureRandom random) {
    KeyPair pair = algorithm.makeKeys(random);
    byte[] key = algorithm.dnskeyOctets(pair.getPublic());
    DNSKEYRecord dnskey =
        new DNSKEYRecord(zone, DClass.IN, 0, role.flags, PROTOCOL, algorithm.number(), key);
    return new SigningKey(dnskey, algorithm, pair.getPrivate());
  }

  /**
   * The key of these two halves, which must belong together.
   *
   * @param label what problems call it
   * @param random for a signature that shows whether the halves belong together
   */
  static SigningKey of(
      String label,
      DNSKEYRecord dnskey,
      KeyAlgorithm algorithm,
      PrivateKey privateKey,
      SecureRandom random) {
    if ((dnskey.getFlags() & ZONE) == 0
        || (dnskey.getFlags() & REVOKED) != 0
        || dnskey.getProtocol() != PROTOCOL) {
      throw new LabConfigurationException(
          "%s: a key with flags %d and protocol %d signs no zone: 256 or 257, and 3 are allowed"
              .formatted(label, dnskey.getFlags(), dnskey.getProtocol()));
    }
    byte[] signature = algorithm.sign(privateKey, PROBE, random);
    boolean match =
        algorithm
            .publicKey(dnskey.getKey())
            .map(key -> algorithm.verify(key, PROBE, signature))
            .orElse(false);
    if (!match) {
      throw new LabConfigurationException(
          "%s: the private key does not belong to the DNSKEY record with tag %d"
              .formatted(label, dnskey.getFootprint()));
    }
    return new SigningKey(dnskey, algorithm, privateKey);
  }

  /** The zone it signs: the owner name of its DNSKEY record. */
  public Name zone() {
    return dnskey.getName();
  }

  /** Its algorithm. */
  public KeyAlgorithm algorithm() {
    return algorithm;
  }

  /** Its key tag (RFC 4034 appendix B). */
  public int tag() {
    return dnskey.getFootprint();
  }

  /** What it is for. */
  public Role role() {
    return (dnskey.getFlags() & SEP) != 0 ? Role.KEY_SIGNING : Role.ZONE_SIGNING;
  }

  /**
   * Whether, among these keys, this one signs RRsets of the type. Every algorithm signs everything
   * (RFC 4035 §2.2), so it is the keys of its own algorithm that share the work by role.
   */
  boolean signs(int type, List<SigningKey> keys) {
    boolean keySet = type == Type.DNSKEY || type == Type.CDS || type == Type.CDNSKEY;
    Role wanted = keySet ? Role.KEY_SIGNING : Role.ZONE_SIGNING;
    return role() == wanted
        || keys.stream().noneMatch(key -> key.algorithm == algorithm && key.role() == wanted);
  }

  /** Its DNSKEY record with this TTL, in seconds. */
  public DNSKEYRecord dnskey(long ttl) {
    return new DNSKEYRecord(
        dnskey.getName(),
        DClass.IN,
        ttl,
        dnskey.getFlags(),
        dnskey.getProtocol(),
        dnskey.getAlgorithm(),
        dnskey.getKey());
  }

  /** The DS record that the parent zone needs, with a SHA-256 digest (RFC 4509). */
  public DSRecord ds(long ttl) {
    return new DSRecord(dnskey.getName(), DClass.IN, ttl, DNSSEC.Digest.SHA256, dnskey);
  }

  /** Signs octets. */
  byte[] sign(byte[] octets, SecureRandom random) {
    return algorithm.sign(privateKey, octets, random);
  }

  /** Its private half, for the key's file alone. */
  PrivateKey privateKey() {
    return privateKey;
  }

  @Override
  public String toString() {
    return "%s key %d of %s".formatted(algorithm, tag(), DnsNames.display(zone()));
  }
}
