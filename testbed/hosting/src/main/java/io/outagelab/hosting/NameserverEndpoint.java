package io.outagelab.hosting;

import io.grpc.stub.StreamObserver;
import io.outagelab.assembly.Machines;
import io.outagelab.contracts.dns.v1.GetNameserverHealthRequest;
import io.outagelab.contracts.dns.v1.GetNameserverHealthResponse;
import io.outagelab.contracts.dns.v1.GetNameserverStatsRequest;
import io.outagelab.contracts.dns.v1.GetNameserverStatsResponse;
import io.outagelab.contracts.dns.v1.NameserverHealth;
import io.outagelab.contracts.dns.v1.NameserverServiceGrpc;
import io.outagelab.contracts.dns.v1.NameserverStats;
import java.util.Comparator;

/** How the name servers and announcers of this container do. */
public class NameserverEndpoint extends NameserverServiceGrpc.NameserverServiceImplBase {
  private final Cast cast;

  /** The name servers and announcers of this cast. */
  public NameserverEndpoint(Cast cast) {
    this.cast = cast;
  }

  @Override
  public void getNameserverStats(
      GetNameserverStatsRequest request, StreamObserver<GetNameserverStatsResponse> response) {
    Replies.send(response, () -> cast.ask(now -> stats()));
  }

  private GetNameserverStatsResponse stats() {
    return GetNameserverStatsResponse.newBuilder()
        .addAllInstances(
            cast.nodes().stream()
                .flatMap(node -> Machines.nameServer(node).stream())
                .map(DnsMessages::of)
                .sorted(
                    Comparator.comparing(NameserverStats::getService)
                        .thenComparing(NameserverStats::getSite))
                .toList())
        .build();
  }

  @Override
  public void getNameserverHealth(
      GetNameserverHealthRequest request, StreamObserver<GetNameserverHealthResponse> response) {
    Replies.send(response, () -> cast.ask(now -> health()));
  }

  private GetNameserverHealthResponse health() {
    return GetNameserverHealthResponse.newBuilder()
        .addAllInstances(
            cast.nodes().stream()
                .flatMap(node -> Machines.announcer(node).stream())
                .map(NameserverEndpoint::message)
                .sorted(
                    Comparator.comparing(NameserverHealth::getService)
                        .thenComparing(NameserverHealth::getSite))
                .toList())
        .build();
  }

  private static NameserverHealth message(Machines.Announcing announcer) {
    return NameserverHealth.newBuilder()
        .setService(announcer.service())
        .setSite(announcer.site())
        .setHealthy(announcer.healthy())
        .setAnnouncing(announcer.announcing())
        .build();
  }
}
