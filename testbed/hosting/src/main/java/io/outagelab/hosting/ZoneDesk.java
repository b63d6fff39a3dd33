package io.outagelab.hosting;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.outagelab.assembly.Machines;
import io.outagelab.assembly.PlacedNode;
import io.outagelab.assembly.ServeZones;
import io.outagelab.authoritative.NameServer;
import io.outagelab.authoritative.zone.Serial;
import io.outagelab.authoritative.zone.Zone;
import io.outagelab.authoritative.zone.ZoneEdit;
import io.outagelab.authoritative.zone.ZoneFile;
import io.outagelab.authoritative.zone.ZoneProblem;
import io.outagelab.authoritative.zone.ZoneReading;
import io.outagelab.authoritative.zone.ZoneSet;
import io.outagelab.core.Tick;
import io.outagelab.core.node.Arrival;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.xbill.DNS.Name;

/**
 * What the name servers here serve, and changes of it. Texts are read and edits are made beside the
 * machines, which answer meanwhile; they only get the zones that come of it, all at once.
 */
final class ZoneDesk {
  /** What problems call the text of a request. */
  private static final String TEXT = "text";

  /** Changes that wait for those before them; beyond, callers are refused. */
  private static final int MAX_WAITING = 64;

  private record Instance(PlacedNode node, NameServer server) {
    ZoneSet zones() {
      return server.authority().zones();
    }

    /** Whether what it serves of this zone is for it, and not for another service, to say. */
    boolean owns(Name origin) {
      return !Machines.copies(node, origin);
    }
  }

  private final Cast cast;
  private final List<Instance> instances;
  private final ThreadPoolExecutor editor = editor();

  /** The zones of this cast's name servers. */
  ZoneDesk(Cast cast) {
    this.cast = cast;
    this.instances =
        cast.nodes().stream()
            .flatMap(
                node ->
                    Machines.nameServer(node).map(server -> new Instance(node, server)).stream())
            .toList();
  }

  /** One thread beside the machines', while there is something to do. */
  private static ThreadPoolExecutor editor() {
    ThreadPoolExecutor editor =
        new ThreadPoolExecutor(
            1,
            1,
            1,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(MAX_WAITING),
            Thread.ofPlatform().daemon().name("outage-lab-zones").factory(),
            (change, full) -> {
              throw Status.RESOURCE_EXHAUSTED
                  .withDescription("%d changes of zones wait".formatted(MAX_WAITING))
                  .asRuntimeException();
            });
    editor.allowCoreThreadTimeOut(true);
    return editor;
  }

  /** Each zone once, by origin in canonical order; on the machines' thread. */
  SortedMap<Name, Zone> zones() {
    SortedMap<Name, Zone> zones = new TreeMap<>();
    instances.forEach(
        instance ->
            instance.zones().zones().forEach(zone -> zones.putIfAbsent(zone.origin(), zone)));
    return zones;
  }

  /** The zone with this apex, or NOT_FOUND; on the machines' thread. */
  Zone zone(Name origin) {
    return zone(instances, origin);
  }

  private static Zone zone(List<Instance> instances, Name origin) {
    return instances.stream()
        .flatMap(instance -> instance.zones().zone(origin).stream())
        .findFirst()
        .orElseThrow(() -> Replies.notFound("no zone here has its apex at %s".formatted(origin)));
  }

  /** Those who are to serve what is made of a zone here, of whom there must be one. */
  private List<Instance> owners(Name origin) {
    List<Instance> owners = instances.stream().filter(one -> one.owns(origin)).toList();
    if (owners.isEmpty() && !instances.isEmpty()) {
      throw Status.FAILED_PRECONDITION
          .withDescription(
              "%s is copied from another service here: change it there".formatted(origin))
          .asRuntimeException();
    }
    return owners;
  }

  private Zone ownZone(Name origin) {
    return zone(owners(origin), origin);
  }

  /** Has all instances serve a zone that nobody here serves. */
  CompletableFuture<Zone> load(Name origin, String text) {
    return CompletableFuture.supplyAsync(() -> read(origin, text), editor)
        .thenCompose(zone -> cast.ask(now -> load(now, zone)));
  }

  private static Zone read(Name origin, String text) {
    return switch (ZoneFile.read(TEXT, text, origin)) {
      case ZoneReading.Accepted(Zone zone) -> zone;
      case ZoneReading.Refused(List<ZoneProblem> problems) -> throw refused(problems);
    };
  }

  private static StatusRuntimeException refused(List<ZoneProblem> problems) {
    return Replies.invalid(problems.stream().map(ZoneProblem::toString).toList());
  }

  private Zone load(Tick now, Zone zone) {
    if (instances.isEmpty()) {
      throw Replies.notFound("no name server plays here");
    }
    List<Instance> owners = owners(zone.origin());
    if (zones().containsKey(zone.origin())) {
      throw Status.ALREADY_EXISTS
          .withDescription("a zone here has its apex at " + zone.origin())
          .asRuntimeException();
    }
    owners.forEach(instance -> serve(now, instance, instance.zones().with(zone)));
    return zone;
  }

  private void serve(Tick now, Instance instance, ZoneSet zones) {
    cast.hand(now, instance.node(), new Arrival.Instructed(new ServeZones(zones)));
  }

  /** Puts another version of a zone in the place of the one that is served. */
  CompletableFuture<Zone> replace(Name origin, Serial expected, String text) {
    return change(
        origin,
        before ->
            made(
                before,
                new ZoneEdit(
                    expected, List.of(new ZoneEdit.Change.ReplaceAll(read(origin, text))))));
  }

  /** Makes the changes to a zone. */
  CompletableFuture<Zone> edit(Name origin, ZoneEdit edit) {
    return change(origin, before -> made(before, edit));
  }

  private static Zone made(Zone before, ZoneEdit edit) {
    return switch (edit.applyTo(before)) {
      case ZoneEdit.Outcome.Edited(Zone after) -> after;
      case ZoneEdit.Outcome.Outdated outdated -> throw outdated(before, edit.expected());
      case ZoneEdit.Outcome.Refused(List<ZoneProblem> problems) -> throw refused(problems);
    };
  }

  private static StatusRuntimeException outdated(Zone current, Serial expected) {
    return Status.ABORTED
        .withDescription(
            "%s has serial %s, not %s".formatted(current.origin(), current.serial(), expected))
        .asRuntimeException();
  }

  private CompletableFuture<Zone> change(Name origin, UnaryOperator<Zone> change) {
    return cast.ask(now -> ownZone(origin))
        .thenCompose(
            before ->
                CompletableFuture.supplyAsync(() -> change.apply(before), editor)
                    .thenCompose(after -> cast.ask(now -> swap(now, before, after))));
  }

  private Zone swap(Tick now, Zone before, Zone after) {
    Zone current = ownZone(before.origin());
    if (!current.equals(before)) {
      // Somebody was faster.
      throw outdated(current, before.serial());
    }
    owners(after.origin()).stream()
        .filter(instance -> instance.zones().zone(after.origin()).isPresent())
        .forEach(instance -> serve(now, instance, instance.zones().with(after)));
    return after;
  }

  /** Has nobody here serve a zone any more. */
  CompletableFuture<Zone> remove(Name origin, Serial expected) {
    return cast.ask(now -> remove(now, ownZone(origin), expected));
  }

  private Zone remove(Tick now, Zone zone, Serial expected) {
    if (!zone.serial().equals(expected)) {
      throw outdated(zone, expected);
    }
    owners(zone.origin()).stream()
        .filter(instance -> instance.zones().zone(zone.origin()).isPresent())
        .forEach(instance -> serve(now, instance, instance.zones().without(zone.origin())));
    return zone;
  }
}
