package io.outagelab.authoritative;

import io.outagelab.core.dns.DnsCodec;
import io.outagelab.core.net.Transport;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.EDNSOption;
import org.xbill.DNS.Type;

/**
 * Answers queries one after the other, each by the {@link Authority} of the moment: from what that
 * remembers, without allocating, where the query is a plain one and the answer fits; by the whole
 * codec otherwise. Both ways lead to the same answer. For one thread.
 */
public final class Responder {
  /** What {@link #answer} returns for what gets no answer. */
  public static final int SILENT = 0;

  private static final int UNKNOWN = -1;
  private static final int OPT_HEADER = 11;
  private static final int OPTION_HEADER = 4;
  private static final int QR = 0x80;
  private static final int AA = 0x04;
  private static final int RD = 0x01;
  private static final int CD = 0x10;
  private static final int DO = 0x80;

  private final QueryView view = new QueryView();
  private byte[] response = new byte[DnsCodec.EDNS_BUFFER];

  /**
   * Makes the response to a query; it is then to be found in {@link #response()}.
   *
   * @param authority what is answered by
   * @param transport how the query came
   * @param query octets, of which the first {@code length} are the query
   * @return how many octets the response has, or {@link #SILENT}
   */
  public int answer(Authority authority, Transport transport, byte[] query, int length) {
    int size =
        switch (view.read(query, length)) {
          case NONE -> SILENT;
          case PLAIN -> remembered(authority, transport);
          case OTHER -> UNKNOWN;
        };
    return size == UNKNOWN ? made(authority, transport, Arrays.copyOf(query, length)) : size;
  }

  /** The octets of the last response, and more: the next answer overwrites them. */
  public byte[] response() {
    return response;
  }

  private int made(Authority authority, Transport transport, byte[] query) {
    Optional<byte[]> made = authority.answer(query, transport);
    if (made.isEmpty()) {
      return SILENT;
    }
    int size = made.get().length;
    makeRoomFor(size);
    System.arraycopy(made.get(), 0, response, 0, size);
    return size;
  }

  private int remembered(Authority authority, Transport transport) {
    @Nullable Rendered answer = authority.memory().find(view);
    if (answer == null) {
      return UNKNOWN;
    }
    int optLength = optLength(authority);
    int size = view.questionEnd() + answer.records().length + optLength;
    if (size > (transport == Transport.UDP ? view.payload() : DnsCodec.MAX_TCP)) {
      return UNKNOWN;
    }
    makeRoomFor(size);
    writeHeader(answer);
    System.arraycopy(
        view.octets(),
        QueryView.HEADER,
        response,
        QueryView.HEADER,
        view.questionEnd() - QueryView.HEADER);
    int at = answer.write(response, view.questionEnd(), view.nameEnd() - answer.fitting());
    if (view.hasEdns()) {
      writeOpt(at, optLength, authority);
    }
    return size;
  }

  private int optLength(Authority authority) {
    if (!view.hasEdns()) {
      return 0;
    }
    return OPT_HEADER + (view.wantsNsid() ? OPTION_HEADER + authority.identity().length : 0);
  }

  private void writeHeader(Rendered answer) {
    byte[] query = view.octets();
    response[0] = query[0];
    response[1] = query[1];
    response[2] = (byte) (QR | (query[2] & RD) | (answer.isAuthoritative() ? AA : 0));
    response[3] = (byte) ((query[3] & CD) | answer.rcode());
    write16(4, 1);
    write16(6, answer.answers());
    write16(8, answer.authorities());
    write16(10, answer.additionals() + (view.hasEdns() ? 1 : 0));
  }

  /** RFC 6891 §6.1.1: an OPT record comes back to whoever sent one, with the DO bit as it was. */
  private void writeOpt(int start, int length, Authority authority) {
    response[start] = 0;
    write16(start + 1, Type.OPT);
    write16(start + 3, DnsCodec.EDNS_BUFFER);
    write16(start + 5, 0);
    response[start + 7] = (byte) (view.isDnssecOk() ? DO : 0);
    response[start + 8] = 0;
    write16(start + 9, length - OPT_HEADER);
    if (view.wantsNsid()) {
      byte[] nsid = authority.identity();
      write16(start + OPT_HEADER, EDNSOption.Code.NSID);
      write16(start + OPT_HEADER + 2, nsid.length);
      System.arraycopy(nsid, 0, response, start + OPT_HEADER + OPTION_HEADER, nsid.length);
    }
  }

  private void write16(int at, int value) {
    response[at] = (byte) (value >> 8);
    response[at + 1] = (byte) value;
  }

  private void makeRoomFor(int size) {
    if (response.length < size) {
      response = new byte[DnsCodec.MAX_TCP];
    }
  }
}
