package io.outagelab.hosting;

import io.outagelab.authoritative.zone.Serial;
import io.outagelab.authoritative.zone.ZoneEdit;
import io.outagelab.authoritative.zone.ZoneEdit.Change;
import io.outagelab.authoritative.zone.ZoneFile;
import io.outagelab.contracts.dns.v1.EditZoneRequest;
import io.outagelab.contracts.dns.v1.RRsetName;
import io.outagelab.contracts.dns.v1.ZoneChange;
import io.outagelab.core.LabConfigurationException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.xbill.DNS.Name;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/** Edits of zones, from messages. */
final class ZoneEdits {
  private ZoneEdits() {}

  /** The serial of a message, where it is signed. */
  static Serial serial(int value) {
    return new Serial(Integer.toUnsignedLong(value));
  }

  /** The edit that a message asks for; INVALID_ARGUMENT with every change that makes no sense. */
  static ZoneEdit read(EditZoneRequest request, Name origin) {
    if (request.getChangesCount() == 0) {
      throw new IllegalArgumentException("an edit has at least one change");
    }
    List<Change> changes = new ArrayList<>();
    List<String> problems = new ArrayList<>();
    int number = 0;
    for (ZoneChange change : request.getChangesList()) {
      number++;
      try {
        changes.add(read(change, origin));
      } catch (LabConfigurationException | IllegalArgumentException e) {
        problems.add("change %d: %s".formatted(number, e.getMessage()));
      }
    }
    if (!problems.isEmpty()) {
      throw Replies.invalid(problems);
    }
    return new ZoneEdit(serial(request.getSerial()), changes);
  }

  private static Change read(ZoneChange change, Name origin) {
    return switch (change.getChangeCase()) {
      case DELETE_RRSET -> deletion(change.getDeleteRrset(), origin);
      case DELETE_RECORD ->
          new Change.DeleteRecord(
              ZoneFile.record(change.getDeleteRecord(), origin, OptionalLong.of(0)));
      case ADD_RECORD ->
          new Change.AddRecord(
              ZoneFile.record(change.getAddRecord(), origin, OptionalLong.empty()));
      case CHANGE_NOT_SET -> throw new IllegalArgumentException("it says nothing to change");
    };
  }

  private static Change deletion(RRsetName rrset, Name origin) {
    int type = Type.value(rrset.getType());
    if (type < 0) {
      throw new IllegalArgumentException("'%s' is no type of records".formatted(rrset.getType()));
    }
    try {
      return new Change.DeleteRRset(Name.fromString(rrset.getOwner(), origin), type);
    } catch (TextParseException e) {
      throw new IllegalArgumentException("'%s' is no domain name".formatted(rrset.getOwner()), e);
    }
  }
}
