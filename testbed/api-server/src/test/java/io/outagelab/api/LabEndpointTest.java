package io.outagelab.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.outagelab.contracts.testbed.v1.AppStatus;
import io.outagelab.contracts.testbed.v1.DescribeRequest;
import io.outagelab.contracts.testbed.v1.DescribeResponse;
import io.outagelab.contracts.testbed.v1.GetStatusRequest;
import io.outagelab.contracts.testbed.v1.GetStatusResponse;
import io.outagelab.contracts.testbed.v1.LabServiceGrpc;
import io.outagelab.contracts.testbed.v1.Mode;
import io.outagelab.contracts.testbed.v1.Place;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("embedded")
class LabEndpointTest {
  @Test
  void tellsWhatTheLabIsAndHowItDoes() {
    try (ServedTinyLab lab = new ServedTinyLab()) {
      var stub = LabServiceGrpc.newBlockingStub(lab.channel());

      DescribeResponse described = stub.describe(DescribeRequest.getDefaultInstance());
      assertThat(described.getWorld()).isEqualTo("tiny");
      assertThat(described.getTitle()).isEqualTo(lab.world().title());
      assertThat(described.getMode()).isEqualTo(Mode.MODE_EMBEDDED);
      assertThat(described.getSeed()).isEqualTo(1);
      assertThat(described.getEpoch().getSeconds()).isEqualTo(lab.world().epoch().getEpochSecond());
      assertThat(described.getDnsPort()).isEqualTo(lab.service().description().dnsPort());
      assertThat(described.getAddressesList())
          .anyMatch(
              place ->
                  place.getRole() == Place.Role.ROLE_RESOLVER
                      && place.getPublished().equals("203.0.113.53"));
      assertThat(described.getRootsList()).hasSize(1);

      lab.untilEvent("app-changed");
      GetStatusResponse status = stub.getStatus(GetStatusRequest.getDefaultInstance());
      assertThat(status.getWorld()).isEqualTo("tiny");
      assertThat(status.getCompression()).isEqualTo(described.getCompression());
      assertThat(status.getBackbone().getLinksTotal()).isEqualTo(2);
      assertThat(status.getNameserverSitesList())
          .anyMatch(site -> site.getService().equals("www-dns") && site.getSite().equals("edge"));
      assertThat(status.getAppsList()).extracting(AppStatus::getName).containsExactly("www");
      assertThat(status.getApps(0).getState()).isNotEqualTo(AppStatus.State.STATE_UNSPECIFIED);
      assertThat(status.getResolversList()).isNotEmpty();
    }
  }
}
