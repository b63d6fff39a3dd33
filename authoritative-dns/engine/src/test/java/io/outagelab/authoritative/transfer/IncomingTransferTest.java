package io.outagelab.authoritative.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import io.outagelab.authoritative.transfer.IncomingTransfer.Progress;
import io.outagelab.authoritative.zone.Zone;
import io.outagelab.core.dns.DnsCodec;
import io.outagelab.core.net.Endpoint;
import io.outagelab.core.net.Transport;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** What a secondary takes of what comes in: RFC 5936 §2.2, RFC 1995 §4. */
class IncomingTransferTest {
  private static final Zone HELD = Zones.version(1, "old A 192.0.2.100");
  private static final Record SOA1 = Zones.soa(1);
  private static final Record SOA2 = Zones.soa(2);
  private static final Record SOA3 = Zones.soa(3);
  private static final Record NS = Zones.rr("example", Type.NS, "ns.elsewhere.");
  private static final int OTHER_TYPE = 0xfedc;
  private static final Record OLD = Zones.rr("old.example", Type.A, "192.0.2.100");
  private static final Record NEW = Zones.rr("new.example", Type.A, "192.0.2.101");

  private static IncomingTransfer axfr(int maxRecords) {
    return incoming(Wire.axfr(), Optional.empty(), maxRecords);
  }

  private static IncomingTransfer ixfr() {
    return incoming(Wire.ixfr(1), Optional.of(HELD), 1_000);
  }

  private static IncomingTransfer incoming(Message query, Optional<Zone> held, int maxRecords) {
    RemoteServer server = RemoteServer.of(Endpoint.of("192.0.2.1", 53));
    return new IncomingTransfer(
        new Exchange(Transport.TCP, Endpoint.of("192.0.2.77", 4000), server, query, Wire.EPOCH),
        held,
        maxRecords);
  }

  private static Message response(Message query, Record... answer) {
    Message response = DnsCodec.response(query, Rcode.NOERROR);
    for (Record rr : answer) {
      response.addRecord(rr, Section.ANSWER);
    }
    return response;
  }

  private static Progress whole(Record... answer) {
    return axfr(1_000).accept(response(Wire.axfr(), answer).toWire(), Wire.EPOCH);
  }

  private static Progress changes(Record... answer) {
    return ixfr().accept(response(Wire.ixfr(1), answer).toWire(), Wire.EPOCH);
  }

  private static Progress.Failed failed(TransferFailure reason) {
    return new Progress.Failed(reason);
  }

  @Test
  void takesAWholeZoneInOneMessage() {
    assertThat(whole(SOA1, NS, NEW, NEW, SOA1))
        .isInstanceOfSatisfying(
            Progress.Complete.class,
            complete -> assertThat(Zones.records(complete.zone())).hasSize(3));
  }

  @Test
  void takesAWholeZoneRecordByRecord() {
    IncomingTransfer incoming = axfr(1_000);

    for (Record rr : List.of(SOA1, NS, NEW)) {
      assertThat(incoming.accept(response(Wire.axfr(), rr).toWire(), Wire.EPOCH))
          .isEqualTo(new Progress.Underway());
    }
    assertThat(incoming.accept(response(Wire.axfr(), SOA1).toWire(), Wire.EPOCH))
        .isInstanceOf(Progress.Complete.class);
  }

  /** RFC 5936 §2.2: SOA first, the same SOA last, nothing after it. */
  @Test
  void refusesRecordsOutOfOrder() {
    assertThat(whole(NS, SOA1, SOA1)).isEqualTo(failed(TransferFailure.MALFORMED));
    assertThat(whole(SOA1, NS, SOA2)).isEqualTo(failed(TransferFailure.MALFORMED));
    assertThat(whole(SOA1, NS, SOA1, NEW)).isEqualTo(failed(TransferFailure.MALFORMED));
    assertThat(whole()).isEqualTo(failed(TransferFailure.MALFORMED));
  }

  @Test
  void refusesWhatIsNotOfTheZone() {
    Record elsewhere = Zones.rr("elsewhere", Type.A, "192.0.2.1");
    Record chaos = Record.newRecord(NEW.getName(), Type.A, DClass.CH, 0, new byte[4]);

    assertThat(whole(SOA1, elsewhere, SOA1)).isEqualTo(failed(TransferFailure.FOREIGN_RECORD));
    assertThat(whole(SOA1, chaos, SOA1)).isEqualTo(failed(TransferFailure.FOREIGN_RECORD));
    assertThat(whole(SOA1, Zones.rr("x.example", Type.SOA, SOA1.rdataToString()), SOA1))
        .isEqualTo(failed(TransferFailure.FOREIGN_RECORD));
  }

  /** dnsjava decodes a WKS record of no service, and fails to encode it. */
  @Test
  void refusesARecordThatCannotBeServed() {
    byte[] data = {(byte) 192, 0, 2, 1, 6};
    Record other = Record.newRecord(NEW.getName(), OTHER_TYPE, DClass.IN, 60, data);
    byte[] message = response(Wire.axfr(), SOA1, other, SOA1).toWire();
    for (int i = 0; i < message.length - 1; i++) {
      if (message[i] == (byte) (OTHER_TYPE >> 8) && message[i + 1] == (byte) OTHER_TYPE) {
        message[i] = 0;
        message[i + 1] = Type.WKS;
      }
    }

    assertThat(axfr(1_000).accept(message, Wire.EPOCH))
        .isEqualTo(failed(TransferFailure.MALFORMED));
  }

  /** RFC 5936 §2.2.1: every message has the id of the query; the first its question. */
  @Test
  void refusesTheAnswerToAnotherQuestion() {
    Message otherId = response(Wire.axfr(), SOA1, NS, SOA1);
    otherId.getHeader().setID(1);
    Message query = Wire.axfr();
    query.addRecord(SOA1, Section.ANSWER);
    Message noQuestion = response(Wire.axfr(), SOA1, NS, SOA1);
    noQuestion.removeAllRecords(Section.QUESTION);

    for (Message message :
        List.of(otherId, query, noQuestion, response(Wire.ixfr(1), SOA1, NS, SOA1))) {
      assertThat(axfr(1_000).accept(message.toWire(), Wire.EPOCH))
          .isEqualTo(failed(TransferFailure.MALFORMED));
    }
  }

  @Test
  void tellsWhyTheServerDoesNotGiveTheZone() {
    for (int rcode : List.of(Rcode.REFUSED, Rcode.NOTAUTH, Rcode.NOTIMP, Rcode.SERVFAIL)) {
      assertThat(axfr(9).accept(DnsCodec.response(Wire.axfr(), rcode).toWire(), Wire.EPOCH))
          .isEqualTo(failed(TransferFailure.of(rcode)));
    }
  }

  @Test
  void takesNoMoreRecordsThanItIsAllowed() {
    byte[] message = response(Wire.axfr(), SOA1, NS, NEW, SOA1).toWire();

    assertThat(axfr(4).accept(message, Wire.EPOCH)).isInstanceOf(Progress.Complete.class);
    assertThat(axfr(3).accept(message, Wire.EPOCH)).isEqualTo(failed(TransferFailure.TOO_LARGE));
  }

  @Test
  void appliesDifferences() {
    assertThat(changes(SOA3, SOA1, OLD, SOA2, NEW, SOA2, NEW, SOA3, OLD, SOA3))
        .isInstanceOfSatisfying(
            Progress.Complete.class,
            complete -> {
              assertThat(complete.incremental()).isTrue();
              assertThat(Zones.records(complete.zone()))
                  .isEqualTo(Zones.records(Zones.version(3, "old A 192.0.2.100")));
            });
  }

  @Test
  void takesAWholeZoneForDifferencesToo() {
    assertThat(changes(SOA3, NS, SOA3))
        .isInstanceOfSatisfying(
            Progress.Complete.class, complete -> assertThat(complete.incremental()).isFalse());
  }

  @Test
  void knowsFromASingleSoaRecordThatNothingIsNewer() {
    assertThat(changes(SOA1)).isEqualTo(new Progress.UpToDate());
    assertThat(changes(SOA3)).isEqualTo(new Progress.Underway());
  }

  /** RFC 1995 §4: every deletion must meet its record, every addition its absence. */
  @Test
  void refusesDifferencesThatDoNotApply() {
    assertThat(changes(SOA3, SOA2, SOA3, NEW, SOA3)).isEqualTo(doesNotApply());
    assertThat(changes(SOA2, SOA1, NEW, SOA2, SOA2)).isEqualTo(doesNotApply());
    assertThat(changes(SOA2, SOA1, SOA2, OLD, SOA2)).isEqualTo(doesNotApply());
    assertThat(changes(SOA3, SOA1, SOA2, SOA1, SOA3, SOA3)).isEqualTo(doesNotApply());
    assertThat(changes(SOA3, SOA1, SOA1, NEW, SOA3)).isEqualTo(doesNotApply());
  }

  private static Progress.Failed doesNotApply() {
    return failed(TransferFailure.DOES_NOT_APPLY);
  }

  /** RFC 2181 §8: a TTL with the highest bit set is 0. */
  @Test
  void takesAnImpossibleTtlForZero() {
    byte[] message = response(Wire.axfr(), SOA1, NS, SOA1).toWire();
    byte[] ttl = {0, 0, 14, 16};
    for (int at = message.length - ttl.length; at > 0; at--) {
      if (Arrays.equals(message, at, at + 4, ttl, 0, 4)) {
        message[at] = (byte) 0xff;
      }
    }

    assertThat(axfr(9).accept(message, Wire.EPOCH))
        .isInstanceOfSatisfying(
            Progress.Complete.class, complete -> assertThat(complete.zone().soa().ttl()).isZero());
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void survivesDamagedMessages(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    byte[] sound = response(Wire.ixfr(1), SOA3, SOA1, OLD, SOA2, NEW, SOA2, SOA3, SOA3).toWire();
    for (int round = 0; round < 3_000; round++) {
      byte[] damaged = sound.clone();
      for (int flips = random.nextInt(1, 4); flips > 0; flips--) {
        damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
      }
      int length = random.nextInt(5) == 0 ? random.nextInt(damaged.length) : damaged.length;

      assertThat(ixfr().accept(Arrays.copyOf(damaged, length), Wire.EPOCH)).isNotNull();
    }
  }
}
