package io.outagelab.hosting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Duration;
import io.outagelab.configpush.OperatorInstruction.Push;
import io.outagelab.configpush.Rollout;
import io.outagelab.contracts.backbone.v1.Canary;
import io.outagelab.contracts.backbone.v1.ChangeDocument;
import io.outagelab.contracts.backbone.v1.PlaneSelector;
import io.outagelab.contracts.backbone.v1.PushRequest;
import io.outagelab.contracts.backbone.v1.RollbackRequest;
import io.outagelab.contracts.backbone.v1.SiteSelector;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class InstructionMessagesTest {
  @Test
  void aCanaryBakesForTenSecondsUnlessItSaysHowLong() {
    assertThat(bake(Canary.getDefaultInstance()))
        .isEqualTo(new Rollout.Canary(java.time.Duration.ofSeconds(10)));
    assertThat(bake(Canary.newBuilder().setBake(Duration.getDefaultInstance()).build()))
        .isEqualTo(new Rollout.Canary(java.time.Duration.ZERO));
  }

  @Test
  void aCanaryBakesForADayAtMost() {
    long day = TimeUnit.DAYS.toSeconds(1);

    assertThat(bake(canary(day))).isEqualTo(new Rollout.Canary(java.time.Duration.ofDays(1)));
    assertRefused(push().setCanary(canary(day + 1)), "at most a day");
    assertRefused(push().setCanary(canary(-1)), "negative");
  }

  @Test
  void aTimeToConfirmInWhichNobodyCouldIsRefused() {
    assertRefused(push().setConfirmWithin(Duration.getDefaultInstance()), "positive");
  }

  @Test
  void aWayThatIsNotKnownIsRefused() {
    RollbackRequest request = RollbackRequest.newBuilder().setViaValue(9).build();

    assertThatThrownBy(() -> InstructionMessages.read(request))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("via");
  }

  private static Rollout bake(Canary canary) {
    Push push = InstructionMessages.read(push().setCanary(canary).build());
    return push.rollout();
  }

  private static Canary canary(long seconds) {
    return Canary.newBuilder().setBake(Duration.newBuilder().setSeconds(seconds)).build();
  }

  private static PushRequest.Builder push() {
    return PushRequest.newBuilder()
        .setChange(
            ChangeDocument.newBuilder()
                .setId("drain")
                .setPlanes(PlaneSelector.newBuilder().setAll(true))
                .setSites(SiteSelector.newBuilder().setAll(true))
                .putSettings("drained", "true"));
  }

  private static void assertRefused(PushRequest.Builder push, String why) {
    assertThatThrownBy(() -> InstructionMessages.read(push.build()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(why);
  }
}
