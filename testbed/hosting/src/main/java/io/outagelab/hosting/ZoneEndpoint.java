package io.outagelab.hosting;

import io.grpc.stub.StreamObserver;
import io.outagelab.assembly.Machines;
import io.outagelab.authoritative.zone.Zone;
import io.outagelab.contracts.dns.v1.GetZoneRequest;
import io.outagelab.contracts.dns.v1.GetZoneResponse;
import io.outagelab.contracts.dns.v1.ListZonesRequest;
import io.outagelab.contracts.dns.v1.ListZonesResponse;
import io.outagelab.contracts.dns.v1.ZoneServiceGrpc;
import io.outagelab.core.dns.DnsNames;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.xbill.DNS.Name;

/** The zones that the name servers of this container answer from. */
public class ZoneEndpoint extends ZoneServiceGrpc.ZoneServiceImplBase {
  private final Cast cast;

  /** The zones of this cast's name servers. */
  public ZoneEndpoint(Cast cast) {
    this.cast = cast;
  }

  @Override
  public void listZones(ListZonesRequest request, StreamObserver<ListZonesResponse> response) {
    Replies.send(
        response,
        () ->
            cast.ask(
                now ->
                    ListZonesResponse.newBuilder()
                        .addAllZones(zones().values().stream().map(DnsMessages::of).toList())
                        .build()));
  }

  @Override
  public void getZone(GetZoneRequest request, StreamObserver<GetZoneResponse> responses) {
    Replies.send(
        responses,
        () -> {
          Name origin = DnsNames.of(request.getOrigin());
          return cast.ask(now -> lines(origin));
        },
        (stream, lines) ->
            lines.forEach(
                line -> stream.onNext(GetZoneResponse.newBuilder().setRecord(line).build())));
  }

  private List<String> lines(Name origin) {
    Zone zone = zones().get(origin);
    if (zone == null) {
      throw Replies.notFound("no zone here has its apex at %s".formatted(origin));
    }
    return DnsMessages.lines(zone);
  }

  /** Each zone once, by origin in canonical order. */
  private SortedMap<Name, Zone> zones() {
    SortedMap<Name, Zone> zones = new TreeMap<>();
    cast.nodes().stream()
        .flatMap(node -> Machines.nameServer(node).stream())
        .flatMap(server -> server.authority().zones().zones().stream())
        .forEach(zone -> zones.putIfAbsent(zone.origin(), zone));
    return zones;
  }
}
