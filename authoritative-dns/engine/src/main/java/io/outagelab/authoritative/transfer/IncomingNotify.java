package io.outagelab.authoritative.transfer;

import io.outagelab.authoritative.tsig.RequestCheck;
import io.outagelab.authoritative.tsig.TsigKey;
import io.outagelab.authoritative.tsig.TsigKeys;
import io.outagelab.authoritative.zone.Serial;
import io.outagelab.core.dns.DnsCodec;
import io.outagelab.core.dns.Question;
import io.outagelab.core.net.IpAddress;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** Reads the NOTIFY requests that come to a secondary, and says what to answer (RFC 1996). */
public final class IncomingNotify {
  /** What a NOTIFY amounts to. */
  sealed interface Verdict {
    /** It is none that counts; there may be something to answer. */
    record Ignored(Optional<byte[]> response) implements Verdict {}

    /**
     * One of the primaries says that the zone has changed.
     *
     * @param hint the serial it tells, which is not to be relied on (RFC 1996 §3.7)
     */
    record Accepted(byte[] response, RemoteServer primary, Optional<Serial> hint)
        implements Verdict {}
  }

  private final Question question;
  private final List<RemoteServer> primaries;
  private final List<IpAddress> notifiers;
  private final TsigKeys keys;

  /** The zone that a NOTIFY is about; empty if these octets are none. */
  public static Optional<Name> zoneOf(byte[] message) {
    return DnsCodec.isRequest(message, message.length)
            && MessagePeek.opcode(message) == Opcode.NOTIFY
        ? DnsCodec.decode(message)
            .flatMap(notify -> Optional.ofNullable(notify.getQuestion()))
            .map(Record::getName)
        : Optional.empty();
  }

  /** For a zone that comes from these servers, who may also tell of it from other addresses. */
  IncomingNotify(Name origin, List<RemoteServer> primaries, List<IpAddress> notifiers) {
    this.question = Question.of(origin, Type.SOA);
    this.primaries = primaries;
    this.notifiers = notifiers;
    SortedMap<Name, TsigKey> known = new TreeMap<>();
    primaries.forEach(primary -> primary.key().ifPresent(key -> known.put(key.name(), key)));
    this.keys = new TsigKeys(List.copyOf(known.values()));
  }

  /** Reads a message from this client, whatever it is. */
  Verdict read(byte[] message, IpAddress client, Instant now) {
    if (!DnsCodec.isRequest(message, message.length)) {
      return new Verdict.Ignored(Optional.empty());
    }
    return switch (RequestCheck.of(message, keys, now)) {
      case RequestCheck.Unsigned unsigned -> decide(message, client, Optional.empty());
      case RequestCheck.Malformed malformed ->
          new Verdict.Ignored(DnsCodec.decode(message).map(query -> error(query, Rcode.FORMERR)));
      case RequestCheck.Refused(var error, byte[] response) ->
          new Verdict.Ignored(Optional.of(response));
      case RequestCheck.Verified(byte[] plain, TsigKey key, var signer) ->
          switch (decide(plain, client, Optional.of(key))) {
            case Verdict.Ignored(var response) ->
                new Verdict.Ignored(response.map(octets -> signer.sign(octets, now)));
            case Verdict.Accepted(byte[] response, var primary, var hint) ->
                new Verdict.Accepted(signer.sign(response, now), primary, hint);
          };
    };
  }

  private Verdict decide(byte[] plain, IpAddress client, Optional<TsigKey> key) {
    Optional<Message> decoded = DnsCodec.decode(plain);
    if (decoded.isEmpty()) {
      return new Verdict.Ignored(Optional.empty());
    }
    Message notify = decoded.get();
    if (notify.getHeader().getOpcode() != Opcode.NOTIFY
        || notify.getSection(Section.QUESTION).size() != 1) {
      return new Verdict.Ignored(Optional.of(error(notify, Rcode.FORMERR)));
    }
    if (!question.isAskedBy(notify)) {
      return new Verdict.Ignored(Optional.of(error(notify, Rcode.NOTAUTH)));
    }
    return primaries.stream()
        .filter(primary -> primary.address().address().equals(client) || notifiers.contains(client))
        .filter(primary -> isSignedFor(primary, key))
        .findFirst()
        .<Verdict>map(primary -> new Verdict.Accepted(accepted(notify), primary, hint(notify)))
        // RFC 1996 §3.10: whoever is no primary is to be ignored.
        .orElseGet(() -> new Verdict.Ignored(Optional.of(error(notify, Rcode.REFUSED))));
  }

  private static boolean isSignedFor(RemoteServer primary, Optional<TsigKey> key) {
    return primary.key().isEmpty()
        || primary.key().map(TsigKey::name).equals(key.map(TsigKey::name));
  }

  /** RFC 1996 §4.7: the header and the question, with QR and AA. */
  private static byte[] accepted(Message notify) {
    Message response = DnsCodec.response(notify, Rcode.NOERROR);
    response.getHeader().setFlag(Flags.AA);
    if (notify.getOPT() != null) {
      DnsCodec.withEdns(response);
    }
    return response.toWire();
  }

  private Optional<Serial> hint(Message notify) {
    List<Record> answer = notify.getSection(Section.ANSWER);
    return answer.size() == 1
            && answer.getFirst() instanceof SOARecord soa
            && soa.getName().equals(question.name())
        ? Optional.of(Serial.of(soa))
        : Optional.empty();
  }

  private static byte[] error(Message query, int rcode) {
    return ZoneRequest.errorTo(query, rcode);
  }
}
