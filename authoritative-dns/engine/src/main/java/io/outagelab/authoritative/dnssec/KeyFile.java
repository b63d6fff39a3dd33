package io.outagelab.authoritative.dnssec;

import io.outagelab.core.LabConfigurationException;
import io.outagelab.core.dns.DnsNames;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.xbill.DNS.DNSKEYRecord;
import org.xbill.DNS.Master;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;

/**
 * The text of a key as BIND's tools keep it: {@code Kzone.+alg+tag.key} holds the DNSKEY record,
 * {@code Kzone.+alg+tag.private} the private key.
 *
 * @param name what both files are called, without {@code .key} and {@code .private}
 * @param publicText a master file with the DNSKEY record
 * @param privateText a private key file of format v1, or PKCS#8 in PEM (RFC 5958, RFC 7468 §10)
 */
public record KeyFile(String name, String publicText, String privateText) {
  private static final String FORMAT = "Private-key-format";
  private static final String ALGORITHM = "Algorithm";
  private static final String PRIVATE_KEY = "PrivateKey";
  private static final String PEM_BEGIN = "-----BEGIN PRIVATE KEY-----";
  private static final String PEM_END = "-----END PRIVATE KEY-----";

  /** The file of a key. */
  public static KeyFile of(SigningKey key) {
    byte[] octets = KeyAlgorithm.privateOctets(key.privateKey());
    String name =
        "K%s.+%03d+%05d"
            .formatted(
                key.zone().equals(Name.root)
                    ? ""
                    : DnsNames.display(key.zone()).toLowerCase(Locale.ROOT),
                key.algorithm().number(),
                key.tag());
    String privateText =
        """
        Private-key-format: v1.3
        Algorithm: %d (%s)
        PrivateKey: %s
        """
            .formatted(
                key.algorithm().number(),
                key.algorithm(),
                Base64.getEncoder().encodeToString(octets));
    return new KeyFile(name, key.dnskey(0).toString() + "\n", privateText);
  }

  /**
   * The key, or an exception that says what is wrong with its text.
   *
   * @param random for a signature that shows whether both texts belong together
   */
  public SigningKey read(SecureRandom random) {
    DNSKEYRecord dnskey = dnskey();
    KeyAlgorithm algorithm =
        KeyAlgorithm.of(dnskey.getAlgorithm())
            .orElseThrow(
                () ->
                    problem(
                        ".key: algorithm %d is not for signing here: %s are allowed"
                            .formatted(dnskey.getAlgorithm(), allowed())));
    PrivateKey privateKey =
        privateText.contains(PEM_BEGIN) ? pkcs8(algorithm) : privateKey(algorithm);
    return SigningKey.of(name, dnskey, algorithm, privateKey, random);
  }

  private static String allowed() {
    return Arrays.stream(KeyAlgorithm.values())
        .map(algorithm -> algorithm.number() + " (" + algorithm + ")")
        .collect(Collectors.joining(", "));
  }

  private DNSKEYRecord dnskey() {
    byte[] text = publicText.getBytes(StandardCharsets.UTF_8);
    try (Master master = new Master(new ByteArrayInputStream(text), Name.root, 0)) {
      master.disableIncludes();
      Record first = master.nextRecord();
      if (first instanceof DNSKEYRecord dnskey && master.nextRecord() == null) {
        return dnskey;
      }
      throw problem(".key: exactly one DNSKEY record is needed");
    } catch (IOException | IllegalArgumentException e) {
      throw problem(".key: " + e.getMessage());
    }
  }

  private PrivateKey privateKey(KeyAlgorithm algorithm) {
    String format = field(FORMAT).orElse("none");
    if (!format.startsWith("v1.")) {
      throw problem(
          ".private: %s '%s': v1.x is allowed, or PKCS#8 in PEM".formatted(FORMAT, format));
    }
    String number = field(ALGORITHM).orElse("none");
    if (!number.split(" ", 2)[0].equals(Integer.toString(algorithm.number()))) {
      throw problem(
          ".private: %s '%s', but the DNSKEY record says %d"
              .formatted(ALGORITHM, number, algorithm.number()));
    }
    return field(PRIVATE_KEY)
        .flatMap(KeyFile::octets)
        .flatMap(algorithm::privateKey)
        .orElseThrow(
            () ->
                problem(
                    ".private: %s needs the %d octets of a key in base 64"
                        .formatted(PRIVATE_KEY, KeyAlgorithm.PRIVATE_OCTETS)));
  }

  private Optional<String> field(String key) {
    List<String> lines = privateText.lines().map(String::strip).toList();
    return lines.stream()
        .filter(line -> line.startsWith(key + ":"))
        .map(line -> line.substring(key.length() + 1).strip())
        .findFirst();
  }

  private PrivateKey pkcs8(KeyAlgorithm algorithm) {
    int begin = privateText.indexOf(PEM_BEGIN) + PEM_BEGIN.length();
    int end = privateText.indexOf(PEM_END, begin);
    return Optional.of(end < 0 ? "" : privateText.substring(begin, end).replaceAll("\\s", ""))
        .flatMap(KeyFile::octets)
        .flatMap(algorithm::pkcs8PrivateKey)
        .orElseThrow(
            () -> problem(".private: no %s key in PKCS#8, PEM-encoded".formatted(algorithm)));
  }

  private static Optional<byte[]> octets(String base64) {
    try {
      return Optional.of(Base64.getDecoder().decode(base64));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private LabConfigurationException problem(String message) {
    return new LabConfigurationException(name + message);
  }

  @Override
  public String toString() {
    return "key file " + name;
  }
}
