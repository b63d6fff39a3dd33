package io.outagelab.apps;

import static io.outagelab.apps.Town.BACK;
import static io.outagelab.apps.Town.CLIENT;
import static io.outagelab.apps.Town.FRONT;
import static io.outagelab.apps.Town.MINUTE;
import static io.outagelab.apps.Town.OTHER_RESOLVER;
import static io.outagelab.apps.Town.RESOLVER;
import static io.outagelab.apps.Town.SECOND;
import static io.outagelab.apps.Town.service;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.outagelab.apps.AppEvent.AnswerChanged;
import io.outagelab.apps.AppEvent.AppChanged;
import io.outagelab.apps.AppState.Level;
import io.outagelab.apps.ClientCheckConfig.Kind;
import io.outagelab.core.Event;
import io.outagelab.core.Event.Weight;
import io.outagelab.core.dns.DnsNames;
import io.outagelab.core.net.Payload.Status;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.xbill.DNS.Rcode;

class WatchersTest {
  private final Names names = new Names().with("www.example", FRONT);
  private final Names otherNames = new Names().with("www.example", FRONT);
  private final Net net =
      new Net()
          .fake(RESOLVER, names)
          .fake(OTHER_RESOLVER, otherNames)
          .add(BACK, service(ServiceConfig.plain("graph", "dc", BACK)))
          .add(
              FRONT,
              service(
                  ServiceConfig.plain("www", "edge", FRONT)
                      .needing(
                          Optional.empty(),
                          List.of(Need.required("graph", Town.at(BACK), SECOND)))));

  private static ClientCheck client(Kind kind) {
    return new ClientCheck(
        new ClientCheckConfig(
            kind,
            "lobby",
            CLIENT,
            Town.named("www.example"),
            Optional.of(Town.stub(RESOLVER)),
            MINUTE,
            Duration.ofSeconds(5)),
        Town.random(1));
  }

  private static AppMonitor monitor(int window) {
    return monitor(window, Duration.ZERO);
  }

  private static AppMonitor monitor(int window, Duration steady) {
    return new AppMonitor(
        new AppMonitorConfig(
            "www",
            CLIENT,
            Town.named("www.example"),
            List.of(Town.stub(RESOLVER), Town.stub(OTHER_RESOLVER)),
            Duration.ofSeconds(10),
            Duration.ofSeconds(5),
            Duration.ofSeconds(10L * window - 5),
            steady),
        Town.random(1));
  }

  private List<AppState> states() {
    return net.events(AppChanged.class).stream().map(AppChanged::state).toList();
  }

  private List<String> told() {
    return net.events().stream()
        .map(seen -> seen.event().name() + " " + seen.event().attributes().get("cause"))
        .toList();
  }

  @Test
  void doorShutsAfterTwoFailuresAndOpensOnSuccess() {
    net.add(CLIENT, client(Kind.DOOR));
    net.run(Duration.ofMinutes(5));
    net.silence(BACK);
    net.run(MINUTE);
    assertThat(told()).containsExactly("door-open none");

    net.run(Duration.ofMinutes(5));
    net.heal(BACK);
    net.run(Duration.ofMinutes(5));

    assertThat(told()).containsExactly("door-open none", "door-shut backend", "door-open none");
    assertThat(net.events())
        .extracting(seen -> seen.event().weight(), seen -> seen.event().subject())
        .containsExactly(
            tuple(Weight.DETAIL, "lobby"),
            tuple(Weight.STORY, "lobby"),
            tuple(Weight.STORY, "lobby"));
  }

  @Test
  void oneFailureDoesNotShutTheDoor() {
    ClientCheck door = client(Kind.DOOR);
    net.add(CLIENT, door);
    net.run(Duration.ofMinutes(5));
    assertThat(door.trouble()).isEmpty();

    net.silence(FRONT);
    net.run(MINUTE);
    assertThat(door.trouble()).hasValue("timed out");
    assertThat(door.isDown()).isFalse();
    net.heal(FRONT);
    net.run(Duration.ofMinutes(5));

    assertThat(told()).containsExactly("door-open none");
    assertThat(door.trouble()).isEmpty();
  }

  @Test
  void toolIsDownForWantOfAName() {
    net.add(CLIENT, client(Kind.TOOL));
    names.answer(Rcode.SERVFAIL);
    net.run(Duration.ofMinutes(5));

    names.answer(Rcode.NOERROR);
    net.run(Duration.ofMinutes(5));

    assertThat(told()).containsExactly("tool-down name", "tool-up none");
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void clientThatIsCutOffSaysNetwork(Kind kind) {
    net.add(CLIENT, client(kind));
    net.run(MINUTE);

    net.silence(FRONT);
    net.run(Duration.ofMinutes(5));

    assertThat(net.events())
        .extracting(seen -> seen.event().detail())
        .containsExactly("", "timed out");
    assertThat(told()).last().asString().endsWith("network");
  }

  @Test
  void proberReportsFlips() {
    NameProberConfig config =
        new NameProberConfig(
            "isp",
            CLIENT,
            Town.stub(RESOLVER),
            List.of(DnsNames.of("www.example"), DnsNames.of("nothing.example")),
            Duration.ofSeconds(10));
    net.add(CLIENT, new NameProber(config, Town.random(1)));
    net.run(MINUTE);
    int queriesInAMinute = names.queries();

    names.answer(Rcode.SERVFAIL);
    net.run(MINUTE);
    net.silence(RESOLVER);
    net.run(MINUTE);
    net.heal(RESOLVER);
    names.answer(Rcode.NOERROR);
    net.run(MINUTE);

    assertThat(queriesInAMinute).isEqualTo(12);
    assertThat(net.events(AnswerChanged.class))
        .filteredOn(event -> event.qname().equals("www.example"))
        .extracting(AnswerChanged::from, AnswerChanged::to, Event::weight)
        .containsExactly(
            tuple("NONE", "NOERROR", Weight.DETAIL),
            tuple("NOERROR", "SERVFAIL", Weight.STORY),
            tuple("SERVFAIL", "TIMEOUT", Weight.DETAIL),
            tuple("TIMEOUT", "NOERROR", Weight.STORY));
    AnswerChanged last = net.events(AnswerChanged.class).getLast();
    assertThat(last.name()).isEqualTo("answer-changed");
    assertThat(last.subject()).endsWith(" A at isp");
  }

  @Test
  void monitorSaysUpOnceEveryVantageHasChecked() {
    net.add(CLIENT, monitor(1));

    net.run(Duration.ofMinutes(5));

    assertThat(states()).containsExactly(new AppState(Level.UP, Cause.NONE, 1));
    assertThat(net.events().getFirst().event().weight()).isEqualTo(Weight.DETAIL);
  }

  @Test
  void namesFailingShowsAsCauseName() {
    net.add(CLIENT, monitor(1));
    net.run(MINUTE);

    names.answer(Rcode.SERVFAIL);
    net.silence(OTHER_RESOLVER);
    net.run(MINUTE);

    assertThat(states().getLast()).isEqualTo(new AppState(Level.DOWN, Cause.NAME, 0));
  }

  @Test
  void monitorTellsBackendErrorFromNameError() {
    net.add(CLIENT, monitor(1));
    net.run(MINUTE);

    net.silence(BACK);
    net.run(Duration.ofSeconds(25));
    AppState withoutBackEnd = states().getLast();
    names.answer(Rcode.SERVFAIL);
    otherNames.answer(Rcode.SERVFAIL);
    net.run(MINUTE);
    AppState withoutNames = states().getLast();

    assertThat(withoutBackEnd).isEqualTo(new AppState(Level.DOWN, Cause.BACKEND, 0));
    assertThat(withoutNames).isEqualTo(new AppState(Level.DOWN, Cause.NAME, 0));
  }

  @Test
  void monitorSaysNetworkWhenTheFrontEndIsSilent() {
    net.add(CLIENT, monitor(1));
    net.run(MINUTE);

    net.cut(FRONT);
    net.run(MINUTE);

    assertThat(states().getLast()).isEqualTo(new AppState(Level.DOWN, Cause.NETWORK, 0));
  }

  @Test
  void appIsDegradedWhileSomeUsersReachIt() {
    net.add(CLIENT, monitor(1));
    net.run(MINUTE);

    names.answer(Rcode.SERVFAIL);
    net.run(MINUTE);
    names.answer(Rcode.NOERROR);
    net.run(MINUTE);

    assertThat(states())
        .containsExactly(
            new AppState(Level.UP, Cause.NONE, 1),
            new AppState(Level.DEGRADED, Cause.NAME, 0.5),
            new AppState(Level.UP, Cause.NONE, 1));
  }

  @Test
  void widerWindowCallsAnAppDownOnlyWhenAllOfItFailed() {
    net.add(CLIENT, monitor(3));
    net.run(MINUTE);

    net.cut(FRONT);
    net.run(Duration.ofSeconds(20));
    Level early = states().getLast().level();
    net.run(Duration.ofSeconds(20));

    assertThat(early).isEqualTo(Level.DEGRADED);
    assertThat(states().getLast().level()).isEqualTo(Level.DOWN);
  }

  @Test
  void goodNewsIsReportedOnceItHasLasted() {
    net.add(CLIENT, monitor(1, Duration.ofMinutes(2)));
    net.run(MINUTE);
    names.answer(Rcode.SERVFAIL);
    otherNames.answer(Rcode.SERVFAIL);
    net.run(Duration.ofSeconds(30));

    // Half of it works, then all of it, then half again: too short, each time.
    names.answer(Rcode.NOERROR);
    net.run(MINUTE);
    otherNames.answer(Rcode.NOERROR);
    net.run(Duration.ofSeconds(40));
    otherNames.answer(Rcode.SERVFAIL);
    Level early = states().getLast().level();
    net.run(MINUTE);
    Level half = states().getLast().level();
    otherNames.answer(Rcode.NOERROR);
    net.run(Duration.ofMinutes(4));

    assertThat(early).isEqualTo(Level.DOWN);
    assertThat(half).isEqualTo(Level.DEGRADED);
    assertThat(states())
        .extracting(AppState::level)
        .containsExactly(Level.UP, Level.DEGRADED, Level.DOWN, Level.DEGRADED, Level.UP);
  }

  @Test
  void badNewsIsReportedAtOnce() {
    net.add(CLIENT, monitor(1, Duration.ofHours(1)));
    net.run(MINUTE);

    net.cut(FRONT);
    net.run(MINUTE);

    assertThat(states().getLast().level()).isEqualTo(Level.DOWN);
  }

  @Test
  void degradedAnswersMakeADegradedApp() {
    Diagnosis fine = new Diagnosis(Cause.NONE, false, "ok");
    Diagnosis degraded = new Diagnosis(Cause.NONE, true, "degraded");

    assertThat(AppState.of(List.of(fine, degraded)))
        .isEqualTo(new AppState(Level.DEGRADED, Cause.BACKEND, 1));
  }

  @Test
  void serviceThatRefusesForLoadIsABackendCause() {
    Net busy =
        new Net()
            .fake(RESOLVER, names)
            .fake(FRONT, Town.answering(Status.RESOURCE_EXHAUSTED))
            .add(CLIENT, client(Kind.TOOL));

    busy.run(Duration.ofMinutes(5));

    assertThat(busy.events())
        .extracting(seen -> seen.event().detail())
        .containsExactly("no capacity");
  }
}
