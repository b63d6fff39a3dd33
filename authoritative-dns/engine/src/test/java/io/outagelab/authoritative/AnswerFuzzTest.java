package io.outagelab.authoritative;

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
  private final Responder guarded =
      new Responder(
          new Guard(
              new byte[Guard.SECRET], Optional.of(RateLimit.USUAL.withResponsesPerSecond(2))));
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
              1_000));

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
      guarded.answer(authority, transport, new byte[] {1, 2, 3, 4}, 0, message, message.length);
      serve(new Input.ClientQuery(transport, CLIENT, LOCAL, message.clone()));
    }
  }

  private void serve(Input.ClientQuery query) {
    for (Effect effect : server.handle(Tick.ZERO, query)) {
      if (effect instanceof Effect.StreamToClient stream) {
        stream.messages().forEachRemaining(octets -> {});
      }
    }
  }
}
