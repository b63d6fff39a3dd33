package io.outagelab.authoritative.tsig;

import io.outagelab.core.LabConfigurationException;
import io.outagelab.core.dns.DnsNames;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;
import org.xbill.DNS.Name;

/** A keyed hash that messages are signed with (RFC 8945 §6), of those that are still advisable. */
public enum TsigAlgorithm {
  /** The one that everybody implements. */
  HMAC_SHA256("hmac-sha256", "HmacSHA256", 32),
  /** HMAC with SHA-384. */
  HMAC_SHA384("hmac-sha384", "HmacSHA384", 48),
  /** HMAC with SHA-512. */
  HMAC_SHA512("hmac-sha512", "HmacSHA512", 64);

  private final String label;
  private final String jdkName;
  private final int macLength;

  TsigAlgorithm(String label, String jdkName, int macLength) {
    this.label = label;
    this.jdkName = jdkName;
    this.macLength = macLength;
  }

  /** The algorithm of this name as files spell it, such as {@code hmac-sha256}. */
  public static TsigAlgorithm of(String label) {
    return Arrays.stream(values())
        .filter(algorithm -> algorithm.label.equals(label))
        .findFirst()
        .orElseThrow(
            () ->
                new LabConfigurationException(
                    "TSIG algorithm '%s': allowed are %s"
                        .formatted(
                            label,
                            Arrays.stream(values())
                                .map(TsigAlgorithm::label)
                                .collect(Collectors.joining(", ")))));
  }

  /** The algorithm of this name on the wire. */
  static Optional<TsigAlgorithm> of(Name wireName) {
    return Arrays.stream(values())
        .filter(algorithm -> algorithm.wireName().equals(wireName))
        .findFirst();
  }

  /** The name as files spell it. */
  public String label() {
    return label;
  }

  /** The name on the wire. */
  public Name wireName() {
    return DnsNames.of(label);
  }

  /** How many octets a whole MAC has. */
  int macLength() {
    return macLength;
  }

  /** What the JDK calls it. */
  String jdkName() {
    return jdkName;
  }
}
