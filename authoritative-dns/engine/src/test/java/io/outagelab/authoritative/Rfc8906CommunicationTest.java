package io.outagelab.authoritative;

import static org.assertj.core.api.Assertions.assertThat;
import static org.xbill.DNS.ExtendedFlags.DO;

import io.outagelab.authoritative.Client.Reply;
import io.outagelab.core.net.Transport;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.CookieOption;
import org.xbill.DNS.EDNSOption;
import org.xbill.DNS.Flags;
import org.xbill.DNS.GenericEDNSOption;
import org.xbill.DNS.Message;
import org.xbill.DNS.NSIDOption;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** RFC 8906 §8, what a server is to be tested with: each query gets an answer, and which. */
class Rfc8906CommunicationTest {
  private static final int UNKNOWN_TYPE = 1_000;
  private static final int UNKNOWN_OPTION = 100;
  private static final int UNKNOWN_EDNS_FLAG = 0x40;
  private static final int HIGH_FLAGS = 2;
  private static final int OPCODE_SHIFT = 3;
  private static final int LOW_FLAGS = 3;
  private static final int RESERVED = 0x40;

  private final Client client = Client.ofTestZones();

  private static Message soa(OPTRecord... opts) {
    Message query = Client.query("example", Type.SOA);
    query.getHeader().unsetFlag(Flags.RD);
    Arrays.stream(opts).forEach(opt -> query.addRecord(opt, Section.ADDITIONAL));
    return query;
  }

  private static OPTRecord edns(int version, int flags, EDNSOption... options) {
    return new OPTRecord(4_096, 0, version, flags, List.of(options));
  }

  private static void assertAnswered(Reply reply) {
    assertThat(reply.rcode()).isEqualTo("NOERROR");
    assertThat(reply.authoritative()).isTrue();
    assertThat(reply.answer()).hasSize(1).first().asString().contains(" SOA ");
  }

  private static void assertBadVersion(Reply reply) {
    assertThat(reply.rcode()).isEqualTo("BADVERS");
    assertThat(reply.answer()).isEmpty();
    assertThat(reply.message().getOPT().getVersion()).isZero();
  }

  /** §8.1.1, §8.1.5. */
  @ParameterizedTest
  @EnumSource
  void answersForItsZones(Transport transport) {
    assertAnswered(client.send(soa(), transport));
  }

  /** §8.1.2. */
  @Test
  void hasNoDataOfATypeThatNobodyKnows() {
    Reply reply = client.ask("example", UNKNOWN_TYPE);

    assertThat(reply.rcode()).isEqualTo("NOERROR");
    assertThat(reply.authoritative()).isTrue();
    assertThat(reply.answer()).isEmpty();
  }

  /** §8.1.3.1, §8.1.3.2, §8.1.3.4. */
  @ParameterizedTest
  @ValueSource(ints = {Flags.CD, Flags.AD, Flags.RD})
  void answersWhateverTheFlagsAskFor(int flag) {
    Message query = soa();
    query.getHeader().setFlag(flag);

    Reply reply = client.send(query, Transport.UDP);

    assertAnswered(reply);
    assertThat(reply.message().getHeader().getFlag(Flags.AD)).isFalse();
    assertThat(reply.message().getHeader().getFlag(Flags.RD)).isEqualTo(flag == Flags.RD);
  }

  /** §8.1.3.3. */
  @Test
  void answersBesideTheReservedBitAndKeepsItClear() {
    byte[] query = soa().toWire();
    query[LOW_FLAGS] |= RESERVED;

    byte[] response = Client.octets(client.authority(), query, Transport.UDP).orElseThrow();

    assertAnswered(new Reply(response));
    assertThat(response[LOW_FLAGS] & RESERVED).isZero();
  }

  private static List<Integer> opcodes() {
    return IntStream.range(1, 16).filter(opcode -> opcode != Opcode.NOTIFY).boxed().toList();
  }

  /** §8.1.4: all that a name server without transfers does not know. */
  @ParameterizedTest
  @MethodSource("opcodes")
  void saysThatItDoesNotImplementAnOpcode(int opcode) {
    byte[] query = soa().toWire();
    query[HIGH_FLAGS] = (byte) (opcode << OPCODE_SHIFT);

    byte[] response = Client.octets(client.authority(), query, Transport.UDP).orElseThrow();

    Reply reply = new Reply(response);
    assertThat(reply.rcode()).isEqualTo("NOTIMP");
    assertThat(reply.authoritative()).isFalse();
    assertThat(reply.answer()).isEmpty();
    assertThat(response[HIGH_FLAGS] >> OPCODE_SHIFT & 0xf).isEqualTo(opcode);
  }

  /** §8.2.1, §8.2.8. */
  @ParameterizedTest
  @ValueSource(ints = {0, DO})
  void answersWithEdns(int flags) {
    Reply reply = client.send(soa(edns(0, flags)), Transport.UDP);

    assertThat(reply.rcode()).isEqualTo("NOERROR");
    assertThat(reply.authoritative()).isTrue();
    assertThat(reply.message().getOPT().getVersion()).isZero();
    assertThat(reply.message().getOPT().getFlags()).isEqualTo(flags);
  }

  /** §8.2.2, §8.2.5, §8.2.9: flags change nothing about a version. */
  @ParameterizedTest
  @ValueSource(ints = {0, UNKNOWN_EDNS_FLAG, DO})
  void saysThatItDoesNotKnowAVersionOfEdns(int flags) {
    Reply reply = client.send(soa(edns(1, flags)), Transport.UDP);

    assertBadVersion(reply);
    assertThat(reply.message().getOPT().getFlags() & ~DO).isZero();
  }

  /** §8.2.3. */
  @Test
  void answersBesideAnUnknownOptionAndDoesNotReturnIt() {
    Reply reply =
        client.send(
            soa(edns(0, 0, new GenericEDNSOption(UNKNOWN_OPTION, new byte[0]))), Transport.UDP);

    assertAnswered(reply);
    assertThat(reply.message().getOPT().getOptions()).isEmpty();
  }

  /** §8.2.4. */
  @Test
  void answersBesideAnUnknownEdnsFlagAndKeepsItClear() {
    Reply reply = client.send(soa(edns(0, UNKNOWN_EDNS_FLAG)), Transport.UDP);

    assertAnswered(reply);
    assertThat(reply.message().getOPT().getFlags()).isZero();
  }

  /** §8.2.6. */
  @Test
  void saysThatItDoesNotKnowAVersionOfEdnsBesideAnUnknownOption() {
    Reply reply =
        client.send(
            soa(edns(1, 0, new GenericEDNSOption(UNKNOWN_OPTION, new byte[0]))), Transport.UDP);

    assertBadVersion(reply);
    assertThat(reply.message().getOPT().getOptions()).isEmpty();
  }

  /** §8.2.10: NSID, COOKIE, EDNS EXPIRE and client subnet. */
  @Test
  void answersBesideSeveralOptions() {
    Message query =
        soa(
            edns(
                0,
                0,
                new NSIDOption(new byte[0]),
                new CookieOption(new byte[8]),
                new GenericEDNSOption(9, new byte[0]),
                new GenericEDNSOption(8, new byte[] {0, 1, 0, 0})));

    Reply reply = client.send(query, Transport.UDP);

    assertAnswered(reply);
    assertThat(reply.message().getOPT().getOptions(EDNSOption.Code.NSID)).hasSize(1);
  }
}
