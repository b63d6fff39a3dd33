package io.outagelab.apps;

import io.outagelab.core.dns.DnsCodec;
import io.outagelab.core.dns.DnsNames;
import io.outagelab.core.dns.Question;
import io.outagelab.core.net.IpAddress;
import io.outagelab.core.net.Packet;
import io.outagelab.core.net.Payload;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;

/** A fake recursive resolver: knows some names, and can be told to fail. */
final class Names implements Function<Packet, Optional<Payload>> {
  /** Seconds. */
  static final long TTL = 30;

  private final Map<Name, IpAddress> addresses = new LinkedHashMap<>();
  private int rcode = Rcode.NOERROR;
  private int queries;

  /** Knows this name from now on. */
  Names with(String name, IpAddress address) {
    addresses.put(DnsNames.of(name), address);
    return this;
  }

  /** Answers every query with this rcode from now on; NOERROR for the truth. */
  void answer(int code) {
    rcode = code;
  }

  /** How many queries came in. */
  int queries() {
    return queries;
  }

  @Override
  public Optional<Payload> apply(Packet packet) {
    if (!(packet.payload() instanceof Payload.Bytes(byte[] octets))) {
      return Optional.empty();
    }
    queries++;
    return DnsCodec.decode(octets).map(this::respond);
  }

  private Payload respond(Message query) {
    Question question = Question.of(query);
    IpAddress address = addresses.get(question.name());
    boolean unknown = rcode == Rcode.NOERROR && address == null;
    Message response = DnsCodec.response(query, unknown ? Rcode.NXDOMAIN : rcode);
    response.getHeader().setFlag(Flags.RA);
    if (rcode == Rcode.NOERROR && address != null) {
      response.addRecord(
          new ARecord(question.name(), DClass.IN, TTL, address.toInetAddress()), Section.ANSWER);
    }
    return new Payload.Bytes(DnsCodec.encode(response, DnsCodec.MAX_UDP));
  }
}
