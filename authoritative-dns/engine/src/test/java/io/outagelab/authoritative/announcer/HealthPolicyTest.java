package io.outagelab.authoritative.announcer;

import static io.outagelab.authoritative.announcer.Site.HOLD_DOWN;
import static io.outagelab.authoritative.announcer.Site.INTERVAL;
import static io.outagelab.authoritative.announcer.Site.PREFIXES;
import static io.outagelab.authoritative.announcer.Site.SPREAD;
import static io.outagelab.authoritative.announcer.Site.TIMEOUT;
import static io.outagelab.authoritative.announcer.Site.config;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.outagelab.core.LabConfigurationException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What the knobs of a health rule do. */
class HealthPolicyTest {
  /** A site that acts after two rounds, at once. */
  private static Site quick(HealthPolicy policy) {
    Site site =
        new Site(config(new Rhythm(INTERVAL, TIMEOUT, 2, 1, HOLD_DOWN, Duration.ZERO), policy), 1);
    site.runFor(INTERVAL);
    site.takeLog();
    return site;
  }

  @Test
  void aQuorumWantsSoManyDataCentresWell() {
    Site site = quick(HealthPolicy.DEFAULT.withQuorum(2));

    site.reachable.remove("prn");
    site.runFor(Duration.ofHours(1));
    assertThat(site.takeLog()).isEmpty();

    site.reachable.remove("frc");
    site.runToNextEvent();
    assertThat(site.takeLog()).contains("site-unhealthy", "withdraw 129.134.30.0/24");
    assertThat(site.events.getLast().detail())
        .startsWith("fewer than 2 of 3 data centres answered well in 2 rounds");

    site.reachable.add("frc");
    site.runToNextEvent();
    assertThat(site.events.getLast().detail())
        .startsWith("2 of 3 data centres answered in 1 rounds");
  }

  @Test
  void anAnswerThatADataCentreIsNotWellDoesNotCountTowardsTheQuorum() {
    Site site = quick(HealthPolicy.DEFAULT);

    site.unwell.addAll(List.of("prn", "frc"));
    site.runFor(Duration.ofHours(1));
    assertThat(site.takeLog()).isEmpty();

    site.unwell.add("lla");
    site.runFor(INTERVAL.multipliedBy(2));
    assertThat(site.takeLog()).contains("site-unhealthy");
  }

  @Test
  void failStaticTakesSilenceOfAllDataCentresForNoSign() {
    Site site = quick(HealthPolicy.DEFAULT.with(WhenBlind.FAIL_STATIC));
    site.reachable.clear();

    site.runFor(Duration.ofHours(6));
    assertThat(site.takeLog()).containsExactly("site-blind");
    assertThat(site.announcer.announcing()).isTrue();
    assertThat(site.announcer.healthy()).isTrue();
    assertThat(site.events.getLast().detail()).contains("in 2 rounds", "stays as it is");

    site.reachable.add("prn");
    site.runFor(Duration.ofHours(1));
    assertThat(site.takeLog()).containsExactly("site-sighted");
  }

  @Test
  void failStaticStillWithdrawsWhenDataCentresAnswerThatTheyAreNotWell() {
    Site site = quick(HealthPolicy.DEFAULT.with(WhenBlind.FAIL_STATIC));
    site.reachable.retainAll(List.of("prn"));
    site.unwell.add("prn");

    site.runToNextEvent();

    assertThat(site.takeLog()).contains("site-unhealthy", "withdraw 129.134.30.0/24");
    assertThat(site.events.getLast().detail())
        .startsWith("no data centre answered that it is well");
  }

  @Test
  void failStaticStillWithdrawsWhenSomeAnswerButFewerThanTheQuorum() {
    Site site = quick(HealthPolicy.DEFAULT.with(WhenBlind.FAIL_STATIC).withQuorum(2));
    site.reachable.retainAll(List.of("prn"));

    site.runToNextEvent();

    assertThat(site.takeLog()).contains("site-unhealthy", "withdraw 129.134.30.0/24");
  }

  @Test
  void failStaticKeepsAWithdrawnSiteWithdrawnToo() {
    Site site = quick(HealthPolicy.DEFAULT.with(WhenBlind.FAIL_STATIC).withQuorum(2));
    site.reachable.retainAll(List.of("prn"));
    site.runToNextEvent();
    site.takeLog();

    site.reachable.clear();
    site.runFor(Duration.ofHours(6));

    assertThat(site.takeLog()).containsExactly("site-blind");
    assertThat(site.announcer.announcing()).isFalse();
  }

  @Test
  void aBlindRoundNeitherCountsAsFailedNorStartsTheCountAnew() {
    Site site = quick(HealthPolicy.DEFAULT.with(WhenBlind.FAIL_STATIC).withQuorum(2));

    site.reachable.retainAll(List.of("prn"));
    site.runFor(INTERVAL);
    site.reachable.clear();
    site.runFor(INTERVAL);
    assertThat(site.takeLog()).isEmpty();
    site.reachable.add("prn");
    site.runFor(INTERVAL);

    assertThat(site.takeLog()).contains("site-unhealthy");
  }

  @Test
  void renewsItsAnnouncementsWithEveryRoundUnderADeadManTimer() {
    Duration lease = Duration.ofMinutes(3);
    Site site = quick(HealthPolicy.DEFAULT.withDeadMan(lease));

    site.runFor(INTERVAL.multipliedBy(2));
    assertThat(site.takeLog()).hasSize(2 * PREFIXES.size()).allMatch(l -> l.endsWith(" 100"));
    assertThat(site.leases).containsOnly(Optional.of(lease));

    site.reachable.clear();
    site.runFor(INTERVAL.multipliedBy(3));
    site.takeLog();
    site.runFor(INTERVAL.multipliedBy(10));
    assertThat(site.takeLog()).isEmpty();
  }

  @Test
  void renewsTheLastChoiceAsTheLastChoice() {
    Site site =
        quick(
            HealthPolicy.DEFAULT
                .with(WhenUnhealthy.DEPREFERENCE)
                .withDeadMan(Duration.ofMinutes(3)));
    site.reachable.clear();
    site.runFor(INTERVAL.multipliedBy(3));
    site.takeLog();

    site.runFor(INTERVAL.multipliedBy(2));

    assertThat(site.takeLog()).isNotEmpty().allMatch(line -> line.endsWith(" 1"));
  }

  @Test
  void announcesForGoodWithoutADeadManTimer() {
    Site site = new Site(config(SPREAD, WhenUnhealthy.WITHDRAW), 1);
    site.runFor(INTERVAL);
    site.takeLog();

    site.runFor(Duration.ofHours(1));

    assertThat(site.takeLog()).isEmpty();
    assertThat(site.leases).containsOnly(Optional.empty());
  }

  @Test
  void refusesARuleThatCannotDecide() {
    Rhythm rhythm = new Rhythm(INTERVAL, TIMEOUT, 1, 1, HOLD_DOWN, SPREAD);
    HealthPolicy policy = HealthPolicy.DEFAULT;

    assertThatThrownBy(
            () -> new AnnouncerConfig("dns", "sjc", PREFIXES, List.of(), List.of(), rhythm, policy))
        .isInstanceOf(LabConfigurationException.class)
        .hasMessage("health rule of dns at sjc: at least one target to probe is needed");
    assertThatThrownBy(() -> config(rhythm, policy.withQuorum(4)))
        .isInstanceOf(LabConfigurationException.class)
        .hasMessage("health rule of dns at sjc: quorum is from 1 to 3, not 4");
    assertThatThrownBy(() -> config(rhythm, policy.withKeepLast(1)))
        .isInstanceOf(LabConfigurationException.class)
        .hasMessageContaining("keep-last is from 0 to 0, the number of other sites, not 1");
    assertThatThrownBy(() -> config(rhythm, policy.withDeadMan(INTERVAL)))
        .isInstanceOf(LabConfigurationException.class)
        .hasMessageContaining("dead-man is longer than the interval");
    assertThatThrownBy(() -> new Rhythm(INTERVAL, TIMEOUT, 0, 1, HOLD_DOWN, SPREAD))
        .isInstanceOf(LabConfigurationException.class)
        .hasMessage("health rule: failures is at least 1, not 0");
  }
}
