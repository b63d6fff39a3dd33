package io.outagelab.authoritative.announcer;

import static org.assertj.core.api.Assertions.assertThat;

import io.outagelab.core.Event;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The last sites of an anycast group stay, because they have promised each other to. */
class LastSitesTest {
  private static final Duration LEASE = Group.INTERVAL.multipliedBy(LastSites.COUNTED);
  private static final Duration LONG = Duration.ofHours(2);

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void aSiteLeavesWhileOthersPromiseToStay(long seed) {
    Group group = new Group(seed, 2, "ams", "iad", "lhr", "sjc").run(LONG);

    group.sick("iad").run(LONG);

    assertThat(group.announcing()).containsExactly("ams", "lhr", "sjc");
    assertThat(group.events("kept-among-last")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void ofSitesThatAllFindThemselvesUnhealthyTheLastStay(long seed) {
    Group group = new Group(seed, 2, "ams", "iad", "lhr", "mxp", "sin", "sjc").run(LONG);

    group.sick("ams", "iad", "lhr", "mxp", "sin", "sjc").run(LONG);

    assertThat(group.announcing()).hasSize(2);
    assertThat(group.fewestAnnouncing()).isEqualTo(2);
    List<String> kept = group.events("kept-among-last").stream().map(Event::subject).toList();
    assertThat(kept).containsAll(group.announcing().stream().map(s -> "dns@" + s).toList());
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void sitesThatHearNobodyStay(long seed) {
    Group group = new Group(seed, 1, "ams", "iad", "lhr").run(LONG);

    group.cutAll().sick("ams", "iad", "lhr").run(LONG);

    assertThat(group.announcing()).containsExactly("ams", "iad", "lhr");
    assertThat(group.events("kept-among-last"))
        .hasSize(3)
        .allSatisfy(
            event ->
                assertThat(event.detail())
                    .isEqualTo("no other site promises to stay: keeps its announcements for now"));
  }

  @Test
  void ofTwoThatWantToLeaveTheFirstByNameStays() {
    Group group = new Group(3, 1, "ams", "iad").run(LONG);

    group.cutAll().sick("ams", "iad").run(LONG);
    assertThat(group.announcing()).containsExactly("ams", "iad");
    group.mendAll().run(LONG);

    assertThat(group.announcing()).containsExactly("ams");
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void aSiteComesBackUnhealthyWhenThePromisesOfOthersRunOut(long seed) {
    Group group = new Group(seed, 1, "ams", "iad").run(LONG);
    group.sick("iad").run(LONG);
    assertThat(group.announcing()).containsExactly("ams");

    group.cutAll().run(LEASE);

    assertThat(group.announcing()).containsExactly("ams", "iad");
    assertThat(group.events("kept-among-last").getLast().detail())
        .isEqualTo("no other site promises to stay: announces its prefixes again");
  }

  @Test
  void aSiteThatCameBackLeavesAgainAfterTheHoldDownAtTheEarliest() {
    Group group = new Group(1, 1, "ams", "iad").run(LONG);
    group.sick("iad").run(LONG);
    group.cutAll().run(LEASE).mendAll();

    group.run(Group.HOLD_DOWN.minus(Group.INTERVAL));
    assertThat(group.announcing()).contains("iad");

    group.run(LEASE);
    assertThat(group.announcing()).containsExactly("ams");
  }

  @Test
  void whoeverPromisedStaysUntilOthersPromiseInItsPlace() {
    Group group = new Group(1, 1, "ams", "iad", "lhr").run(LONG);
    group.sick("iad").run(LONG);

    group.sick("ams").run(LONG);

    assertThat(group.announcing()).containsExactly("lhr");
    assertThat(group.fewestAnnouncing()).isEqualTo(1);
  }

  @Test
  void aWithdrawnSiteThatRecoversAnnouncesAfterItsHoldDownAndAsksNobody() {
    Group group = new Group(1, 1, "ams", "iad").run(LONG);
    group.sick("iad").run(LONG);

    group.well("iad").run(LONG).run(LONG);

    assertThat(group.announcing()).containsExactly("ams", "iad");
    assertThat(group.wantsPromises()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void aSiteStartedAnewStaysAsLongAsItMayHavePromised(long seed) {
    Group group = new Group(seed, 1, "ams", "iad", "lhr").sick("iad");

    group.run(Group.INTERVAL.multipliedBy(LastSites.GIVEN).minusMillis(1));
    assertThat(group.announcing()).contains("iad");

    group.run(LONG);
    assertThat(group.announcing()).containsExactly("ams", "lhr");
  }

  @Test
  void sitesThatKeepNobodyAskNobody() {
    Group group = new Group(1, 0, "ams", "iad");

    group.sick("ams", "iad").run(LONG);

    assertThat(group.announcing()).isEmpty();
    assertThat(group.messages()).isZero();
  }

  @Test
  void peersAreNotAskedWhereNobodyWithdraws() {
    Group group =
        new Group(
            1, HealthPolicy.DEFAULT.withKeepLast(1).with(WhenUnhealthy.DEPREFERENCE), "ams", "iad");

    group.sick("ams", "iad").run(LONG);

    assertThat(group.announcing()).containsExactly("ams", "iad");
    assertThat(group.messages()).isZero();
  }

  @Test
  void anAnswerNobodyAskedForCountsForNothing() {
    Group group = new Group(1, 1, "ams", "iad").run(LONG).cutAll().sick("iad").run(LONG);

    for (long id = 0; id < 1_000; id++) {
      group.feed("iad", new Announcer.Input.PeerAnswered(id, new Standing(true, true), true));
    }

    assertThat(group.announcing()).contains("iad");
  }

  /**
   * Whatever the network and the data centres do, and whoever is started anew: while any site is
   * gone, so many others announce. Over all seeds that bound is reached, or nothing was tested.
   */
  @Tag("long")
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void neverFewerThanTheLastAnnounceWhateverTheNetworkDoes(int keepLast) {
    int fewest = Integer.MAX_VALUE;
    for (long seed = 1; seed <= 120; seed++) {
      Group group = new Group(seed, keepLast, "ams", "iad", "lhr", "mxp", "sjc");

      group.trouble(Duration.ofHours(12));

      assertThat(group.fewestAnnouncing()).as("seed %d", seed).isGreaterThanOrEqualTo(keepLast);
      fewest = Math.min(fewest, group.fewestAnnouncing());
    }
    assertThat(fewest).isEqualTo(keepLast);
  }

  @Test
  void troubleReallyMakesSitesLeaveAndComeBack() {
    Group group = new Group(1, 1, "ams", "iad", "lhr", "mxp", "sjc");

    group.trouble(Duration.ofDays(2));

    assertThat(group.fewestAnnouncing()).isLessThan(5);
    assertThat(group.events("kept-among-last")).isNotEmpty();
    assertThat(group.events("site-healthy")).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void afterAnyTroubleAHealedGroupAnnouncesEverywhere(long seed) {
    Group group = new Group(seed, 2, "ams", "iad", "lhr", "mxp", "sjc");
    group.trouble(Duration.ofHours(12));

    group.mendAll().well("ams", "iad", "lhr", "mxp", "sjc").run(LONG);

    assertThat(group.announcing()).hasSize(5);
  }
}
