package io.outagelab.authoritative.transfer;

import io.outagelab.authoritative.tsig.RequestCheck;
import io.outagelab.authoritative.tsig.TsigKey;
import io.outagelab.authoritative.tsig.TsigKeys;
import io.outagelab.authoritative.tsig.TsigSigner;
import io.outagelab.authoritative.zone.Zone;
import io.outagelab.authoritative.zone.ZoneSet;
import io.outagelab.core.Tick;
import io.outagelab.core.dns.DnsCodec;
import io.outagelab.core.net.IpAddress;
import io.outagelab.core.net.Transport;
import java.time.Instant;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/**
 * What a name server answers to requests that are signed, that want a zone, or that say one has
 * changed; ordinary questions go on to the authority. Keeps each zone's latest changes for IXFR.
 *
 * <pre>
 *                 ┌ NOTAUTH, FORMERR
 *  octets ─ TSIG ─┤              ┌ AXFR, IXFR ─ policy ─ zone ─ messages ─┐
 *                 └ opcode, type ┼ NOTIFY ─ NOTAUTH, REFUSED ─────────────┼─ TSIG ─ octets …
 *                                └ anything else ─ the authority ─────────┘
 * </pre>
 */
public final class Transfers {
  private final TransferPolicy policy;
  private final TsigKeys keys;
  private final Instant epoch;
  private final int historyRecords;
  private final Map<Name, ZoneHistory> histories = new HashMap<>();

  /**
   * Transfers of zones that have no history yet.
   *
   * @param policy who may have them
   * @param keys what requests may be signed with
   * @param epoch the instant of tick zero, by the clock that signatures tell
   * @param historyRecords how many records the history of each zone may have
   */
  public Transfers(TransferPolicy policy, TsigKeys keys, Instant epoch, int historyRecords) {
    this.policy = policy;
    this.keys = keys;
    this.epoch = epoch;
    this.historyRecords = historyRecords;
  }

  /** Nobody gets a zone and no key is known. */
  public static Transfers none() {
    return new Transfers(TransferPolicy.NOBODY, TsigKeys.NONE, Instant.EPOCH, 0);
  }

  /** Learns what changes as the server goes from one set of zones to another. */
  public void zonesChanged(ZoneSet before, ZoneSet after) {
    if (historyRecords == 0) {
      return;
    }
    for (Zone old : before.zones()) {
      Optional<Zone> next = after.zone(old.origin());
      if (next.isEmpty()) {
        histories.remove(old.origin());
      } else if (next.get() != old) {
        changed(old, next.get());
      }
    }
  }

  private void changed(Zone old, Zone next) {
    if (next.serial().isNewerThan(old.serial())) {
      ZoneHistory history = histories.getOrDefault(old.origin(), ZoneHistory.empty(historyRecords));
      histories.put(old.origin(), history.with(ZoneDifference.between(old, next)));
    } else {
      // What secondaries hold under this serial cannot be known any more.
      histories.remove(old.origin());
    }
  }

  /**
   * The messages that answer one, in order; none to stay silent. They are made as they are asked
   * for.
   *
   * @param ordinary answers what is no business of transfers, without signatures
   */
  public Iterator<byte[]> respond(
      Tick now,
      Transport transport,
      IpAddress client,
      byte[] request,
      ZoneSet zones,
      Function<byte[], Optional<byte[]>> ordinary) {
    if (!DnsCodec.isRequest(request, request.length)) {
      return only(ordinary.apply(request));
    }
    Instant time = epoch.plus(now.sinceStart());
    Desk desk = new Desk(transport, client, zones, ordinary);
    return switch (RequestCheck.of(request, keys, time)) {
      case RequestCheck.Unsigned unsigned -> desk.respond(request, Optional.empty(), 0);
      case RequestCheck.Malformed malformed -> only(malformed(request, ordinary));
      case RequestCheck.Refused(var error, byte[] response) -> only(Optional.of(response));
      case RequestCheck.Verified(byte[] message, TsigKey key, TsigSigner signer) -> {
        int limit = transport == Transport.UDP ? udpLimit(message) : DnsCodec.MAX_TCP;
        Iterator<byte[]> plain = desk.respond(message, Optional.of(key), signer.overhead());
        yield new SignedResponses(plain, limit, signer, time);
      }
    };
  }

  /** Answers what has passed the check of its signature. */
  private final class Desk {
    private final Transport transport;
    private final IpAddress client;
    private final ZoneSet zones;
    private final Function<byte[], Optional<byte[]>> ordinary;

    private Desk(
        Transport transport,
        IpAddress client,
        ZoneSet zones,
        Function<byte[], Optional<byte[]>> ordinary) {
      this.transport = transport;
      this.client = client;
      this.zones = zones;
      this.ordinary = ordinary;
    }

    private Iterator<byte[]> respond(byte[] request, Optional<TsigKey> key, int reserved) {
      int opcode = MessagePeek.opcode(request);
      int type = MessagePeek.questionType(request);
      boolean transfer = opcode == Opcode.QUERY && (type == Type.AXFR || type == Type.IXFR);
      if (!transfer && opcode != Opcode.NOTIFY) {
        return only(ordinary.apply(request));
      }
      Optional<Message> query = DnsCodec.decode(request).filter(Transfers::hasPlainEdns);
      if (query.isEmpty() || query.get().getQuestion() == null) {
        return only(ordinary.apply(request));
      }
      return transfer
          ? new ZoneRequest(query.get(), transport, client, key, reserved)
              .respond(zones, policy, origin -> Optional.ofNullable(histories.get(origin)))
          : only(Optional.of(notify(query.get())));
    }

    /** No zone here is a copy of another server's: nobody has anything to tell (RFC 1996 §3.10). */
    private byte[] notify(Message query) {
      boolean served = zones.zone(query.getQuestion().getName()).isPresent();
      return ZoneRequest.errorTo(query, served ? Rcode.REFUSED : Rcode.NOTAUTH);
    }
  }

  /** Whether there is nothing about EDNS that the authority would have to complain of. */
  private static boolean hasPlainEdns(Message query) {
    OPTRecord opt = query.getOPT();
    long opts =
        query.getSection(Section.ADDITIONAL).stream().filter(OPTRecord.class::isInstance).count();
    return opt == null || (opts == 1 && opt.getVersion() == 0);
  }

  private static Iterator<byte[]> only(Optional<byte[]> response) {
    return response.stream().iterator();
  }

  private static int udpLimit(byte[] query) {
    return DnsCodec.decode(query).map(DnsCodec::udpLimit).orElse(DnsCodec.MAX_UDP);
  }

  /** RFC 8945 §5.1: a TSIG record out of place is a FORMERR. */
  private static Optional<byte[]> malformed(
      byte[] request, Function<byte[], Optional<byte[]>> ordinary) {
    return DnsCodec.decode(request)
        .map(query -> DnsCodec.response(query, Rcode.FORMERR).toWire())
        .or(() -> ordinary.apply(request));
  }

  /** The messages that answer a signed request, each signed as it is asked for. */
  private record SignedResponses(Iterator<byte[]> plain, int limit, TsigSigner signer, Instant time)
      implements Iterator<byte[]> {
    @Override
    public boolean hasNext() {
      return plain.hasNext();
    }

    @Override
    public byte[] next() {
      byte[] response = plain.next();
      return response.length + signer.overhead() <= limit
          ? signer.sign(response, time)
          : signer.sign(truncated(response), time);
    }

    /** RFC 8945 §5.3: where the signature does not fit beside the answer, the answer goes. */
    private static byte[] truncated(byte[] response) {
      Message whole =
          DnsCodec.decode(response)
              .orElseThrow(() -> new IllegalStateException("our own response is no message"));
      Message rest = DnsCodec.response(whole, Rcode.NOERROR);
      rest.getHeader().setFlag(Flags.TC);
      return rest.toWire();
    }
  }
}
