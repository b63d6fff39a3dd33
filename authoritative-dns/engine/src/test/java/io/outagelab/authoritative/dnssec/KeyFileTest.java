package io.outagelab.authoritative.dnssec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.outagelab.authoritative.dnssec.SigningKey.Role;
import io.outagelab.core.LabConfigurationException;
import io.outagelab.core.dns.DnsNames;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.DNSSEC;

/** Keys from text and back: BIND's files and PKCS#8, RFC 6605 §6, RFC 8080 §6. */
class KeyFileTest {
  private static final byte[] OCTETS = "what is signed".getBytes(StandardCharsets.US_ASCII);
  private final SecureRandom random = new SeededRandom(1);

  private static boolean isOneKey(SigningKey a, SigningKey b) {
    return a.algorithm()
        .verify(
            a.algorithm().publicKey(a.dnskey(0).getKey()).orElseThrow(),
            OCTETS,
            b.sign(OCTETS, new SeededRandom(2)));
  }

  @ParameterizedTest
  @EnumSource
  void readsWhatItWrites(KeyAlgorithm algorithm) {
    // Many keys: an octet of 0 at the head of a number is one in 256.
    for (int i = 0; i < 300; i++) {
      SigningKey key = SigningKey.make(DnsNames.of("Example"), algorithm, Role.KEY_SIGNING, random);

      KeyFile file = KeyFile.of(key);
      SigningKey read = file.read(random);

      assertThat(file.name()).startsWith("Kexample.+0").endsWith("+%05d".formatted(key.tag()));
      assertThat(read.dnskey(300)).isEqualTo(key.dnskey(300));
      assertThat(read.role()).isEqualTo(Role.KEY_SIGNING);
      assertThat(isOneKey(key, read)).isTrue();
    }
  }

  /** RFC 8080 §6.1: the first key of the examples, with the DS record of its text. */
  @Test
  void readsTheKeyOfRfc8080() {
    KeyFile file =
        new KeyFile(
            "Kexample.com.+015+03613",
            """
            example.com. 3600 IN DNSKEY 257 3 15 (
                         l02Woi0iS8Aa25FQkUd9RMzZHJpBoRQwAQEX1SxZJA4= )
            """,
            """
            Private-key-format: v1.2
            Algorithm: 15 (ED25519)
            PrivateKey: ODIyNjAzODQ2MjgwODAxMjI2NDUxOTAyMDQxNDIyNjI=
            """);

    SigningKey key = file.read(random);

    assertThat(key.tag()).isEqualTo(3613);
    assertThat(key.ds(3600).rdataToString())
        .isEqualToIgnoringCase(
            "3613 15 2 3aa5ab37efce57f737fc1627013fee07bdf241bd10f3b1964ab55c78e79a304b");
  }

  /** RFC 6605 §6.1: the example of ECDSA over P-256. */
  @Test
  void readsTheKeyOfRfc6605() {
    KeyFile file =
        new KeyFile(
            "Kexample.net.+013+55648",
            """
            example.net. 3600 IN DNSKEY 257 3 13 (
                    GojIhhXUN/u4v54ZQqGSnyhWJwaubCvTmeexv7bR6edb
                    krSqQpF64cYbcB7wNcP+e+MAnLr+Wi9xMWyQLc8NAA== )
            """,
            """
            Private-key-format: v1.2
            Algorithm: 13 (ECDSAP256SHA256)
            PrivateKey: GU6SnQ/Ou+xC5RumuIUIuJZteXT2z0O/ok1s38Et6mQ=
            """);

    SigningKey key = file.read(random);

    assertThat(key.tag()).isEqualTo(55648);
    assertThat(key.ds(3600).getDigestID()).isEqualTo(DNSSEC.Digest.SHA256);
    assertThat(key.ds(3600).rdataToString())
        .isEqualToIgnoringCase(
            "55648 13 2 b4c8c1fe2e7477127b27115656ad6256f424625bf5c1e2770ce6d6e37df61d17");
  }

  /** RFC 5958, RFC 7468 §10. */
  @ParameterizedTest
  @EnumSource
  void readsAPrivateKeyInPem(KeyAlgorithm algorithm) {
    SigningKey key = SigningKey.make(DnsNames.of("example"), algorithm, Role.ZONE_SIGNING, random);
    String pem =
        "-----BEGIN PRIVATE KEY-----\n%s\n-----END PRIVATE KEY-----\n"
            .formatted(Base64.getMimeEncoder().encodeToString(key.privateKey().getEncoded()));

    SigningKey read = new KeyFile("k", key.dnskey(0).toString(), pem).read(random);

    assertThat(isOneKey(key, read)).isTrue();
    assertThat(KeyFile.of(read)).isEqualTo(KeyFile.of(key));
  }

  @Test
  void saysWhatIsWrongWithAKey() {
    SigningKey key =
        SigningKey.make(DnsNames.of("example"), KeyAlgorithm.ED25519, Role.ZONE_SIGNING, random);
    SigningKey other =
        SigningKey.make(DnsNames.of("example"), KeyAlgorithm.ED25519, Role.ZONE_SIGNING, random);
    KeyFile good = KeyFile.of(key);

    assertProblem(new KeyFile("k", good.publicText(), ""), "v1.x is allowed");
    assertProblem(new KeyFile("k", "", good.privateText()), "exactly one DNSKEY record");
    assertProblem(new KeyFile("k", "example. IN A 192.0.2.1", ""), "exactly one DNSKEY record");
    assertProblem(new KeyFile("k", "example. IN DNSKEY x", ""), "k.key: ");
    assertProblem(
        new KeyFile("k", "example. IN DNSKEY 256 3 8 AAAA", good.privateText()),
        "13 (ECDSAP256SHA256), 15 (ED25519) are allowed");
    assertProblem(
        new KeyFile("k", good.publicText(), KeyFile.of(other).privateText()), "does not belong");
    assertProblem(
        new KeyFile("k", good.publicText(), good.privateText().replace("15", "13")),
        "the DNSKEY record says 15");
    assertProblem(
        new KeyFile("k", good.publicText(), good.privateText().replace("PrivateKey: ", "$&%: ")),
        "the 32 octets of a key");
    assertProblem(
        new KeyFile("k", good.publicText(), "-----BEGIN PRIVATE KEY-----\nAAAA\n"), "PKCS#8");
    assertProblem(
        new KeyFile("k", good.publicText().replace("256 3", "0 3"), good.privateText()), "flags 0");
  }

  /** SEC 1 §3.2.1: a private key of a curve is a number from 1 to its order less 1. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "0000000000000000000000000000000000000000000000000000000000000000",
        "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551",
        "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff"
      })
  void refusesNumbersThatAreNoPrivateKey(String hex) {
    SigningKey key =
        SigningKey.make(
            DnsNames.of("example"), KeyAlgorithm.ECDSAP256SHA256, Role.ZONE_SIGNING, random);
    String number = Base64.getEncoder().encodeToString(HexFormat.of().parseHex(hex));
    String privateText =
        "Private-key-format: v1.3\nAlgorithm: 13\nPrivateKey: %s\n".formatted(number);

    assertProblem(
        new KeyFile("k", KeyFile.of(key).publicText(), privateText), "32 octets of a key");
  }

  @ParameterizedTest
  @EnumSource
  void refusesAPublicKeyThatIsNoPointOfTheCurve(KeyAlgorithm algorithm) {
    SigningKey key = SigningKey.make(DnsNames.of("example"), algorithm, Role.ZONE_SIGNING, random);
    int octets = key.dnskey(0).getKey().length;
    String none = Base64.getEncoder().encodeToString(new byte[octets]);
    String publicText = "example. IN DNSKEY 256 3 %d %s".formatted(algorithm.number(), none);

    assertProblem(new KeyFile("k", publicText, KeyFile.of(key).privateText()), "does not belong");
  }

  private void assertProblem(KeyFile file, String message) {
    assertThatThrownBy(() -> file.read(random))
        .isInstanceOf(LabConfigurationException.class)
        .hasMessageContaining(message);
  }

  @Test
  void keepsPrivateKeysOutOfWhatItPrints() {
    SigningKey key =
        SigningKey.make(DnsNames.of("example"), KeyAlgorithm.ED25519, Role.ZONE_SIGNING, random);

    assertThat(KeyFile.of(key).toString())
        .startsWith("key file Kexample.+015+")
        .hasSizeLessThan(40);
    assertThat(key.toString()).isEqualTo("ED25519 key %d of example".formatted(key.tag()));
  }
}
