package io.outagelab.hosting;

import static io.outagelab.hosting.Steps.answer;
import static io.outagelab.hosting.Steps.app;
import static io.outagelab.hosting.Steps.push;
import static org.assertj.core.api.Assertions.assertThat;

import io.outagelab.configpush.OperatorInstruction;
import io.outagelab.configpush.Via;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.Rcode;

@Tag("long")
class ContainersTest {
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  /** Faster, and a busy machine's pauses look like an outage. */
  private static final int COMPRESSION = 120;

  @Test
  void theCascadeCrossesContainersAndGoesWhenItsCauseGoes(@TempDir Path state) throws Exception {
    try (LoopbackLab lab = new LoopbackLab("facebook-2021", COMPRESSION, state)) {
      lab.untilEvent(answer("www.facebook.com", "NOERROR"));
      lab.untilEvent(app("facebook", "up"));
      PlainDns resolver = new PlainDns(lab.address("1.1.1.1"), lab.dnsPort());
      assertThat(resolver.ask("www.facebook.com", PATIENCE).orElseThrow().getRcode())
          .isEqualTo(Rcode.NOERROR);

      lab.mark();
      OperatorDesk operator = lab.cast("api").operator();
      push(lab);
      lab.untilEvent(e -> e.name().equals("site-unhealthy"));
      lab.untilEvent(e -> e.name().equals("prefix-retracted"));
      lab.untilEvent(answer("www.facebook.com", "SERVFAIL"));
      PlainDns nameServer = new PlainDns(lab.address("129.134.30.12"), lab.dnsPort());
      assertThat(nameServer.ask("facebook.com", Duration.ofSeconds(1))).isEmpty();
      assertThat(resolver.ask("instagram.com", PATIENCE).orElseThrow().getRcode())
          .isEqualTo(Rcode.NOERROR);
      lab.untilEvent(e -> e.name().equals("door-shut"));

      operator.instruct(new OperatorInstruction.Rollback(Optional.empty(), Via.IN_BAND));
      lab.untilEvent(e -> e.name().equals("rollback-refused"));
      lab.mark();
      operator.instruct(new OperatorInstruction.Rollback(Optional.empty(), Via.ON_SITE, true));
      lab.untilEvent(answer("www.facebook.com", "NOERROR"));
      lab.untilEvent(e -> e.name().equals("door-open"));
    }
  }

  @Test
  void aKilledBackboneComesBackToWhatItsJournalSays(@TempDir Path state) throws Exception {
    try (LoopbackLab lab = new LoopbackLab("facebook-2021", COMPRESSION, state)) {
      lab.untilEvent(answer("www.facebook.com", "NOERROR"));
      OperatorDesk operator = lab.cast("api").operator();
      lab.mark();
      push(lab);
      lab.untilEvent(e -> e.name().equals("push-finished"));
      lab.untilEvent(answer("www.facebook.com", "SERVFAIL"));

      lab.kill("backbone");
      lab.mark();
      lab.restart("backbone");
      lab.untilEvent(e -> e.name().equals("plane-down"));
      operator.instruct(new OperatorInstruction.Rollback(Optional.empty(), Via.ON_SITE, true));
      lab.untilEvent(e -> e.name().equals("rollback-finished"));

      lab.untilEvent(answer("www.facebook.com", "NOERROR"));
    }
  }

  @Test
  void theLastSitesStayAndNamesWithThem(@TempDir Path state) {
    try (LoopbackLab lab = new LoopbackLab("facebook-2021", COMPRESSION, state, "keep-last-n")) {
      lab.untilEvent(answer("www.facebook.com", "NOERROR"));
      lab.mark();

      push(lab);

      for (String site : List.of("sjc", "iad", "ams", "lhr", "mxp", "sin")) {
        lab.untilEvent(
            e -> e.name().equals("kept-among-last") && site.equals(e.attributes().get("site")));
      }
      assertThat(lab.since("prefix-retracted")).isEmpty();
    }
  }

  @Test
  void aHungAnnouncerLosesItsRoutesToTheDeadManTimerAndBringsThemBack(@TempDir Path state) {
    try (LoopbackLab lab = new LoopbackLab("facebook-2021", COMPRESSION, state, "dead-man")) {
      lab.untilEvent(answer("www.facebook.com", "NOERROR"));
      assertThat(lab.since("announcement-lapsed")).isEmpty();
      CountDownLatch hanging = new CountDownLatch(1);

      lab.mark();
      var unused = lab.cast("announcer").ask(now -> held(hanging));
      lab.untilEvent(e -> e.name().equals("announcement-lapsed"));
      lab.untilEvent(e -> e.name().equals("prefix-retracted"));
      lab.mark();
      hanging.countDown();

      lab.untilEvent(e -> e.name().equals("prefix-originated"));
    }
  }

  private static boolean held(CountDownLatch latch) {
    try {
      return latch.await(60, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  @Test
  void aKilledAnnouncerTakesItsRoutesWithItAndBringsThemBack(@TempDir Path state) throws Exception {
    try (LoopbackLab lab = new LoopbackLab("facebook-2021", COMPRESSION, state)) {
      lab.untilEvent(answer("www.facebook.com", "NOERROR"));

      lab.mark();
      lab.kill("announcer");
      lab.untilEvent(e -> e.name().equals("prefix-retracted"));
      lab.mark();
      lab.restart("announcer");

      lab.untilEvent(e -> e.name().equals("prefix-originated"));
    }
  }

  /** Who restarts has heard nothing yet: it is told how things stand. */
  @Test
  void aKilledApiIsToldOfTheOutageThatIsOn(@TempDir Path state) throws Exception {
    try (LoopbackLab lab = new LoopbackLab("facebook-2021", COMPRESSION, state)) {
      lab.untilEvent(answer("www.facebook.com", "NOERROR"));
      push(lab);
      lab.untilEvent(e -> e.name().equals("push-finished"));
      lab.untilEvent(answer("www.facebook.com", "SERVFAIL"));

      lab.kill("api");
      lab.restart("api");

      lab.untilStanding(e -> e.name().equals("plane-down"));
    }
  }

  /** A door that was shut when its reader was killed is known to be open when it opens again. */
  @Test
  void aDoorWhoseReaderWasKilledOpensForAllToSee(@TempDir Path state) throws Exception {
    try (LoopbackLab lab = new LoopbackLab("facebook-2021", COMPRESSION, state)) {
      lab.untilEvent(answer("www.facebook.com", "NOERROR"));
      push(lab);
      lab.untilEvent(e -> e.name().equals("door-shut"));
      lab.kill("elsewhere");
      lab.cast("api")
          .operator()
          .instruct(new OperatorInstruction.Rollback(Optional.empty(), Via.ON_SITE, true));
      lab.untilEvent(e -> e.name().equals("rollback-finished"));

      lab.mark();
      lab.restart("elsewhere");

      lab.untilEvent(e -> e.name().equals("door-open"));
    }
  }
}
