package io.outagelab.console.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.outagelab.assembly.LabUnavailable;
import io.outagelab.configpush.OperatorInstruction.Push;
import io.outagelab.configpush.OperatorInstruction.Rollback;
import io.outagelab.configpush.PushEvent;
import io.outagelab.configpush.Rollout;
import io.outagelab.configpush.Via;
import io.outagelab.console.api.FakeLab;
import io.outagelab.console.api.Json;
import io.outagelab.console.api.Told;
import io.outagelab.console.command.CommandLineFixture.Ended;
import io.outagelab.console.shell.ExitCode;
import io.outagelab.core.Layer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands that talk to a lab, against one that says what the test tells it. */
class LiveCommandsTest {
  private static final String CHANGE = "drain-everything";
  private static final String FILE = "pushes/drain-everything.yaml";

  @TempDir private Path state = Path.of("");
  private final FakeLab lab = new FakeLab();
  private CommandLineFixture command = new CommandLineFixture(state);

  @BeforeEach
  void connect() {
    command =
        new CommandLineFixture(state)
            .set("LAB_TOKEN", FakeLab.TOKEN)
            .always("--lab", lab.address());
  }

  @AfterEach
  void close() {
    lab.close();
  }

  @Test
  void statusIsATableByLayer() {
    Ended ended = command.run("status");

    assertThat(ended.exitCode()).isEqualTo(ExitCode.OK);
    assertThat(ended.out())
        .contains(
            "tiny  embedded  +0:05:00 at 60:1", "2 of 2 links up", "www-dns", "not asked yet");
  }

  @Test
  void statusIsJsonForSoftware() {
    JsonNode status = Json.parse(command.run("status", "-o", "json").out());

    assertThat(status.path("layers").path("backbone").path("linksTotal").asInt()).isEqualTo(2);
  }

  @Test
  void coloursOnlyForATerminalThatWantsThem() {
    CommandLineFixture terminal =
        new CommandLineFixture(state, true).always("--lab", lab.address());

    assertThat(command.run("status").out()).doesNotContain("\u001b[");
    assertThat(command.run("status", "--color", "always").out()).contains("\u001b[");
    assertThat(terminal.run("status").out()).contains("\u001b[");
    assertThat(terminal.run("status", "--color", "never").out()).doesNotContain("\u001b[");
    assertThat(terminal.run("status", "-o", "json").out()).doesNotContain("\u001b[");
    assertThat(terminal.set("NO_COLOR", "1").run("status").out()).doesNotContain("\u001b[");
  }

  @Test
  void eventsShowTheStoryUnlessAskedForMore() {
    lab.observe(Told.story(Layer.BGP, "route-lost", "192.0.2.0/25"));
    lab.observe(Told.metric("cohort-report"));

    assertThat(command.run("events").out())
        .isEqualTo(
            "+0:05:00  bgp       route-lost         192.0.2.0/25: so it was told%n".formatted());
    assertThat(command.run("events", "--metrics").out().lines()).hasSize(2);
    assertThat(Json.parse(command.run("events", "-o", "json").out()).path("event").asText())
        .isEqualTo("route-lost");
  }

  @Test
  void pushFollowsTheChangeToItsEnd() {
    lab.react(
        any ->
            List.of(
                new PushEvent.AuditPassed(CHANGE, "nothing counted"),
                new PushEvent.PushAccepted(CHANGE, "you", "all-at-once", true, 4),
                Told.story(Layer.BACKBONE, "plane-down", "plane-1"),
                new PushEvent.PushFinished(CHANGE, 4, 4),
                Told.story(Layer.BGP, "too-late", "to be shown")));

    Ended ended = command.run("push", FILE);

    assertThat(ended.exitCode()).isEqualTo(ExitCode.OK);
    assertThat(ended.out())
        .contains("audit-passed", "plane-down", "4 of 4 routers confirmed that they have it")
        .doesNotContain("too-late");
    Push push = (Push) lab.instructions().getFirst();
    assertThat(push.document().id()).isEqualTo(CHANGE);
    assertThat(push.audited()).isTrue();
    assertThat(push.rollout()).isEqualTo(new Rollout.AllAtOnce());
  }

  @Test
  void pushTakesTheWayItIsTold() {
    lab.react(any -> List.of(new PushEvent.PushFinished(CHANGE, 4, 4)));

    command.run("push", FILE, "--no-audit", "--rollout", "canary");

    Push push = (Push) lab.instructions().getFirst();
    assertThat(push.audited()).isFalse();
    assertThat(push.rollout()).isInstanceOf(Rollout.Canary.class);
  }

  @Test
  void aRefusedPushIsExitCodeOne() {
    lab.react(any -> List.of(new PushEvent.AuditRefused(CHANGE, "too many planes")));

    Ended ended = command.run("push", FILE);

    assertThat(ended.exitCode()).isEqualTo(ExitCode.REFUSED);
    assertThat(ended.out()).contains("too many planes");
  }

  @Test
  void aPushThatTheOperatorCannotBeToldOfSaysWhy() {
    lab.react(
        any -> {
          throw new LabUnavailable("the backbone does not answer");
        });

    Ended ended = command.run("push", FILE);

    assertThat(ended.exitCode()).isEqualTo(ExitCode.INVALID);
    assertThat(ended.errLines()).containsExactly("lab: the backbone does not answer");
  }

  @Test
  void anInvalidPushIsNotSent() throws IOException {
    Path file = Files.writeString(state.resolve("bad.yaml"), "change: x\nset: {drained: maybe}\n");

    Ended ended = command.run("push", file.toString());

    assertThat(ended.exitCode()).isEqualTo(ExitCode.INVALID);
    assertThat(ended.errLines()).hasSizeGreaterThan(1).allMatch(line -> line.contains("bad.yaml:"));
    assertThat(lab.instructions()).isEmpty();
  }

  @Test
  void rollbackFollowsItsOwnWay() {
    lab.react(
        any ->
            List.of(
                new PushEvent.RollbackRefused(CHANGE, Via.IN_BAND, "somebody else's"),
                new PushEvent.RollbackFinished(CHANGE, Via.ON_SITE, 4, 4)));

    Ended ended = command.run("rollback", CHANGE, "--via", "on-site", "--skip-travel");

    assertThat(lab.instructions())
        .containsExactly(new Rollback(Optional.of(CHANGE), Via.ON_SITE, true));
    assertThat(ended.out()).contains("rolled back on-site on 4 of 4");
  }

  @Test
  void aRefusedRollbackIsExitCodeOne() {
    lab.react(
        any ->
            List.of(
                new PushEvent.RollbackRefused(CHANGE, Via.IN_BAND, "netconfig does not resolve")));

    Ended ended = command.run("rollback");

    assertThat(ended.exitCode()).isEqualTo(ExitCode.REFUSED);
    assertThat(ended.out()).contains("netconfig does not resolve");
  }

  @Test
  void withoutTheTokenNothingIsChanged() {
    Ended ended = new CommandLineFixture(state).always("--lab", lab.address()).run("push", FILE);

    assertThat(ended.exitCode()).isEqualTo(ExitCode.REFUSED);
    assertThat(ended.errLines()).singleElement().asString().contains("LAB_TOKEN");
  }

  @Test
  void historyTellsWhatBecameOfEachChange() {
    assertThat(command.run("history").out()).contains("No change was pushed yet.");
    lab.observe(new PushEvent.PushAccepted(CHANGE, "you", "all-at-once", true, 4));
    lab.observe(new PushEvent.PushFinished(CHANGE, 4, 4));

    assertThat(command.run("history").out().lines())
        .containsExactly("+0:05:00  drain-everything  4 of 4 routers confirmed that they have it");
    assertThat(command.run("history", "-o", "json").out()).contains("\"push-finished\"");
  }

  @Test
  void downAsksTheLabToStop() throws InterruptedException {
    assertThat(command.run("down").exitCode()).isEqualTo(ExitCode.OK);

    assertThat(lab.awaitStop()).isTrue();
  }

  @Test
  void digSaysThatNoAnswerCame() {
    Ended ended = command.run("dig", "www.example", "--from", "nobody");

    assertThat(ended.exitCode()).isEqualTo(ExitCode.INVALID);
    assertThat(ended.err()).contains("there is no resolver 'nobody'; there are public");
  }
}
