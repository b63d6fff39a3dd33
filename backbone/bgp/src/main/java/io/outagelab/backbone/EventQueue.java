package io.outagelab.backbone;

import io.outagelab.core.Tick;
import io.outagelab.core.net.Prefix;
import java.util.PriorityQueue;

/** What is still on its way inside the backbone, in the order (tick, when it was queued). */
final class EventQueue {
  /** What happens when its time has come. */
  sealed interface Happening {
    /** A router has a timer due. */
    record Wake(int router) implements Happening {}

    /** An LSP reaches the router at this end, if the link stayed in use since. */
    record LspArrives(int router, int link, int epoch, byte[] lsp) implements Happening {}

    /** The transport of a BGP session is set up. */
    record Handshake(int session) implements Happening {}

    /** Octets of a BGP session reach one end (0 or 1), if the transport is still the same. */
    record OctetsArrive(int session, int epoch, int end, byte[] octets) implements Happening {}

    /** The end of a transport reaches one end (0 or 1). */
    record CloseArrives(int session, int epoch, int end) implements Happening {}

    /** The lease of an origination runs out, unless it was renewed since this was queued. */
    record LeaseEnds(int router, Prefix prefix, Tick at) implements Happening {}
  }

  /** A happening with its place in the queue. */
  private record Slot(long at, long sequence, Happening happening) implements Comparable<Slot> {
    @Override
    public int compareTo(Slot other) {
      int byTick = Long.compare(at, other.at);
      return byTick != 0 ? byTick : Long.compare(sequence, other.sequence);
    }
  }

  private final PriorityQueue<Slot> slots = new PriorityQueue<>();
  private long sequence;

  /** Has something happen at a tick. */
  void add(long atNanos, Happening happening) {
    slots.add(new Slot(atNanos, sequence++, happening));
  }

  /** When the next thing happens, or {@link Tick#NEVER}. */
  Tick next() {
    Slot first = slots.peek();
    return first == null ? Tick.NEVER : new Tick(first.at());
  }

  /** Takes out the next thing; there is one. */
  Happening poll() {
    return slots.remove().happening();
  }
}
