package io.outagelab.hosting;

import io.grpc.stub.StreamObserver;
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
import org.xbill.DNS.Name;

/** The zones that the name servers of this container answer from. */
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
        response,
        () ->
            cast.ask(
                now ->
                    ListZonesResponse.newBuilder()
                        .addAllZones(desk.zones().values().stream().map(DnsMessages::of).toList())
                        .build()));
  }

  @Override
  public void getZone(GetZoneRequest request, StreamObserver<GetZoneResponse> responses) {
    Replies.send(
        responses,
        () -> {
          Name origin = DnsNames.of(request.getOrigin());
          return cast.ask(now -> DnsMessages.lines(desk.zone(origin)));
        },
        (stream, lines) ->
            lines.forEach(
                line -> stream.onNext(GetZoneResponse.newBuilder().setRecord(line).build())));
  }

  @Override
  public void loadZone(LoadZoneRequest request, StreamObserver<LoadZoneResponse> response) {
    Replies.send(
        response,
        () ->
            desk.load(DnsNames.of(request.getOrigin()), request.getText())
                .thenApply(
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
                .thenApply(
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
              .thenApply(
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
