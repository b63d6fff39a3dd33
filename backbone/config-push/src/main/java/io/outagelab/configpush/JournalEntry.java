package io.outagelab.configpush;

import io.outagelab.core.Tick;
import java.util.List;

/**
 * A line of the controller's journal. The journal is written before what it tells of is done, and
 * {@link History} read from it is all that the controller knows.
 */
public sealed interface JournalEntry {
  /** How a change ended, so far. */
  enum Ending {
    /** The audit refused it. */
    AUDIT_REFUSED,
    /** Every stage of the rollout went out. */
    APPLIED,
    /** A gate or a rollback stopped the rollout half way. */
    STOPPED,
    /** The controller stopped during the push. */
    INTERRUPTED,
    /** It was not confirmed, so the routers undo it by themselves. */
    UNCONFIRMED,
    /** It was taken back in-band. */
    ROLLED_BACK,
    /** It was undone at the routers' consoles. */
    RESTORED;

    /** Whether a change that ended so is in force on routers. */
    public boolean isInForce() {
      return switch (this) {
        case APPLIED, STOPPED, INTERRUPTED -> true;
        case AUDIT_REFUSED, UNCONFIRMED, ROLLED_BACK, RESTORED -> false;
      };
    }
  }

  /** When it was written. */
  Tick at();

  /** The id of the change it is about. */
  String change();

  /** Somebody asked for this push. */
  record Requested(Tick at, PushRequest request) implements JournalEntry {
    @Override
    public String change() {
      return request.document().id();
    }
  }

  /** The audit came to this. */
  record Audited(Tick at, String change, boolean passed, String summary) implements JournalEntry {}

  /** The change is about to be sent to these routers: from here on they may have it. */
  record Sent(Tick at, String change, List<String> routers) implements JournalEntry {
    /** Keeps its own copy of the names. */
    public Sent {
      routers = List.copyOf(routers);
    }
  }

  /** These routers have it for certain. */
  record Acknowledged(Tick at, String change, List<String> routers) implements JournalEntry {
    /** Keeps its own copy of the names. */
    public Acknowledged {
      routers = List.copyOf(routers);
    }
  }

  /** The change is about to be confirmed to these routers: from here on they may keep it. */
  record Confirmed(Tick at, String change, List<String> routers) implements JournalEntry {
    /** Keeps its own copy of the names. */
    public Confirmed {
      routers = List.copyOf(routers);
    }
  }

  /** These routers are back where they were before the change. */
  record Undone(Tick at, String change, List<String> routers) implements JournalEntry {
    /** Keeps its own copy of the names. */
    public Undone {
      routers = List.copyOf(routers);
    }
  }

  /** The change has ended, for this reason. */
  record Closed(Tick at, String change, Ending ending, String detail) implements JournalEntry {}
}
