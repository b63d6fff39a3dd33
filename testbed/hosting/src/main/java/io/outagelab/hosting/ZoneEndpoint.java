package io.outagelab.hosting;

import io.grpc.stub.StreamObserver;
import io.outagelab.authoritative.zone.Zone;
import io.outagelab.authoritative.zone.ZoneEdit;
import io.outagelab.contracts.dns.v1.EditZoneRequest;
import io.outagelab.contracts.dns.v1.EditZoneResponse;
import io.outagelab.contracts.dns.v1.GetZoneRequest;
import io.outagelab.contracts.dns.v1.GetZoneResponse;
import io.outagelab.contracts.dns.v1.ListZonesRequest;
import io.outagelab.contracts.dns.v1.ListZonesResponse;
import io.outagelab.contracts.dns.v1.LoadZoneRequest;
import io.outagelab.contracts.dns.v1.LoadZoneResponse;
import io.outagelab.contracts.dns.v1.RemoveZoneRequest;
import io.outagelab.contracts.dns.v1.RemoveZoneResponse;
import io.outagelab.contracts.dns.v1.ReplaceZoneRequest;
import io.outagelab.contracts.dns.v1.ReplaceZoneResponse;
import io.outagelab.contracts.dns.v1.ZoneServiceGrpc;
import io.outagelab.core.dns.DnsNames;
import java.util.Collection;
import java.util.stream.Stream;
import org.xbill.DNS.Name;

/**
 * The zones that the name servers of this container answer from. Only the zones themselves are
 * taken from the machines; they are counted and printed beside them.
 */
public class ZoneEndpoint extends ZoneServiceGrpc.ZoneServiceImplBase {
  private final Cast cast;
  private final ZoneDesk desk;

  /** The zones of this cast's name servers. */
  public ZoneEndpoint(Cast cast) {
    this.cast = cast;
    this.desk = new ZoneDesk(cast);
  }

  @Override
  public void listZones(ListZonesRequest request, StreamObserver<ListZonesResponse> response) {
    Replies.send(
        response, () -> cast.ask(now -> desk.zones().values()).thenApplyAsync(ZoneEndpoint::list));
  }

  private static ListZonesResponse list(Collection<Zone> zones) {
    return ListZonesResponse.newBuilder()
        .addAllZones(zones.stream().map(DnsMessages::of).toList())
        .build();
  }

  @Override
  public void getZone(GetZoneRequest request, StreamObserver<GetZoneResponse> responses) {
    Replies.stream(
        responses,
        () -> {
          Name origin = DnsNames.of(request.getOrigin());
          return cast.ask(now -> desk.zone(origin)).thenApplyAsync(ZoneEndpoint::lines);
        });
  }

  private static Stream<GetZoneResponse> lines(Zone zone) {
    return DnsMessages.lines(zone)
        .map(line -> GetZoneResponse.newBuilder().setRecord(line).build());
  }

  @Override
  public void loadZone(LoadZoneRequest request, StreamObserver<LoadZoneResponse> response) {
    Replies.send(
        response,
        () ->
            desk.load(DnsNames.of(request.getOrigin()), request.getText())
                .thenApplyAsync(
                    zone -> LoadZoneResponse.newBuilder().setZone(DnsMessages.of(zone)).build()));
  }

  @Override
  public void replaceZone(
      ReplaceZoneRequest request, StreamObserver<ReplaceZoneResponse> response) {
    Replies.send(
        response,
        () ->
            desk.replace(
                    DnsNames.of(request.getOrigin()),
                    ZoneEdits.serial(request.getSerial()),
                    request.getText())
                .thenApplyAsync(
                    zone ->
                        ReplaceZoneResponse.newBuilder().setZone(DnsMessages.of(zone)).build()));
  }

  @Override
  public void editZone(EditZoneRequest request, StreamObserver<EditZoneResponse> response) {
    Replies.send(
        response,
        () -> {
          Name origin = DnsNames.of(request.getOrigin());
          ZoneEdit edit = ZoneEdits.read(request, origin);
          return desk.edit(origin, edit)
              .thenApplyAsync(
                  zone -> EditZoneResponse.newBuilder().setZone(DnsMessages.of(zone)).build());
        });
  }

  @Override
  public void removeZone(RemoveZoneRequest request, StreamObserver<RemoveZoneResponse> response) {
    Replies.send(
        response,
        () ->
            desk.remove(DnsNames.of(request.getOrigin()), ZoneEdits.serial(request.getSerial()))
                .thenApply(zone -> RemoveZoneResponse.getDefaultInstance()));
  }
}
