package io.outagelab.authoritative;

import static org.assertj.core.api.Assertions.assertThat;

import io.outagelab.core.dns.DnsCodec;
import io.outagelab.core.net.IpAddress;
import io.outagelab.core.net.Transport;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.EDNSOption;
import org.xbill.DNS.Flags;
import org.xbill.DNS.GenericEDNSOption;
import org.xbill.DNS.Message;
import org.xbill.DNS.NSIDOption;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** RFC 7873, DNS cookies, and the limit on answers to those who have none. */
class Rfc7873CookieTest {
  private static final byte[] HALF = {1, 2, 3, 4, 5, 6, 7, 8};
  private static final byte[] CLIENT = IpAddress.of("192.0.2.1").toInetAddress().getAddress();
  private static final long NOW = 1_700_000_000_000_000_000L;
  private static final int RATE = 5;

  private final Authority authority = Client.ofTestZones().authority();
  private final Responder responder =
      new Responder(new Guard(new byte[Guard.SECRET], Optional.of(new RateLimit(RATE, 2, 24, 56))));

  private static Message query(String name, int type, EDNSOption... options) {
    Message query = Client.query(name, type);
    query.addRecord(new OPTRecord(1232, 0, 0, 0, List.of(options)), Section.ADDITIONAL);
    return query;
  }

  private static EDNSOption cookie(byte[] data) {
    return new GenericEDNSOption(EDNSOption.Code.COOKIE, data);
  }

  private Optional<Message> ask(byte[] query, Transport transport) {
    int size = responder.answer(authority, transport, CLIENT, NOW, query, query.length);
    return size == Responder.SILENT
        ? Optional.empty()
        : DnsCodec.decode(Arrays.copyOf(responder.response(), size));
  }

  private Message ask(Message query) {
    return ask(query.toWire(), Transport.UDP).orElseThrow();
  }

  private static byte[] cookieOf(Message response) {
    List<EDNSOption> cookies = response.getOPT().getOptions(EDNSOption.Code.COOKIE);
    assertThat(cookies).hasSize(1);
    byte[] option = cookies.getFirst().toWire();
    return Arrays.copyOfRange(option, 4, option.length);
  }

  /** §5.2.3: the client's half comes back, with a server's half behind it. */
  @ParameterizedTest
  @ValueSource(
      strings = {"www.example", "no-such.example", "host.sub.example", "host.moved.example"})
  void answersAClientCookieWithAWholeOne(String name) {
    Message response = ask(query(name, Type.A, cookie(HALF)));

    assertThat(cookieOf(response)).hasSize(Cookies.WHOLE).startsWith(HALF);
    assertThat(response.getRcode()).isEqualTo(name.startsWith("no") ? Rcode.NXDOMAIN : 0);
  }

  @Test
  void sendsNoCookieToThoseWhoSentNone() {
    assertThat(ask(query("www.example", Type.A)).getOPT().getOptions()).isEmpty();
  }

  @Test
  void tellsWhichServerItIsBesideTheCookie() {
    Message response = ask(query("www.example", Type.A, new NSIDOption(new byte[0]), cookie(HALF)));

    assertThat(response.getOPT().getOptions(EDNSOption.Code.NSID)).hasSize(1);
    assertThat(cookieOf(response)).startsWith(HALF);
  }

  /** §5.2.2. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 7, 9, 15, 41})
  void callsACookieOfNoSoundLengthMalformed(int length) {
    byte[] octets = queryWithCookieOf(length);

    assertThat(ask(octets, Transport.UDP).orElseThrow().getRcode()).isEqualTo(Rcode.FORMERR);
  }

  private static byte[] queryWithCookieOf(int length) {
    byte[] plain = query("www.example", Type.A).toWire();
    byte[] octets = Arrays.copyOf(plain, plain.length + 4 + length);
    octets[plain.length - 1] = (byte) (4 + length);
    octets[plain.length + 1] = EDNSOption.Code.COOKIE;
    octets[plain.length + 3] = (byte) length;
    return octets;
  }

  /** §5.4: a query without a question asks for a cookie, and whether its own is good. */
  @ParameterizedTest
  @EnumSource(names = {"UDP", "TCP"})
  void answersAQueryForACookieAlone(Transport transport) {
    Message first = ask(cookieQuery(HALF), transport).orElseThrow();
    byte[] whole = cookieOf(first);
    byte[] forged = whole.clone();
    forged[23] ^= 1;

    assertThat(first.getRcode()).isEqualTo(Rcode.NOERROR);
    assertThat(whole).hasSize(24).startsWith(HALF);
    assertThat(ask(cookieQuery(whole), transport).orElseThrow().getRcode())
        .isEqualTo(Rcode.NOERROR);
    Message refused = ask(cookieQuery(forged), transport).orElseThrow();
    assertThat(refused.getRcode()).isEqualTo(Rcode.BADCOOKIE);
    assertThat(cookieOf(refused)).startsWith(HALF).isNotEqualTo(forged);
    assertThat(refused.getSection(Section.QUESTION)).isEmpty();
  }

  @Test
  void limitsAnswersThatAreACookieAlone() {
    assertThat(overTheLimit(cookieQuery(HALF))).hasSize(5);
  }

  private static byte[] cookieQuery(byte[] data) {
    Message query = query("www.example", Type.A, cookie(data));
    query.removeAllRecords(Section.QUESTION);
    return query.toWire();
  }

  /** §6: who sends a good cookie is at its address, and no longer limited. */
  @Test
  void limitsOnlyThoseWhoHaveNotProvenTheirAddress() {
    byte[] whole = cookieOf(ask(query("www.example", Type.A, cookie(HALF))));
    byte[] proven = query("www.example", Type.A, cookie(whole)).toWire();
    byte[] unproven = query("www.example", Type.A).toWire();

    for (int i = 0; i < 100; i++) {
      var unused = ask(unproven, Transport.UDP);
    }

    for (int i = 0; i < 100; i++) {
      assertThat(ask(proven, Transport.UDP).orElseThrow().getSection(Section.ANSWER)).hasSize(2);
    }
    assertThat(ask(unproven, Transport.TCP).orElseThrow().getSection(Section.ANSWER)).hasSize(2);
  }

  /** §5.2.3: BADCOOKIE brings what the client needs to be answered next time. */
  @Test
  void givesAClientOverTheLimitACookieInsteadOfAnAnswer() {
    byte[] query = query("www.example", Type.A, cookie(HALF)).toWire();
    List<Message> limited = overTheLimit(query);

    assertThat(limited).isNotEmpty();
    assertThat(limited)
        .allSatisfy(
            response -> {
              assertThat(response.getRcode()).isEqualTo(Rcode.BADCOOKIE);
              assertThat(response.getSection(Section.ANSWER)).isEmpty();
              assertThat(cookieOf(response)).startsWith(HALF);
            });
  }

  /** No octet more than came in: forging the sender gains an attacker nothing. */
  @ParameterizedTest
  @ValueSource(strings = {"www.example", "host.sub.example", "host.moved.example"})
  void slipsAnswersThatAreNoLongerThanTheQuery(String name) {
    byte[] query = query(name, Type.A).toWire();
    List<Message> limited = overTheLimit(query);

    assertThat(limited).isNotEmpty();
    assertThat(limited)
        .allSatisfy(
            response -> {
              assertThat(response.getHeader().getFlag(Flags.TC)).isTrue();
              assertThat(response.toWire().length).isLessThanOrEqualTo(query.length);
            });
  }

  /** Names made up at random below one name are one kind of answer. */
  @Test
  void limitsDenialsOfEverNewNames() {
    int answered = 0;
    for (int i = 0; i < 200; i++) {
      byte[] query = query("n" + i + ".example", Type.A).toWire();
      answered +=
          ask(query, Transport.UDP).filter(m -> m.getRcode() == Rcode.NXDOMAIN).isPresent() ? 1 : 0;
    }

    assertThat(answered).isEqualTo(RATE);
  }

  private List<Message> overTheLimit(byte[] query) {
    for (int i = 0; i < RATE; i++) {
      assertThat(ask(query, Transport.UDP)).isPresent();
    }
    return IntStream.range(0, 10).boxed().flatMap(i -> ask(query, Transport.UDP).stream()).toList();
  }
}
