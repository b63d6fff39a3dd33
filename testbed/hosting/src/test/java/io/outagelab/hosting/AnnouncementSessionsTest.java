package io.outagelab.hosting;

import static io.outagelab.hosting.Steps.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status;
import io.outagelab.core.net.Prefix;
import io.outagelab.hosting.AnnouncementSessions.Origin;
import io.outagelab.hosting.AnnouncementSessions.Terms;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AnnouncementSessionsTest {
  private static final Origin ORIGIN = new Origin("sjc", Prefix.of("129.134.30.0/24"));
  private static final Origin OTHER = new Origin("sjc", Prefix.of("129.134.31.0/24"));

  private final List<String> told = new ArrayList<>();
  private final AnnouncementSessions sessions =
      new AnnouncementSessions(
          (origin, terms) ->
              told.add(
                  origin.prefix()
                      + " "
                      + terms.map(t -> Integer.toString(t.preference())).orElse("retracted")));

  private static Terms terms(int preference) {
    return new Terms(preference, Optional.empty());
  }

  @Test
  void aPrefixStandsAsLongAsAnySessionAnnouncesIt() {
    sessions.open("a");
    sessions.open("b");
    sessions.announce("a", ORIGIN, terms(100));
    sessions.announce("b", ORIGIN, terms(100));

    told.clear();

    sessions.withdraw("a", ORIGIN);
    assertThat(told).isEmpty();

    sessions.withdraw("b", ORIGIN);
    assertThat(told).containsExactly("129.134.30.0/24 retracted");
  }

  @Test
  void theHighestPreferenceCountsOfThoseThatAreLeft() {
    sessions.open("a");
    sessions.open("b");
    sessions.announce("a", ORIGIN, terms(100));
    sessions.announce("b", ORIGIN, terms(300));
    sessions.announce("a", ORIGIN, terms(200));
    assertThat(told)
        .containsExactly("129.134.30.0/24 100", "129.134.30.0/24 300", "129.134.30.0/24 300");
    told.clear();

    sessions.end("b");

    assertThat(told).containsExactly("129.134.30.0/24 200");
  }

  @Test
  void aSessionTakesWhatItAnnouncedWithIt() {
    sessions.open("a");
    sessions.announce("a", ORIGIN, terms(100));
    sessions.announce("a", OTHER, terms(100));
    told.clear();

    sessions.end("a");
    sessions.end("a");

    assertThat(told).containsExactly("129.134.30.0/24 retracted", "129.134.31.0/24 retracted");
  }

  @Test
  void aWithdrawalOfNothingChangesNothing() {
    sessions.open("a");
    sessions.open("b");
    sessions.announce("a", ORIGIN, terms(100));
    told.clear();

    sessions.withdraw("b", ORIGIN);

    assertThat(told).isEmpty();
  }

  @Test
  void sessionsBeyondTheBoundAreRefusedUntilOneEnds() {
    IntStream.range(0, Replies.MAX_CALLS).forEach(i -> sessions.open("session " + i));

    assertRefused(Status.Code.RESOURCE_EXHAUSTED, "under way", () -> sessions.open("one too many"));

    sessions.end("session 0");
    sessions.open("another");
  }

  @Test
  void aSessionThatIsNotOpenIsRefused() {
    assertRefused(
        Status.Code.FAILED_PRECONDITION, "'a'", () -> sessions.announce("a", ORIGIN, terms(100)));
    assertRefused(Status.Code.FAILED_PRECONDITION, "'a'", () -> sessions.withdraw("a", ORIGIN));
  }
}
