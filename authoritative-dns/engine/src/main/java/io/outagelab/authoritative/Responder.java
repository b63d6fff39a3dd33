package io.outagelab.authoritative;

import io.outagelab.authoritative.QueryView.Kind;
import io.outagelab.authoritative.RateLimiter.Verdict;
import io.outagelab.core.dns.DnsCodec;
import io.outagelab.core.net.Transport;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.EDNSOption;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Type;

/**
 * Answers queries one after the other, each by the {@link Authority} of the moment: from what that
 * remembers, without allocating, where the query is a plain one and the answer fits; by the whole
 * codec otherwise. Both ways lead to the same answer. A {@link Guard} may stand before it, which
 * adds cookies, and withholds answers. For one thread.
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

  private static final int TC = 0x02;
  private static final int COOKIE = OPTION_HEADER + Cookies.WHOLE;
  private static final int EXTENDED_RCODE_BITS = 4;
  private static final long SECOND = 1_000_000_000;

  private final QueryView view = new QueryView();
  private final Optional<Guard> guard;
  private byte[] response = new byte[DnsCodec.EDNS_BUFFER];

  /** The same for answers that are alike, of the last one. */
  private int likeness;

  /** Answers whoever asks. */
  public Responder() {
    this.guard = Optional.empty();
  }

  /** Answers behind a guard. */
  public Responder(Guard guard) {
    this.guard = Optional.of(guard);
  }

  /**
   * Makes the response to a query; it is then to be found in {@link #response()}.
   *
   * @param authority what is answered by
   * @param transport how the query came
   * @param query octets, of which the first {@code length} are the query
   * @return how many octets the response has, or {@link #SILENT}
   */
  public int answer(Authority authority, Transport transport, byte[] query, int length) {
    return answer(authority, transport, view.read(query, length), 0);
  }

  /**
   * The same for a client whose address is known, so that the guard can do its work.
   *
   * @param client the octets of the address
   * @param epochNanos now, in nanoseconds, by a clock that all servers of an address share; never
   *     less than before. Since 1970, where other makers' servers share the secret of the cookies
   */
  public int answer(
      Authority authority,
      Transport transport,
      byte[] client,
      long epochNanos,
      byte[] query,
      int length) {
    Kind kind = view.read(query, length);
    if (guard.isEmpty() || kind == Kind.NONE) {
      return answer(authority, transport, kind, 0);
    }
    if (kind == Kind.COOKIE) {
      return cookieAlone(authority, transport, client, epochNanos);
    }
    boolean cookied = kind == Kind.PLAIN && view.cookieLength() != QueryView.NO_COOKIE;
    int size = answer(authority, transport, kind, cookied ? COOKIE : 0);
    boolean proven =
        cookied
            ? guard.get().isProven(view, transport, client, epochNanos / SECOND)
            : transport != Transport.UDP;
    if (!proven) {
      size =
          switch (guard.get().judge(client, likeness, epochNanos)) {
            case SEND -> size;
            case SLIP -> slip(authority, kind, cookied);
            case DROP -> SILENT;
          };
    }
    return cookied && size != SILENT ? withCookie(authority, size, client, epochNanos) : size;
  }

  /**
   * The same, where some zones are not served though they ought to be: what is asked of them fails.
   */
  public int answer(
      Authority authority,
      ExpiredZones expired,
      Transport transport,
      byte[] client,
      long epochNanos,
      byte[] query,
      int length) {
    Optional<byte[]> failure =
        expired.isEmpty()
            ? Optional.empty()
            : expired.failure(Arrays.copyOf(query, length), view, authority.zones());
    if (failure.isEmpty()) {
      return answer(authority, transport, client, epochNanos, query, length);
    }
    int size = failure.get().length;
    makeRoomFor(size);
    System.arraycopy(failure.get(), 0, response, 0, size);
    return size;
  }

  private int answer(Authority authority, Transport transport, Kind kind, int reserved) {
    int size =
        switch (kind) {
          case NONE -> SILENT;
          case PLAIN -> remembered(authority, transport, reserved);
          case COOKIE, OTHER -> UNKNOWN;
        };
    return size == UNKNOWN ? made(authority, transport, kind, reserved) : size;
  }

  /** The octets of the last response, and more: the next answer overwrites them. */
  public byte[] response() {
    return response;
  }

  private int made(Authority authority, Transport transport, Kind kind, int reserved) {
    byte[] query = Arrays.copyOf(view.octets(), view.length());
    likeness = kind == Kind.PLAIN ? authority.memory().hashOfZone(view) : 0;
    Optional<byte[]> made = authority.answer(query, transport, reserved);
    if (made.isEmpty()) {
      return SILENT;
    }
    int size = made.get().length;
    makeRoomFor(size + reserved);
    System.arraycopy(made.get(), 0, response, 0, size);
    return size;
  }

  private int remembered(Authority authority, Transport transport, int reserved) {
    @Nullable Rendered answer = authority.memory().find(view);
    if (answer == null) {
      return UNKNOWN;
    }
    int optLength = optLength(authority);
    int size = view.questionEnd() + answer.records().length + optLength;
    if (size + reserved > (transport == Transport.UDP ? view.payload() : DnsCodec.MAX_TCP)) {
      return UNKNOWN;
    }
    likeness = view.hashOfEnd(answer.fitting()) ^ answer.kind();
    makeRoomFor(size + reserved);
    writeHeader(answer);
    writeQuestion();
    int at = answer.write(response, view.questionEnd(), view.nameEnd() - answer.fitting());
    if (view.hasEdns()) {
      writeOpt(at, optLength, authority);
    }
    return size;
  }

  private void writeQuestion() {
    int size = view.questionEnd() - QueryView.HEADER;
    System.arraycopy(view.octets(), QueryView.HEADER, response, QueryView.HEADER, size);
  }

  /**
   * An answer no longer than the query, which leads those who really asked to come back: over TCP,
   * or with the cookie that they get.
   */
  private int slip(Authority authority, Kind kind, boolean cookied) {
    response[2] = (byte) (QR | (view.octets()[2] & ~(AA | TC)) | (cookied ? 0 : TC));
    Arrays.fill(response, 4, QueryView.HEADER, (byte) 0);
    if (kind != Kind.PLAIN) {
      return QueryView.HEADER;
    }
    response[3] = (byte) (cookied ? Rcode.BADCOOKIE & 0xf : Rcode.NOERROR);
    write16(4, 1);
    write16(10, view.hasEdns() ? 1 : 0);
    writeQuestion();
    if (!view.hasEdns()) {
      return view.questionEnd();
    }
    int optLength = optLength(authority);
    writeOpt(view.questionEnd(), optLength, authority);
    response[view.questionEnd() + 5] =
        (byte) (cookied ? Rcode.BADCOOKIE >> EXTENDED_RCODE_BITS : 0);
    return view.questionEnd() + optLength;
  }

  /** RFC 7873 §5.4: a cookie is wanted, and whether the one that is sent is good. */
  private int cookieAlone(
      Authority authority, Transport transport, byte[] client, long epochNanos) {
    boolean good = guard.orElseThrow().isGood(view, client, epochNanos / SECOND);
    boolean proven = good || transport != Transport.UDP;
    if (!proven && guard.orElseThrow().judge(client, 0, epochNanos) == Verdict.DROP) {
      return SILENT;
    }
    int rcode = good || view.cookieLength() == Cookies.CLIENT ? Rcode.NOERROR : Rcode.BADCOOKIE;
    int optLength = optLength(authority);
    makeRoomFor(QueryView.HEADER + optLength + COOKIE);
    Arrays.fill(response, 4, QueryView.HEADER, (byte) 0);
    System.arraycopy(view.octets(), 0, response, 0, 2);
    response[2] = (byte) (QR | (view.octets()[2] & RD));
    response[3] = (byte) ((view.octets()[3] & CD) | (rcode & 0xf));
    write16(10, 1);
    writeOpt(QueryView.HEADER, optLength, authority);
    response[QueryView.HEADER + 5] = (byte) (rcode >> EXTENDED_RCODE_BITS);
    return withCookie(authority, QueryView.HEADER + optLength, client, epochNanos);
  }

  /** Adds a fresh cookie to the OPT record, with which a response ends. */
  private int withCookie(Authority authority, int size, byte[] client, long epochNanos) {
    int optData = size - optLength(authority) + OPT_HEADER;
    write16(optData - 2, size - optData + COOKIE);
    write16(size, EDNSOption.Code.COOKIE);
    write16(size + 2, Cookies.WHOLE);
    guard
        .orElseThrow()
        .cookies()
        .write(
            view.octets(),
            view.cookie(),
            client,
            epochNanos / SECOND,
            response,
            size + OPTION_HEADER);
    return size + COOKIE;
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
