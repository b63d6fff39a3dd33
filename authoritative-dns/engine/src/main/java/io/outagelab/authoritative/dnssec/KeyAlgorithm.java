package io.outagelab.authoritative.dnssec;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.SignatureException;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.EdECPrivateKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/**
 * An algorithm that zones are signed with: those that RFC 8624 §3.1 recommends, in the encodings of
 * RFC 6605 §4 and RFC 8080 §3, §4.
 *
 * <p>In both, what DNSSEC calls the key is the tail of the common encoding of a public key (RFC
 * 5280 §4.1.2.7), and the octets of a BIND private key file are the tail of the PKCS#8 encoding of
 * a private key. So each algorithm has two prefixes, and no arithmetic of its own.
 */
public enum KeyAlgorithm {
  /** ECDSA over the curve P-256 with SHA-256 (RFC 6605): a signature is r and s, 32 octets each. */
  ECDSAP256SHA256(
      13,
      "EC",
      "SHA256withECDSAinP1363Format",
      "secp256r1",
      "3059301306072a8648ce3d020106082a8648ce3d03010703420004",
      64,
      "3041020100301306072a8648ce3d020106082a8648ce3d030107042730250201010420"),

  /** Ed25519 (RFC 8080): deterministic, 64 octets. */
  ED25519(
      15,
      "Ed25519",
      "Ed25519",
      "Ed25519",
      "302a300506032b6570032100",
      32,
      "302e020100300506032b657004220420");

  /** How many octets a private key has: both the same. */
  static final int PRIVATE_OCTETS = 32;

  private final int number;
  private final String keys;
  private final String signatures;
  private final String curve;
  private final String publicPrefix;
  private final int publicOctets;
  private final String privatePrefix;

  KeyAlgorithm(
      int number,
      String keys,
      String signatures,
      String curve,
      String publicPrefix,
      int publicOctets,
      String privatePrefix) {
    this.number = number;
    this.keys = keys;
    this.signatures = signatures;
    this.curve = curve;
    this.publicPrefix = publicPrefix;
    this.publicOctets = publicOctets;
    this.privatePrefix = privatePrefix;
  }

  /** Its number in DNSKEY, RRSIG and DS records. */
  public int number() {
    return number;
  }

  /** The algorithm of this number. */
  static Optional<KeyAlgorithm> of(int number) {
    return Arrays.stream(values()).filter(algorithm -> algorithm.number == number).findFirst();
  }

  /** A new pair of keys. */
  KeyPair makeKeys(SecureRandom random) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance(keys);
      generator.initialize(new ECGenParameterSpec(curve), random);
      return generator.generateKeyPair();
    } catch (NoSuchAlgorithmException | InvalidAlgorithmParameterException e) {
      throw missing(e);
    }
  }

  /** The octets of a DNSKEY record's Public Key field. */
  byte[] dnskeyOctets(PublicKey key) {
    byte[] encoded = key.getEncoded();
    return Arrays.copyOfRange(encoded, encoded.length - publicOctets, encoded.length);
  }

  /** The public key of a DNSKEY record; empty if the octets are none. */
  Optional<PublicKey> publicKey(byte[] dnskeyOctets) {
    if (dnskeyOctets.length != publicOctets) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          factory().generatePublic(new X509EncodedKeySpec(joined(publicPrefix, dnskeyOctets))));
    } catch (InvalidKeySpecException e) {
      return Optional.empty();
    }
  }

  /** The 32 octets of a private key as BIND's files have them. */
  static byte[] privateOctets(PrivateKey key) {
    return switch (key) {
      case ECPrivateKey ec -> unsigned(ec.getS());
      case EdECPrivateKey ed ->
          ed.getBytes().orElseThrow(() -> new IllegalStateException("a key without its octets"));
      default -> throw new IllegalStateException("no key of ours: " + key.getAlgorithm());
    };
  }

  private static byte[] unsigned(BigInteger number) {
    byte[] octets = new byte[PRIVATE_OCTETS];
    byte[] signed = number.toByteArray();
    int length = Math.min(signed.length, PRIVATE_OCTETS);
    System.arraycopy(signed, signed.length - length, octets, PRIVATE_OCTETS - length, length);
    return octets;
  }

  /** The private key of these 32 octets. */
  Optional<PrivateKey> privateKey(byte[] octets) {
    return octets.length == PRIVATE_OCTETS
        ? pkcs8PrivateKey(joined(privatePrefix, octets))
        : Optional.empty();
  }

  /** The private key of this PKCS#8 encoding; empty if it is of another algorithm, or none. */
  Optional<PrivateKey> pkcs8PrivateKey(byte[] encoded) {
    try {
      return Optional.of(factory().generatePrivate(new PKCS8EncodedKeySpec(encoded)))
          .filter(KeyAlgorithm::canSign);
    } catch (InvalidKeySpecException e) {
      return Optional.empty();
    }
  }

  /** Whether the number is one of the curve's private keys: 1 to its order less 1. */
  private static boolean canSign(PrivateKey key) {
    return !(key instanceof ECPrivateKey ec)
        || (ec.getS().signum() > 0 && ec.getS().compareTo(ec.getParams().getOrder()) < 0);
  }

  /** Signs octets; the randomness is for ECDSA, whose signatures need a fresh number each. */
  byte[] sign(PrivateKey key, byte[] octets, SecureRandom random) {
    try {
      Signature signature = Signature.getInstance(signatures);
      signature.initSign(key, random);
      signature.update(octets);
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw missing(e);
    }
  }

  /** Whether this is a signature of the octets by the owner of the public key. */
  boolean verify(PublicKey key, byte[] octets, byte[] signature) {
    try {
      Signature verifier = Signature.getInstance(signatures);
      verifier.initVerify(key);
      verifier.update(octets);
      return verifier.verify(signature);
    } catch (SignatureException | InvalidKeyException e) {
      return false;
    } catch (GeneralSecurityException e) {
      throw missing(e);
    }
  }

  private KeyFactory factory() {
    try {
      return KeyFactory.getInstance(keys);
    } catch (NoSuchAlgorithmException e) {
      throw missing(e);
    }
  }

  private IllegalStateException missing(GeneralSecurityException cause) {
    return new IllegalStateException("this Java platform doesn't do " + this, cause);
  }

  private static byte[] joined(String hexPrefix, byte[] tail) {
    byte[] prefix = HexFormat.of().parseHex(hexPrefix);
    byte[] joined = Arrays.copyOf(prefix, prefix.length + tail.length);
    System.arraycopy(tail, 0, joined, prefix.length, tail.length);
    return joined;
  }
}
