package io.outagelab.authoritative.transfer;

import io.outagelab.authoritative.zone.Serial;
import io.outagelab.authoritative.zone.Zone;
import io.outagelab.authoritative.zone.ZoneDraft;
import io.outagelab.core.dns.DnsCodec;
import java.util.Optional;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Type;

/**
 * Reads the records of a transfer in their order and makes a zone of them. What comes shows itself
 * by its second record (RFC 1995 §4):
 *
 * <pre>
 *  SOA new                                            nothing newer, if that is all
 *  SOA new, records …, SOA new                        the whole zone
 *  SOA new, (SOA old, deleted …, SOA next, added …)…, SOA new     differences
 * </pre>
 */
final class RecordStream {
  private static final long MAX_TTL = Integer.MAX_VALUE;

  /** What the next record is. */
  private enum Part {
    FIRST,
    SECOND,
    WHOLE,
    DELETED,
    ADDED,
    COMPLETE
  }

  private final Optional<Zone> held;
  private Part part = Part.FIRST;
  private Optional<SOARecord> newest = Optional.empty();
  private Optional<SOARecord> reached = Optional.empty();
  private ZoneDraft draft;
  private boolean incremental;

  /**
   * No record has been read yet.
   *
   * @param held the version that the client named, if it asked for differences
   */
  RecordStream(Name origin, Optional<Zone> held) {
    this.held = held;
    this.draft = new ZoneDraft(origin);
  }

  /** Whether the last record has been read. */
  boolean isComplete() {
    return part == Part.COMPLETE;
  }

  /** Whether so far there is only an SOA record that is not newer than the version held. */
  boolean isUpToDate() {
    return part == Part.SECOND
        && held.isPresent()
        && newest.isPresent()
        && !Serial.of(newest.get()).isNewerThan(held.get().serial());
  }

  /** Whether it is differences that are read. */
  boolean isIncremental() {
    return incremental;
  }

  /** The zone that was read. */
  Optional<Zone> zone() {
    return isComplete() ? draft.finished() : Optional.empty();
  }

  /** Reads the next record; what is wrong with it, if anything. */
  Optional<TransferFailure> take(Record received) {
    if (!draft.takes(received)) {
      return Optional.of(TransferFailure.FOREIGN_RECORD);
    }
    if (!DnsCodec.isCopyable(received)) {
      return Optional.of(TransferFailure.MALFORMED);
    }
    Record rr = withSoundTtl(received);
    return switch (part) {
      case FIRST -> first(rr);
      case SECOND -> second(rr);
      case WHOLE -> whole(rr);
      case DELETED -> rr instanceof SOARecord soa ? reach(soa) : delete(rr);
      case ADDED -> rr instanceof SOARecord soa ? leave(soa) : add(rr);
      // Nothing may follow the last record (RFC 5936 §2.2).
      case COMPLETE -> Optional.of(TransferFailure.MALFORMED);
    };
  }

  /** RFC 2181 §8: a TTL with the highest bit set counts as 0. */
  private static Record withSoundTtl(Record rr) {
    if (rr.getTTL() <= MAX_TTL) {
      return rr;
    }
    return Record.newRecord(
        rr.getName(), rr.getType(), rr.getDClass(), 0, rr.rdataToWireCanonical());
  }

  private Optional<TransferFailure> first(Record rr) {
    if (!(rr instanceof SOARecord soa)) {
      return Optional.of(TransferFailure.MALFORMED);
    }
    newest = Optional.of(soa);
    part = Part.SECOND;
    return Optional.empty();
  }

  private Optional<TransferFailure> second(Record rr) {
    if (rr instanceof SOARecord soa && held.isPresent() && !isNewest(soa)) {
      if (!Serial.of(soa).equals(held.get().serial())) {
        return Optional.of(TransferFailure.DOES_NOT_APPLY);
      }
      incremental = true;
      draft = ZoneDraft.of(held.get());
      reached = Optional.of(held.get().soaRecord());
      return leave(soa);
    }
    newest.ifPresent(draft::add);
    part = Part.WHOLE;
    return whole(rr);
  }

  /** RFC 2181 §5: duplicates are suppressed; the second SOA record ends the zone. */
  private Optional<TransferFailure> whole(Record rr) {
    if (rr.getType() != Type.SOA) {
      draft.add(rr);
      return Optional.empty();
    }
    if (!newest.equals(Optional.of(rr))) {
      return Optional.of(TransferFailure.MALFORMED);
    }
    part = Part.COMPLETE;
    return Optional.empty();
  }

  /** An SOA record where the last sequence has ended: of the whole, or of the next sequence. */
  private Optional<TransferFailure> leave(SOARecord soa) {
    boolean atEnd = reached.equals(newest) && isNewest(soa);
    if (atEnd) {
      part = Part.COMPLETE;
      return Optional.empty();
    }
    part = Part.DELETED;
    boolean known = reached.equals(Optional.of(soa)) && draft.remove(soa);
    return known ? Optional.empty() : Optional.of(TransferFailure.DOES_NOT_APPLY);
  }

  /** The SOA record of the version that this sequence leads to. */
  private Optional<TransferFailure> reach(SOARecord soa) {
    boolean newer = reached.isPresent() && Serial.of(soa).isNewerThan(Serial.of(reached.get()));
    part = Part.ADDED;
    reached = Optional.of(soa);
    return newer && draft.add(soa) ? Optional.empty() : Optional.of(TransferFailure.DOES_NOT_APPLY);
  }

  private Optional<TransferFailure> delete(Record rr) {
    return draft.remove(rr) ? Optional.empty() : Optional.of(TransferFailure.DOES_NOT_APPLY);
  }

  private Optional<TransferFailure> add(Record rr) {
    return draft.add(rr) ? Optional.empty() : Optional.of(TransferFailure.DOES_NOT_APPLY);
  }

  private boolean isNewest(SOARecord soa) {
    return newest.equals(Optional.of(soa));
  }
}
