package io.outagelab.authoritative;

import static org.assertj.core.api.Assertions.assertThat;

import io.outagelab.core.dns.DnsCodec;
import io.outagelab.core.dns.DnsNames;
import io.outagelab.core.dns.Question;
import io.outagelab.core.net.Transport;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** Asks an authority and reads its answers. */
public record Client(Authority authority) {
  /** Of an authority over the common test zones, called {@code test-1}. */
  static Client ofTestZones() {
    return new Client(new Authority(TestZones.zones(), "test-1"));
  }

  /** What came back for a plain query over UDP. */
  Reply ask(String name, int type) {
    return send(query(name, type), Transport.UDP);
  }

  /** What came back for a query. */
  Reply send(Message query, Transport transport) {
    return new Reply(octets(query, transport));
  }

  byte[] octets(Message query, Transport transport) {
    return octets(authority, query.toWire(), transport).orElseThrow();
  }

  /** What a responder makes of a query, having made sure that the whole codec says the same. */
  public static Optional<byte[]> octets(Authority authority, byte[] query, Transport transport) {
    Responder responder = new Responder();
    int size = responder.answer(authority, transport, query, query.length);
    byte[] first = Arrays.copyOf(responder.response(), size);
    int again = responder.answer(authority, transport, query, query.length);
    assertThat(Arrays.copyOf(responder.response(), again)).isEqualTo(first);

    Optional<byte[]> thorough = authority.answer(query, transport);
    assertThat(thorough.isPresent()).isEqualTo(size != Responder.SILENT);
    thorough.ifPresent(
        expected -> assertThat(text(first)).as("a remembered answer").isEqualTo(text(expected)));
    return size == Responder.SILENT ? Optional.empty() : Optional.of(first);
  }

  private static String text(byte[] wire) {
    return DnsCodec.decode(wire)
        .map(message -> message.toString().replaceAll("(?m)^;; Message size.*$", ""))
        .orElseThrow(() -> new AssertionError("undecodable: " + Arrays.toString(wire)));
  }

  static Message query(String name, int type) {
    return DnsCodec.query(4711, Question.of(DnsNames.of(name), type), false);
  }

  /** A response, read back from its octets. */
  record Reply(Message message, int size) {
    Reply(byte[] wire) {
      this(decoded(wire), wire.length);
    }

    private static Message decoded(byte[] wire) {
      Optional<Message> message = DnsCodec.decode(wire);
      return message.orElseThrow(
          () -> new AssertionError("undecodable response " + Arrays.toString(wire)));
    }

    String rcode() {
      return Rcode.string(message.getRcode());
    }

    boolean authoritative() {
      return message.getHeader().getFlag(Flags.AA);
    }

    boolean truncated() {
      return message.getHeader().getFlag(Flags.TC);
    }

    List<String> answer() {
      return section(Section.ANSWER);
    }

    List<String> authority() {
      return section(Section.AUTHORITY);
    }

    List<String> additional() {
      return section(Section.ADDITIONAL);
    }

    /** The records of a section without OPT, as {@code owner ttl type rdata}. */
    private List<String> section(int section) {
      return message.getSection(section).stream()
          .filter(rr -> rr.getType() != Type.OPT)
          .map(Reply::text)
          .toList();
    }

    private static String text(Record rr) {
      return "%s %d %s %s"
          .formatted(rr.getName(), rr.getTTL(), Type.string(rr.getType()), rr.rdataToString());
    }
  }
}
