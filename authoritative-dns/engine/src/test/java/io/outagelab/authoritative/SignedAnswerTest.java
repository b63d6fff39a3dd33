package io.outagelab.authoritative;

import static org.assertj.core.api.Assertions.assertThat;

import io.outagelab.authoritative.NameServer.Effect;
import io.outagelab.authoritative.NameServer.Input;
import io.outagelab.authoritative.transfer.TransferPolicy;
import io.outagelab.authoritative.transfer.TransferPolicy.Grant;
import io.outagelab.authoritative.transfer.Transfers;
import io.outagelab.authoritative.tsig.ResponseCheck;
import io.outagelab.authoritative.tsig.TsigAlgorithm;
import io.outagelab.authoritative.tsig.TsigKey;
import io.outagelab.authoritative.tsig.TsigKeys;
import io.outagelab.authoritative.tsig.TsigSigner;
import io.outagelab.authoritative.tsig.TsigVerifier;
import io.outagelab.core.Tick;
import io.outagelab.core.dns.DnsCodec;
import io.outagelab.core.dns.DnsNames;
import io.outagelab.core.net.Endpoint;
import io.outagelab.core.net.Prefix;
import io.outagelab.core.net.Transport;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.Message;
import org.xbill.DNS.Type;

/** What a name server with keys answers: RFC 8945 §5.3, RFC 5936 §5. */
class SignedAnswerTest {
  private static final Instant EPOCH = Instant.ofEpochSecond(1_700_000_000);
  private static final Endpoint CLIENT = Endpoint.of("203.0.113.1", 40_000);
  private static final Endpoint LOCAL = Endpoint.of("192.0.2.1", 53);
  private static final TsigKey KEY =
      TsigKey.of("key.example", TsigAlgorithm.HMAC_SHA512, "c2VjcmV0");

  private final NameServer server =
      new NameServer(
          "dns",
          "sjc",
          new Authority(TestZones.zones(), "test"),
          Duration.ofMinutes(1),
          new Transfers(
              new TransferPolicy(List.of(Grant.of(Prefix.of("0.0.0.0/0"), KEY))),
              new TsigKeys(List.of(KEY)),
              EPOCH,
              1_000));
  private final TsigSigner signer = TsigSigner.ofRequest(KEY);

  private List<byte[]> answers(Transport transport, byte[] query) {
    return server.handle(Tick.ZERO, new Input.ClientQuery(transport, CLIENT, LOCAL, query)).stream()
        .map(effect -> ((Effect.AnswerClient) effect).message())
        .toList();
  }

  private Client.Reply signedReply(Transport transport, Message query) {
    TsigSigner fresh = TsigSigner.ofRequest(KEY);
    byte[] answer = answers(transport, fresh.sign(query.toWire(), EPOCH)).getFirst();
    ResponseCheck check = fresh.verifier().accept(answer, EPOCH);
    assertThat(check).isInstanceOf(ResponseCheck.Accepted.class);
    return new Client.Reply(((ResponseCheck.Accepted) check).message());
  }

  /** RFC 8945 §5.3. */
  @Test
  void signsTheAnswerToASignedQuestion() {
    Client.Reply reply = signedReply(Transport.UDP, Client.query("www.example", Type.A));

    assertThat(reply.answer()).hasSize(2);
    assertThat(reply.authoritative()).isTrue();
  }

  @Test
  void signsARefusalToo() {
    assertThat(signedReply(Transport.UDP, Client.query("unserved", Type.A)).rcode())
        .isEqualTo("REFUSED");
  }

  @Test
  void leavesTheAnswerToAPlainQuestionPlain() {
    byte[] query = Client.query("www.example", Type.A).toWire();

    assertThat(answers(Transport.UDP, query))
        .containsExactly(server.authority().answer(query, Transport.UDP).orElseThrow());
  }

  /** RFC 8945 §5.3: where the signature does not fit any more, TC and the question alone. */
  @Test
  void truncatesAnAnswerThatLeavesNoRoomForTheSignature() {
    StringBuilder text = new StringBuilder("@ 60 SOA a b 1 1 1 1 1\n@ 60 NS ns.elsewhere.\n");
    for (int i = 0; i < 26; i++) {
      text.append("many 60 A 192.0.2.").append(i).append('\n');
    }
    server.handle(
        Tick.ZERO,
        new Input.Serve(
            server
                .authority()
                .serving(TestZones.zones().with(TestZones.zone("big", text.toString())))));
    Message query = Client.query("many.big", Type.A);

    Client.Reply udp = signedReply(Transport.UDP, query);

    assertThat(new Client.Reply(answers(Transport.UDP, query.toWire()).getFirst()).answer())
        .hasSize(26);
    assertThat(udp.truncated()).isTrue();
    assertThat(udp.answer()).isEmpty();
    assertThat(udp.message().getQuestion()).isEqualTo(query.getQuestion());
    assertThat(signedReply(Transport.TCP, query).answer()).hasSize(26);
  }

  @Test
  void answersWithFormerrWhereTheSignatureIsNotTheLastRecord() {
    byte[] twice = signer.sign(signer.sign(Client.query("www.example", 1).toWire(), EPOCH), EPOCH);

    assertThat(new Client.Reply(answers(Transport.UDP, twice).getFirst()).rcode())
        .isEqualTo("FORMERR");
  }

  @Test
  void answersWithNotauthWhereTheKeyIsUnknown() {
    TsigKey other = TsigKey.of("other", TsigAlgorithm.HMAC_SHA256, "c2VjcmV0");
    byte[] query = TsigSigner.ofRequest(other).sign(Client.query("www.example", 1).toWire(), EPOCH);

    assertThat(new Client.Reply(answers(Transport.UDP, query).getFirst()).rcode())
        .isEqualTo("NOTAUTH");
  }

  /** RFC 5936 §5: the policy asks for the key. */
  @Test
  void givesTheZoneToWhoeverSignsForIt() {
    byte[] axfr = Client.query("example", Type.AXFR).toWire();

    List<byte[]> messages = answers(Transport.TCP, signer.sign(axfr, EPOCH));

    TsigVerifier verifier = signer.verifier();
    assertThat(messages)
        .allSatisfy(
            message ->
                assertThat(verifier.accept(message, EPOCH))
                    .isInstanceOf(ResponseCheck.Accepted.class));
    Client.Reply first = new Client.Reply(messages.getFirst());
    assertThat(first.answer().getFirst()).contains("SOA");
    assertThat(first.answer().getLast()).isEqualTo(first.answer().getFirst());
    assertThat(new Client.Reply(answers(Transport.TCP, axfr).getFirst()).rcode())
        .isEqualTo("REFUSED");
    assertThat(server.answered()).isEqualTo(2);
  }

  /** RFC 1035 §3.3.13: a zone that has expired is not answered for, one beside or below it is. */
  @Test
  void failsQuestionsAboutExpiredZones() {
    server.handle(
        Tick.ZERO,
        new Input.Serve(
            server.authority().serving(TestZones.zones().without(DnsNames.of("other"))),
            new ExpiredZones(List.of(DnsNames.of("other")))));

    assertThat(rcode("host.other")).isEqualTo("SERVFAIL");
    assertThat(rcode("other")).isEqualTo("SERVFAIL");
    assertThat(rcode("www.example")).isEqualTo("NOERROR");
    assertThat(rcode("elsewhere")).isEqualTo("REFUSED");
    // Class ANY: no plain query.
    byte[] unusual = Client.query("host.other", Type.A).toWire();
    unusual[unusual.length - 1] = (byte) 255;
    assertThat(new Client.Reply(answers(Transport.UDP, unusual).getFirst()).rcode())
        .isEqualTo("SERVFAIL");
    assertThat(signedReply(Transport.UDP, Client.query("host.other", Type.A)).rcode())
        .isEqualTo("SERVFAIL");
  }

  private String rcode(String name) {
    byte[] query = Client.query(name, Type.A).toWire();
    return new Client.Reply(answers(Transport.UDP, query).getFirst()).rcode();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void survivesDamagedRequestsOfEveryKind(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Message notify = Client.query("example", Type.SOA);
    notify.getHeader().setOpcode(4);
    List<byte[]> sound =
        List.of(
            signer.sign(Client.query("example", Type.AXFR).toWire(), EPOCH),
            signer.sign(Client.query("www.example", Type.A).toWire(), EPOCH),
            Client.query("example", Type.IXFR).toWire(),
            signer.sign(notify.toWire(), EPOCH));
    for (int round = 0; round < 5_000; round++) {
      byte[] octets = sound.get(random.nextInt(sound.size())).clone();
      for (int flips = random.nextInt(4); flips > 0; flips--) {
        octets[random.nextInt(octets.length)] ^= (byte) (1 << random.nextInt(8));
      }
      int length = random.nextInt(6) == 0 ? random.nextInt(octets.length) : octets.length;

      List<byte[]> answers =
          answers(
              random.nextBoolean() ? Transport.UDP : Transport.TCP, Arrays.copyOf(octets, length));

      boolean query = length >= 12 && (octets[2] & 0x80) == 0;
      assertThat(answers.isEmpty()).as("seed %d", seed).isNotEqualTo(query);
      assertThat(answers).allSatisfy(answer -> assertThat(DnsCodec.decode(answer)).isPresent());
    }
  }
}
