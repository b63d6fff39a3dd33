package io.outagelab.authoritative.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.outagelab.authoritative.transfer.Secondary.Effect;
import io.outagelab.authoritative.transfer.Secondary.Input;
import io.outagelab.authoritative.tsig.RequestCheck;
import io.outagelab.authoritative.tsig.ResponseCheck;
import io.outagelab.authoritative.tsig.TsigAlgorithm;
import io.outagelab.authoritative.tsig.TsigKey;
import io.outagelab.authoritative.tsig.TsigKeys;
import io.outagelab.authoritative.tsig.TsigSigner;
import io.outagelab.core.LabConfigurationException;
import io.outagelab.core.Tick;
import io.outagelab.core.dns.DnsCodec;
import io.outagelab.core.net.Endpoint;
import io.outagelab.core.net.Transport;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;

/** A secondary that shares a key with its primary: RFC 8945 §5. */
class SignedSecondaryTest {
  private static final Endpoint A = Endpoint.of("192.0.2.1", 53);
  private static final Endpoint OWN = Endpoint.of("192.0.2.77", 53);

  private Tick now = Tick.ZERO;

  @Test
  void signsWhatItAsksAndBelievesOnlySignedReplies() {
    TsigKey key = TsigKey.of("k", TsigAlgorithm.HMAC_SHA256, "c2VjcmV0");
    Secondary signing = SecondaryTest.secondary(RemoteServer.of(A, key));
    signing.handle(now, new Input.Started(Optional.empty()));
    now = signing.deadline();
    Effect.AskServer asked = (Effect.AskServer) signing.expire(now).getFirst();
    RequestCheck check =
        RequestCheck.of(
            asked.message(), new TsigKeys(List.of(key)), Wire.EPOCH.plus(now.sinceStart()));
    assertThat(check).isInstanceOf(RequestCheck.Verified.class);
    RequestCheck.Verified verified = (RequestCheck.Verified) check;
    Message response =
        DnsCodec.response(DnsCodec.decode(verified.message()).orElseThrow(), Rcode.NOERROR);
    response.getHeader().setFlag(Flags.AA);
    response.addRecord(Zones.soa(1), Section.ANSWER);

    assertThat(signing.handle(now, reply(asked, response.toWire(), A))).isEmpty();
    byte[] signed = verified.signer().sign(response.toWire(), Wire.EPOCH.plus(now.sinceStart()));
    assertThat(signing.handle(now, reply(asked, signed, A)))
        .singleElement()
        .isInstanceOf(Effect.AskServer.class);
  }

  private static Input.ServerReply reply(Effect.AskServer asked, byte[] octets, Endpoint server) {
    return new Input.ServerReply(asked.transport(), server, asked.local(), octets);
  }

  /** Where a primary has a key, its NOTIFY is signed, and so is the answer. */
  @Test
  void believesOnlyTheSignedNotifyOfAPrimaryWithAKey() {
    TsigKey key = TsigKey.of("k", TsigAlgorithm.HMAC_SHA256, "c2VjcmV0");
    Secondary signing = SecondaryTest.secondary(RemoteServer.of(A, key));
    TsigSigner signer = TsigSigner.ofRequest(key);
    byte[] signed = signer.sign(SecondaryTest.notification(2), Wire.EPOCH);

    List<Effect> plain =
        signing.handle(
            now, new Input.Notified(Transport.UDP, A, OWN, SecondaryTest.notification(2)));
    List<Effect> proven = signing.handle(now, new Input.Notified(Transport.UDP, A, OWN, signed));

    assertThat(plain).singleElement().isInstanceOf(Effect.AnswerClient.class);
    byte[] refusal = ((Effect.AnswerClient) plain.getFirst()).message();
    assertThat(DnsCodec.decode(refusal).orElseThrow().getRcode()).isEqualTo(Rcode.REFUSED);
    assertThat(proven).hasSize(2).last().isInstanceOf(Effect.AskServer.class);
    assertThat(
            signer
                .verifier()
                .accept(((Effect.AnswerClient) proven.getFirst()).message(), Wire.EPOCH))
        .isInstanceOf(ResponseCheck.Accepted.class);
  }

  @Test
  void refusesAConfigurationThatCannotWork() {
    assertThatThrownBy(() -> SecondaryTest.secondary())
        .isInstanceOf(LabConfigurationException.class)
        .hasMessageContaining("no primary");
    assertThatThrownBy(
            () -> SecondaryTest.secondary(RemoteServer.of(Endpoint.of("2001:db8::1", 53))))
        .isInstanceOf(LabConfigurationException.class)
        .hasMessageContaining("2001:db8::1");
  }
}
