package io.outagelab.authoritative.tsig;

import io.outagelab.core.LabConfigurationException;
import io.outagelab.core.dns.DnsNames;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.xbill.DNS.Name;

/** A secret that two servers share under a name (RFC 8945 §4.2). Never shows its secret. */
public final class TsigKey {
  private final Name name;
  private final TsigAlgorithm algorithm;
  private final SecretKeySpec secret;

  /**
   * A key.
   *
   * @param name what both ends call it
   * @param algorithm the only one it is used with
   * @param secret at least one octet
   */
  public TsigKey(Name name, TsigAlgorithm algorithm, byte[] secret) {
    if (secret.length == 0) {
      throw new LabConfigurationException(
          "TSIG key '%s': the secret is empty; as many octets as a MAC has, %d, are advisable"
              .formatted(DnsNames.display(name), algorithm.macLength()));
    }
    this.name = name;
    this.algorithm = algorithm;
    this.secret = new SecretKeySpec(secret, algorithm.jdkName());
  }

  /** A key from text, its secret in base64 as every name server's configuration spells it. */
  public static TsigKey of(String name, TsigAlgorithm algorithm, String base64) {
    try {
      byte[] secret = Base64.getDecoder().decode(base64.strip());
      return new TsigKey(DnsNames.of(name), algorithm, secret);
    } catch (IllegalArgumentException e) {
      throw new LabConfigurationException(
          "TSIG key '%s': a domain name and a secret in base64 are needed".formatted(name));
    }
  }

  /** What both ends call it. */
  public Name name() {
    return name;
  }

  /** The algorithm it is used with. */
  public TsigAlgorithm algorithm() {
    return algorithm;
  }

  /** A keyed hash that has hashed nothing yet. */
  Mac mac() {
    try {
      Mac mac = Mac.getInstance(algorithm.jdkName());
      mac.init(secret);
      return mac;
    } catch (NoSuchAlgorithmException | InvalidKeyException e) {
      throw new IllegalStateException("every JDK has " + algorithm.jdkName(), e);
    }
  }

  @Override
  public String toString() {
    return "TSIG key " + DnsNames.display(name) + " " + algorithm.label();
  }
}
