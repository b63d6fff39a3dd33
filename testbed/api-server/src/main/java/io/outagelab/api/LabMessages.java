package io.outagelab.api;

import com.google.protobuf.Timestamp;
import io.outagelab.assembly.Status;
import io.outagelab.console.api.LabDescription;
import io.outagelab.contracts.testbed.v1.AppStatus;
import io.outagelab.contracts.testbed.v1.BackboneStatus;
import io.outagelab.contracts.testbed.v1.BgpStatus;
import io.outagelab.contracts.testbed.v1.DescribeResponse;
import io.outagelab.contracts.testbed.v1.GetStatusResponse;
import io.outagelab.contracts.testbed.v1.Mode;
import io.outagelab.contracts.testbed.v1.NameserverSite;
import io.outagelab.contracts.testbed.v1.Place;
import io.outagelab.contracts.testbed.v1.ResolverStatus;
import io.outagelab.hosting.Durations;
import java.time.Instant;
import java.util.Locale;

/** What a lab is and how it does, as messages. */
final class LabMessages {
  private LabMessages() {}

  /** The message of a description. */
  static DescribeResponse of(LabDescription lab) {
    return DescribeResponse.newBuilder()
        .setWorld(lab.world())
        .setTitle(lab.title())
        .setMode(mode(lab.mode()))
        .setSeed(lab.seed())
        .setCompression(lab.compression())
        .addAllMitigations(lab.mitigations())
        .setEpoch(timestamp(lab.epoch()))
        .setTime(Durations.of(lab.time()))
        .setDnsPort(lab.dnsPort())
        .addAllAddresses(lab.addresses().stream().map(LabMessages::place).toList())
        .addAllRoots(lab.roots().stream().map(LabMessages::place).toList())
        .build();
  }

  private static Mode mode(io.outagelab.assembly.Mode mode) {
    return switch (mode) {
      case SIMULATED -> Mode.MODE_SIMULATED;
      case EMBEDDED -> Mode.MODE_EMBEDDED;
      case COMPOSE -> Mode.MODE_COMPOSE;
    };
  }

  private static Timestamp timestamp(Instant instant) {
    return Timestamp.newBuilder()
        .setSeconds(instant.getEpochSecond())
        .setNanos(instant.getNano())
        .build();
  }

  private static Place place(LabDescription.Place place) {
    return Place.newBuilder()
        .setRole(
            switch (place.role()) {
              case NAME_SERVER -> Place.Role.ROLE_NAME_SERVER;
              case RESOLVER -> Place.Role.ROLE_RESOLVER;
              case SERVICE -> Place.Role.ROLE_SERVICE;
            })
        .setName(place.name())
        .setAddress(place.address())
        .setPublished(place.published())
        .build();
  }

  /** The message of a status. */
  static GetStatusResponse of(Status status) {
    return GetStatusResponse.newBuilder()
        .setWorld(status.world())
        .setMode(mode(status.mode()))
        .setTime(Durations.of(status.time()))
        .setCompression(status.compression())
        .addAllMitigations(status.mitigations())
        .setBackbone(
            BackboneStatus.newBuilder()
                .setLinksUp(status.backbone().linksUp())
                .setLinksTotal(status.backbone().linksTotal())
                .addAllPlanesDown(status.backbone().planesDown())
                .addAllSitesIsolated(status.backbone().sitesIsolated()))
        .setBgp(
            BgpStatus.newBuilder()
                .setPrefixesAnnounced(status.bgp().prefixesAnnounced())
                .setPrefixesTotal(status.bgp().prefixesTotal())
                .addAllWithdrawn(status.bgp().withdrawn()))
        .addAllNameserverSites(status.nameServerSites().stream().map(LabMessages::site).toList())
        .addAllResolvers(status.resolvers().stream().map(LabMessages::resolver).toList())
        .addAllApps(status.apps().stream().map(LabMessages::app).toList())
        .putAllDoors(status.doors())
        .putAllTools(status.tools())
        .build();
  }

  private static NameserverSite site(Status.NameServerSite site) {
    return NameserverSite.newBuilder()
        .setService(site.service())
        .setSite(site.site())
        .addAllAddresses(site.addresses())
        .setAnnouncing(site.announcing())
        .setHealthy(site.healthy())
        .build();
  }

  private static ResolverStatus resolver(Status.ResolverStatus resolver) {
    return ResolverStatus.newBuilder()
        .setName(resolver.name())
        .setAddress(resolver.address())
        .setPublished(resolver.published())
        .putAllNames(resolver.names())
        .build();
  }

  /** An app that was not checked yet has neither state nor cause. */
  private static AppStatus app(Status.AppStatus app) {
    boolean isKnown = !app.state().equals("unknown");
    return AppStatus.newBuilder()
        .setName(app.name())
        .setState(
            isKnown
                ? AppStatus.State.valueOf("STATE_" + app.state().toUpperCase(Locale.ROOT))
                : AppStatus.State.STATE_UNSPECIFIED)
        .setCause(
            isKnown
                ? AppStatus.Cause.valueOf("CAUSE_" + app.cause().toUpperCase(Locale.ROOT))
                : AppStatus.Cause.CAUSE_UNSPECIFIED)
        .setSuccessRatio(app.successRatio())
        .build();
  }
}
