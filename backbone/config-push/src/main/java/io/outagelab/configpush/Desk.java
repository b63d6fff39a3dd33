package io.outagelab.configpush;

import io.outagelab.configpush.JournalEntry.Ending;
import io.outagelab.core.Tick;
import io.outagelab.core.net.Packet;
import io.outagelab.core.net.Payload.Request;
import io.outagelab.core.net.Payload.Status;
import io.outagelab.core.rpc.Caller;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * What a job of the controller works with: the journal and the history it makes, the routers, a
 * wake-up call, and the effects in the order in which they are to happen.
 */
final class Desk {
  private final ControllerSettings settings;
  private final Inventory inventory;
  private final History history = new History();
  private final Deliveries deliveries;
  private final List<Controller.Effect> effects = new ArrayList<>();
  private Tick wake = Tick.NEVER;

  Desk(ControllerSettings settings, Inventory inventory, Caller caller) {
    this.settings = settings;
    this.inventory = inventory;
    this.deliveries = new Deliveries(settings.timeout(), caller);
  }

  ControllerSettings settings() {
    return settings;
  }

  Inventory inventory() {
    return inventory;
  }

  History history() {
    return history;
  }

  Deliveries deliveries() {
    return deliveries;
  }

  /** Writes the journal, and knows what it says from then on. */
  void record(JournalEntry entry) {
    history.apply(entry);
    effects.add(new Controller.Effect.Journal(entry));
  }

  /** Writes that these routers are back where they were, if there are any. */
  void undone(Tick now, String change, List<RouterEntry> routers) {
    if (!routers.isEmpty()) {
      record(new JournalEntry.Undone(now, change, names(routers)));
    }
  }

  /** Writes how a change ended. */
  void close(Tick now, String change, Ending ending, String detail) {
    record(new JournalEntry.Closed(now, change, ending, detail));
  }

  void observe(PushEvent event) {
    effects.add(new Controller.Effect.Observed(event));
  }

  /** Answers a request. */
  void reply(Packet packet, Status status, Map<String, String> results) {
    if (packet.payload() instanceof Request request) {
      effects.add(new Controller.Effect.Send(packet.reply(request.respond(status, results))));
    }
  }

  /** Answers a request that cannot be met. */
  void refuse(Packet packet, Status status, String reason) {
    reply(packet, status, Map.of(ControllerProtocol.REASON, reason));
  }

  /** Sends a request to each of these routers; the job is told when that has ended. */
  void deliver(
      Tick now,
      String method,
      List<RouterEntry> routers,
      Function<RouterEntry, SortedMap<String, String>> fields) {
    deliver(now, method, routers, fields, settings.attempts());
  }

  /** The same with at most so many attempts at each router. */
  void deliver(
      Tick now,
      String method,
      List<RouterEntry> routers,
      Function<RouterEntry, SortedMap<String, String>> fields,
      int attempts) {
    SequencedMap<RouterEntry, SortedMap<String, String>> requests = new LinkedHashMap<>();
    routers.forEach(router -> requests.put(router, fields.apply(router)));
    deliveries.start(now, method, requests, attempts);
    collectPackets();
  }

  /** Has the job woken then. */
  void wakeAt(Tick at) {
    wake = at;
  }

  /** Whether a wake-up call is due; if so it is taken. */
  boolean isWakeDue(Tick now) {
    boolean due = !wake.isAfter(now);
    if (due) {
      wake = Tick.NEVER;
    }
    return due;
  }

  /** Stops what is under way on behalf of a job. */
  void drop() {
    wake = Tick.NEVER;
    deliveries.cancel();
  }

  Tick deadline() {
    return Tick.earlier(wake, deliveries.deadline());
  }

  void collectPackets() {
    deliveries.packets().forEach(packet -> effects.add(new Controller.Effect.Send(packet)));
  }

  /** Takes the effects so far. */
  List<Controller.Effect> effects() {
    collectPackets();
    List<Controller.Effect> taken = List.copyOf(effects);
    effects.clear();
    return taken;
  }

  static List<String> names(List<RouterEntry> routers) {
    return routers.stream().map(RouterEntry::name).toList();
  }

  /** Fields of a request that only names a change. */
  static SortedMap<String, String> id(String change) {
    return new TreeMap<>(Map.of(ControllerProtocol.ID, change));
  }
}
