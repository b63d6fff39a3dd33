package io.outagelab.authoritative.transfer;

import io.outagelab.authoritative.tsig.ResponseCheck;
import io.outagelab.authoritative.tsig.TsigVerifier;
import io.outagelab.authoritative.zone.Zone;
import io.outagelab.core.dns.DnsCodec;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/**
 * The response to one AXFR or IXFR request as it comes in, message by message: checks each and
 * builds the new version of the zone. Bounded in records.
 */
final class IncomingTransfer {
  /** How it goes. */
  sealed interface Progress {
    /** More messages are to come. */
    record Underway() implements Progress {}

    /**
     * The zone has come whole.
     *
     * @param incremental whether it came as differences
     * @param records how many records were received
     */
    record Complete(Zone zone, boolean incremental, int records) implements Progress {}

    /** The server has nothing newer. */
    record UpToDate() implements Progress {}

    /** Nothing will come of it. */
    record Failed(TransferFailure reason) implements Progress {}
  }

  private final Exchange exchange;
  private final Optional<TsigVerifier> verifier;
  private final RecordStream stream;
  private final int maxRecords;
  private int records;
  private boolean first = true;

  /**
   * Nothing has come in yet.
   *
   * @param exchange the request, for AXFR or IXFR
   * @param held the version that an IXFR request named
   * @param maxRecords the most records to take
   */
  IncomingTransfer(Exchange exchange, Optional<Zone> held, int maxRecords) {
    this.exchange = exchange;
    this.verifier = exchange.verifier();
    this.maxRecords = maxRecords;
    Record question = exchange.request().getQuestion();
    this.stream =
        new RecordStream(question.getName(), held.filter(zone -> question.getType() == Type.IXFR));
  }

  /** Takes the next message of the connection. */
  Progress accept(byte[] message, Instant now) {
    ResponseCheck check =
        verifier
            .map(present -> present.accept(message, now))
            .orElseGet(() -> new ResponseCheck.Accepted(message, true));
    return switch (check) {
      case ResponseCheck.Rejected rejected -> new Progress.Failed(TransferFailure.BAD_SIGNATURE);
      case ResponseCheck.Accepted(byte[] plain, boolean signed) ->
          DnsCodec.decode(plain)
              .map(decoded -> take(decoded, signed))
              .orElseGet(() -> new Progress.Failed(TransferFailure.MALFORMED));
    };
  }

  private Progress take(Message message, boolean signed) {
    boolean repeats =
        message.getSection(Section.QUESTION).isEmpty() ? !first : exchange.repeats(message);
    if (message.getRcode() != Rcode.NOERROR && exchange.isAnsweredBy(message)) {
      return new Progress.Failed(TransferFailure.of(message.getRcode()));
    }
    // RFC 5936 §2.2.1: no message of a transfer is truncated.
    boolean truncated = message.getHeader().getFlag(Flags.TC);
    if (!exchange.isAnsweredBy(message) || !repeats || truncated) {
      return new Progress.Failed(TransferFailure.MALFORMED);
    }
    first = false;
    List<Record> answer = message.getSection(Section.ANSWER);
    records += answer.size();
    if (answer.isEmpty()) {
      return new Progress.Failed(TransferFailure.MALFORMED);
    }
    if (records > maxRecords) {
      return new Progress.Failed(TransferFailure.TOO_LARGE);
    }
    for (Record rr : answer) {
      Optional<TransferFailure> failure = stream.take(rr);
      if (failure.isPresent()) {
        return new Progress.Failed(failure.get());
      }
    }
    return progress(signed);
  }

  private Progress progress(boolean signed) {
    if (!stream.isComplete() && !stream.isUpToDate()) {
      return new Progress.Underway();
    }
    if (!signed) {
      // RFC 8945 §5.3.1: the last message is signed.
      return new Progress.Failed(TransferFailure.BAD_SIGNATURE);
    }
    if (stream.isUpToDate()) {
      return new Progress.UpToDate();
    }
    return stream
        .zone()
        .<Progress>map(zone -> new Progress.Complete(zone, stream.isIncremental(), records))
        .orElseGet(() -> new Progress.Failed(TransferFailure.MALFORMED));
  }
}
