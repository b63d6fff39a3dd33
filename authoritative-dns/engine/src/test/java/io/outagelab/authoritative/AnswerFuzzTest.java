package io.outagelab.authoritative;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.outagelab.authoritative.NameServer.Effect;
import io.outagelab.authoritative.NameServer.Input;
import io.outagelab.authoritative.transfer.TransferPolicy;
import io.outagelab.authoritative.transfer.TransferPolicy.Grant;
import io.outagelab.authoritative.transfer.Transfers;
import io.outagelab.authoritative.tsig.TsigAlgorithm;
import io.outagelab.authoritative.tsig.TsigKey;
import io.outagelab.authoritative.tsig.TsigKeys;
import io.outagelab.core.Tick;
import io.outagelab.core.dns.DnsCodec;
import io.outagelab.core.net.Endpoint;
import io.outagelab.core.net.Prefix;
import io.outagelab.core.net.Transport;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.provider.MethodSource;
import org.xbill.DNS.CookieOption;
import org.xbill.DNS.ExtendedFlags;
import org.xbill.DNS.Message;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/**
 * Guided by coverage: whatever octets arrive, a name server neither fails nor answers what is no
 * query, and both ways to an answer say the same.
 */
@Tag("fuzz")
class AnswerFuzzTest {
  private static final Endpoint LOCAL = Endpoint.of("192.0.2.1", 53);
  private static final Endpoint CLIENT = Endpoint.of("203.0.113.1", 4000);
  private static final TsigKey KEY =
      TsigKey.of("key.example", TsigAlgorithm.HMAC_SHA256, "c2VjcmV0");

  private final Authority authority = Client.ofTestZones().authority();

  private final NameServer server =
      new NameServer(
          "dns",
          "sjc",
          authority,
          Duration.ofMinutes(1),
          new Transfers(
              new TransferPolicy(
                  List.of(
                      Grant.of(Prefix.of("203.0.113.0/24")),
                      Grant.of(Prefix.of("0.0.0.0/0"), KEY))),
              new TsigKeys(List.of(KEY)),
              Instant.ofEpochSecond(1_700_000_000),
              1_000),
          new Responder(
              new Guard(
                  new byte[Guard.SECRET], Optional.of(RateLimit.USUAL.withResponsesPerSecond(1)))));

  /** Long after what was answered before has ceased to count. */
  private Tick now = Tick.ZERO;

  /** Where the search starts: a question for each kind of answer, with and without EDNS. */
  static List<byte[]> questions() {
    return Stream.of("www", "alias", "no", "a.wild", "x.moved", "host.sub", "into-other", "tree")
        .map(name -> Client.query(name + ".example", Type.A))
        .flatMap(query -> Stream.of(query, withEdns(query)))
        .map(Message::toWire)
        .toList();
  }

  private static Message withEdns(Message query) {
    Message message = query.clone();
    message.addRecord(
        new OPTRecord(1232, 0, 0, ExtendedFlags.DO, new CookieOption(new byte[8])),
        Section.ADDITIONAL);
    return message;
  }

  @MethodSource("questions")
  @FuzzTest(maxDuration = "20s")
  void answers(byte[] message) {
    for (Transport transport : Transport.values()) {
      Robustness.check(authority, message, transport);
      now = now.plus(Duration.ofMinutes(1));
      for (int times = 0; times < 3; times++) {
        serve(new Input.ClientQuery(transport, CLIENT, LOCAL, message));
      }
    }
  }

  private void serve(Input.ClientQuery query) {
    long answered = server.answered();
    for (Effect effect : server.handle(now, query)) {
      switch (effect) {
        case Effect.AnswerClient answer -> judge(query, answer.message());
        case Effect.StreamToClient stream ->
            stream.messages().forEachRemaining(octets -> judge(query, octets));
        case Effect.Observed observed -> {}
      }
    }
    if (!DnsCodec.isRequest(query.message(), query.message().length)) {
      assertThat(server.answered()).as("answers no responses").isEqualTo(answered);
    }
  }

  private static void judge(Input.ClientQuery query, byte[] response) {
    assertThat(DnsCodec.decode(response)).as("can be decoded").isPresent();
    assertThat(response[2] & 0x80).as("is a response").isEqualTo(0x80);
    if (query.transport() == Transport.UDP) {
      assertThat(response.length).isLessThanOrEqualTo(DnsCodec.EDNS_BUFFER);
    }
  }
}
