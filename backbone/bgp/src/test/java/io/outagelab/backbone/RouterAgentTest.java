package io.outagelab.backbone;

import static org.assertj.core.api.Assertions.assertThat;

import io.outagelab.core.config.RouterChange;
import io.outagelab.core.net.Payload.Request;
import io.outagelab.core.net.Payload.Status;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class RouterAgentTest {
  private static final String ROUTER = "bb1.prn";

  private final RunningBackbone lab =
      new RunningBackbone(Worlds.small()).run(Duration.ofSeconds(10)).forget();

  private static RouterChange change(String id, String key, String value) {
    return new RouterChange(id, new TreeMap<>(Map.of(key, value)), Optional.empty());
  }

  private static RouterChange unconfirmed(String id, Duration within) {
    return new RouterChange(
        id, new TreeMap<>(Map.of(RouterChange.DRAINED, "true")), Optional.of(within));
  }

  private static Request confirm(String id) {
    return new Request(8, RouterChange.CONFIRM, new TreeMap<>(Map.of("id", id)));
  }

  @Test
  void anAppliedChangeIsAnsweredAfterTheApplyDelay() {
    lab.call(ROUTER, RouterChange.drained("c1", true).toRequest(7));
    lab.run(Duration.ofMillis(1_999));
    assertThat(lab.backbone().isDrained(ROUTER)).isFalse();

    lab.run(Duration.ofMillis(1));
    assertThat(lab.backbone().isDrained(ROUTER)).isTrue();
    assertThat(lab.replies()).isZero();

    lab.run(Duration.ofMillis(500));
    assertThat(lab.reply().id()).isEqualTo(7);
    assertThat(lab.reply().status()).isEqualTo(Status.OK);
    assertThat(lab.subjects("config-applied")).containsExactly(ROUTER);
    assertThat(lab.subjects("link-down")).containsExactly("bb1.prn--bb1.sjc", "bb1.prn--bb1.ams");
  }

  @Test
  void theSameChangeAgainIsAnsweredAndNotAppliedAgain() {
    lab.call(ROUTER, RouterChange.drained("c1", true).toRequest(7));
    lab.call(ROUTER, RouterChange.drained("c1", true).toRequest(8)).run(Duration.ofSeconds(3));
    lab.call(ROUTER, RouterChange.drained("c1", true).toRequest(9)).run(Duration.ofSeconds(3));

    assertThat(lab.replies()).isEqualTo(3);
    assertThat(lab.subjects("config-applied")).containsExactly(ROUTER);
  }

  @Test
  void anUnknownSettingIsRefusedWithTheAllowedOnes() {
    lab.call(ROUTER, change("c1", "dranied", "true").toRequest(7)).run(Duration.ofSeconds(3));

    assertThat(lab.reply().status()).isEqualTo(Status.INVALID_ARGUMENT);
    assertThat(lab.reply().field("reason"))
        .contains("a router has no setting 'dranied'; it has: drained");
  }

  @Test
  void aWrongValueIsRefused() {
    lab.call(ROUTER, change("c1", "drained", "yes").toRequest(7));

    assertThat(lab.reply().status()).isEqualTo(Status.INVALID_ARGUMENT);
    assertThat(lab.reply().field("reason")).contains("drained is true or false, not 'yes'");
  }

  @Test
  void whatIsNoChangeIsRefused() {
    lab.call(ROUTER, Request.of(1, "graph.read"));
    assertThat(lab.reply().status()).isEqualTo(Status.INVALID_ARGUMENT);

    Map<String, String> fields =
        Map.of("id", "c1", "confirm-within", "soon", "set.drained", "true");
    lab.call(ROUTER, new Request(2, RouterChange.APPLY, new TreeMap<>(fields)));
    assertThat(lab.reply().status()).isEqualTo(Status.INVALID_ARGUMENT);

    lab.call(ROUTER, Request.of(3, RouterChange.APPLY));
    assertThat(lab.reply().status()).isEqualTo(Status.INVALID_ARGUMENT);
  }

  @Test
  void aChangeThatNobodyConfirmsIsUndone() {
    lab.call(ROUTER, unconfirmed("c1", Duration.ofMinutes(1)).toRequest(7));
    lab.run(Duration.ofSeconds(61));
    assertThat(lab.backbone().isDrained(ROUTER)).isTrue();

    lab.run(Duration.ofSeconds(2));

    assertThat(lab.backbone().isDrained(ROUTER)).isFalse();
    assertThat(lab.events("config-reverted"))
        .singleElement()
        .satisfies(e -> assertThat(e.attributes()).containsEntry("change", "c1"));
    assertThat(lab.subjects("link-up")).hasSize(2);
  }

  @Test
  void aConfirmedChangeStays() {
    lab.call(ROUTER, unconfirmed("c1", Duration.ofMinutes(1)).toRequest(7));
    lab.run(Duration.ofSeconds(10)).call(ROUTER, confirm("c1"));
    assertThat(lab.reply().status()).isEqualTo(Status.OK);

    lab.run(Duration.ofMinutes(5));

    assertThat(lab.backbone().isDrained(ROUTER)).isTrue();
    assertThat(lab.events("config-reverted")).isEmpty();
  }

  @Test
  void whatIsNotInForceCannotBeConfirmed() {
    lab.call(ROUTER, confirm("c1"));

    assertThat(lab.reply().status()).isEqualTo(Status.FAILED_PRECONDITION);
  }

  @Test
  void aLaterChangeTakesThePlaceOfOneThatWaitsForConfirmation() {
    lab.call(ROUTER, unconfirmed("c1", Duration.ofMinutes(1)).toRequest(7));
    lab.run(Duration.ofSeconds(10));

    lab.call(ROUTER, RouterChange.drained("undo", false).toRequest(8)).run(Duration.ofMinutes(5));

    assertThat(lab.backbone().isDrained(ROUTER)).isFalse();
    assertThat(lab.events("config-reverted")).isEmpty();
  }

  @Test
  void answersFindTheWayRoundThePlaneThatWasDrained() {
    for (String router : List.of("bb1.prn", "bb1.sjc", "bb1.ams")) {
      lab.call(router, RouterChange.drained("c1", true).toRequest(7));
    }
    lab.run(Duration.ofSeconds(5));

    assertThat(lab.waysOfReplies()).containsExactly("prn", "prn", "prn");
  }

  @Test
  void answersAreLostOnceEveryPlaneIsDrained() {
    for (String router : List.of("bb1.prn", "bb1.sjc", "bb1.ams", "bb2.prn", "bb2.sjc")) {
      lab.call(router, RouterChange.drained("c1", true).toRequest(7));
    }
    lab.run(Duration.ofSeconds(5));

    assertThat(lab.waysOfReplies())
        .containsExactlyInAnyOrder("prn", "prn", "silent", "silent", "silent");
  }

  @Test
  void theConsoleWorksWithoutTheNetwork() {
    lab.feed(new Backbone.Input.Console(ROUTER, RouterChange.drained("c1", true)));
    lab.run(Duration.ofSeconds(2));

    assertThat(lab.backbone().isDrained(ROUTER)).isTrue();
    assertThat(lab.replies()).isZero();
  }
}
