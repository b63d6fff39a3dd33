package io.outagelab.apps;

import static io.outagelab.apps.Town.CLIENT;
import static io.outagelab.apps.Town.FRONT;
import static io.outagelab.apps.Town.MINUTE;
import static io.outagelab.apps.Town.RESOLVER;
import static io.outagelab.apps.Town.service;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.outagelab.apps.AppEvent.CohortReport;
import io.outagelab.core.Event.Weight;
import io.outagelab.core.LabConfigurationException;
import io.outagelab.core.net.Packet;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CrowdTest {
  private static final long USERS = 6_000;

  private static CohortConfig cohort(Duration reportWorldInterval) {
    return new CohortConfig(
        "www@isp",
        "www",
        "isp",
        CLIENT,
        Town.named("www.example"),
        Town.stub(RESOLVER),
        USERS,
        6,
        Duration.ofSeconds(20),
        Duration.ofSeconds(5),
        Duration.ofSeconds(1),
        new Retry(Duration.ofSeconds(5), Duration.ofSeconds(60)),
        MINUTE,
        reportWorldInterval);
  }

  private static Net net(long seed, Duration reportWorldInterval) {
    return new Net()
        .fake(RESOLVER, new Names().with("www.example", FRONT))
        .add(FRONT, service(ServiceConfig.plain("www", "edge", FRONT)))
        .add(CLIENT, new Crowd(cohort(reportWorldInterval), Town.random(seed)));
  }

  private static List<CohortReport> reports(Net net) {
    return net.events(CohortReport.class);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void contentCrowdLosesNothing(long seed) {
    Net net = net(seed, MINUTE);

    net.run(Duration.ofMinutes(30));

    assertThat(reports(net))
        .hasSize(30)
        .allMatch(report -> report.failures() == 0 && report.userMinutesLost() == 0)
        .allMatch(report -> report.weight() == Weight.METRIC);
    long attempts = reports(net).stream().mapToLong(CohortReport::attempts).sum();
    assertThat((double) attempts / USERS / 30).isCloseTo(3, within(0.8));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void crowdBacksOffAndReportsUserMinutes(long seed) {
    Net net = net(seed, MINUTE);
    net.run(Duration.ofMinutes(10));

    net.silence(FRONT);
    net.run(Duration.ofMinutes(30));

    List<CohortReport> settled = reports(net).subList(15, 40);
    assertThat(settled)
        .allSatisfy(report -> assertThat(report.userMinutesLost()).isEqualTo(USERS))
        .allMatch(report -> report.failures() == report.attempts());
    // A retry every 30 to 60 s plus the time-out of 5 s.
    assertThat(settled.stream().mapToLong(CohortReport::attempts).sum())
        .isBetween(25 * USERS * 60 / 66, 25 * USERS * 60 / 34);
  }

  @Test
  void userMinutesAreWorldMinutesWhateverTheCompression() {
    Net net = net(1, Duration.ofMinutes(60));
    net.silence(FRONT);

    net.run(Duration.ofMinutes(10));

    assertThat(reports(net).getLast().userMinutesLost()).isEqualTo(60.0 * USERS);
  }

  @Test
  void recoveredUsersLoseNoMore() {
    Net net = net(1, MINUTE);
    net.silence(FRONT);
    net.run(Duration.ofMinutes(10));

    net.heal(FRONT);
    net.run(Duration.ofMinutes(5));

    assertThat(reports(net).getLast().userMinutesLost()).isZero();
    assertThat(reports(net).getLast().failures()).isZero();
  }

  @Test
  void eachClientKeepsNamesForTheirTtl() {
    Names names = new Names().with("www.example", FRONT);
    Net net =
        new Net()
            .fake(RESOLVER, names)
            .add(FRONT, service(ServiceConfig.plain("www", "edge", FRONT)))
            .add(CLIENT, new Crowd(cohort(MINUTE), Town.random(3)));

    net.run(Duration.ofMinutes(10));

    int requests = packetsTo(net).size();
    assertThat(names.queries()).isBetween(6, requests - 1);
  }

  @Test
  void degradedSuccessCountsAsSlowAndNotAsFailure() {
    Need ads = Need.optional("ads", Town.at(Town.EXTRA), Duration.ofSeconds(3));
    Net net =
        new Net()
            .fake(RESOLVER, new Names().with("www.example", FRONT))
            .add(
                FRONT,
                service(
                    ServiceConfig.plain("www", "edge", FRONT)
                        .needing(Optional.empty(), List.of(ads))))
            .add(CLIENT, new Crowd(cohort(MINUTE), Town.random(3)));
    net.silence(Town.EXTRA);

    net.run(Duration.ofMinutes(5));

    assertThat(reports(net))
        .allMatch(report -> report.failures() == 0 && report.slow() == report.attempts())
        .anyMatch(report -> report.slow() > 0);
  }

  @Test
  void pausedCrowdAsksAndReportsNothing() {
    Net net = net(1, MINUTE);
    net.silence(FRONT);
    net.run(Duration.ofMinutes(10).plusSeconds(30));

    net.feed(CLIENT, new AppInput.Paused(true));
    int reportsWhenPaused = reports(net).size();
    int packetsWhenPaused = packetsTo(net).size();
    net.run(Duration.ofMinutes(10));

    assertThat(reportsWhenPaused).isEqualTo(11);
    assertThat(reports(net).getLast().userMinutesLost()).isEqualTo(USERS / 2.0);
    assertThat(reports(net)).hasSize(reportsWhenPaused);
    assertThat(packetsTo(net)).hasSize(packetsWhenPaused);

    net.heal(FRONT);
    net.feed(CLIENT, new AppInput.Paused(false));
    net.run(Duration.ofMinutes(2));

    assertThat(reports(net).getLast().attempts()).isPositive();
    assertThat(reports(net).getLast().userMinutesLost()).isZero();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void sameSeedSameStory(long seed) {
    assertThat(story(seed)).isEqualTo(story(seed)).isNotEqualTo(story(seed + 100));
  }

  private static List<Object> story(long seed) {
    Net net = net(seed, MINUTE);
    net.run(Duration.ofMinutes(5));
    net.silence(FRONT);
    net.run(Duration.ofMinutes(5));
    net.heal(FRONT);
    net.run(Duration.ofMinutes(5));
    return List.of(net.events(), net.sent());
  }

  @Test
  void retriesDoubleUpToTheLongest() {
    Retry retry = new Retry(Duration.ofSeconds(5), Duration.ofSeconds(60));
    var random = Town.random(1);

    assertThat(retry.delay(1, random)).isBetween(Duration.ofMillis(2_500), Duration.ofSeconds(5));
    assertThat(retry.delay(2, random)).isBetween(Duration.ofSeconds(5), Duration.ofSeconds(10));
    assertThat(retry.delay(5_000, random))
        .isBetween(Duration.ofSeconds(30), Duration.ofSeconds(60));
  }

  @Test
  void rejectsFewerUsersThanSamples() {
    CohortConfig good = cohort(MINUTE);

    assertThatThrownBy(
            () ->
                new CohortConfig(
                    "tiny",
                    good.app(),
                    good.resolver(),
                    good.self(),
                    good.target(),
                    good.stub(),
                    3,
                    6,
                    good.thinkTime(),
                    good.timeout(),
                    good.slow(),
                    good.retry(),
                    good.reportInterval(),
                    good.reportWorldInterval()))
        .isInstanceOf(LabConfigurationException.class)
        .hasMessage("cohort tiny: users is 3, but must be at least as many as samples, 6");
  }

  private static List<Packet> packetsTo(Net net) {
    return net.sent().stream().filter(packet -> packet.to().address().equals(FRONT)).toList();
  }
}
