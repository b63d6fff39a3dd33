package io.outagelab.configpush;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AuditTest {
  private final Inventory inventory = Bench.inventory(4, 2, "prn", "sjc", "lhr");
  private final Audit audit = new Audit(inventory, AuditBug.NONE);
  private final Audit buggy = new Audit(inventory, AuditBug.IGNORES_SELECTOR_ALL);

  @Test
  void passesADrainOfAsManyPlanesAsMayBeDrained() {
    assertThat(audit.audit(Changes.drainPlanes("c", 1, 2), Set.of()))
        .isEqualTo(
            new AuditResult.Passed("the audit counts 2 of 4 planes drained, 2 may be at once"));
  }

  @Test
  void countsPlanesThatAreDrainedAlready() {
    assertThat(findings(audit.audit(Changes.drainPlanes("c", 2, 3), Set.of("bb1.sjc"))))
        .containsExactly("3 of 4 planes would be drained, 2 may be at once");
    assertThat(audit.audit(Changes.drainPlanes("c", 1, 3), Set.of("bb1.sjc")))
        .isInstanceOf(AuditResult.Passed.class);
  }

  @Test
  void refusesToDrainEverything() {
    assertThat(findings(audit.audit(Changes.drainAll("c"), Set.of())))
        .containsExactly(
            "4 of 4 planes would be drained, 2 may be at once",
            "no plane would be left at prn, sjc, lhr");
  }

  @Test
  void refusesToTakeASitesLastPlane() {
    Audit generous = new Audit(Bench.inventory(2, 2, "prn", "sjc"), AuditBug.NONE);
    ChangeDocument rest =
        ChangeDocument.drain("c", Selector.only(List.of(2)), Selector.only(List.of("prn")), true);

    assertThat(findings(generous.audit(rest, Set.of("bb1.prn"))))
        .containsExactly("no plane would be left at prn");
  }

  @Test
  void neverRefusesToEndADrain() {
    ChangeDocument undrain = ChangeDocument.drain("c", Selector.all(), Selector.all(), false);

    assertThat(audit.audit(undrain, Set.of("bb1.prn", "bb2.prn", "bb3.prn", "bb4.prn")))
        .isEqualTo(new AuditResult.Passed("the change drains nothing"));
  }

  @Test
  void refusesWhatDoesNotExist() {
    ChangeDocument nowhere =
        ChangeDocument.drain("c", Selector.only(List.of(9)), Selector.only(List.of("xyz")), false);

    assertThat(findings(audit.audit(nowhere, Set.of())))
        .containsExactly("there is no plane 9, only 1 to 4", "there is no router at a site xyz");
    assertThat(findings(audit.audit(Changes.setting("c", "mtu", "9000"), Set.of())))
        .containsExactly("no router has a setting mtu, only drained");
    assertThat(findings(audit.audit(Changes.setting("c", "drained", "yes"), Set.of())))
        .containsExactly("drained is false or true, not yes");
  }

  @Test
  void refusesAnEmptySelection() {
    assertThat(findings(audit.audit(Changes.drainPlanes("c"), Set.of())))
        .containsExactly("it selects no router");
  }

  @Test
  void withTheBugAllSlipsThroughAndTheSamePlanesByNameDoNot() {
    assertThat(buggy.audit(Changes.drainAll("c"), Set.of()))
        .isEqualTo(
            new AuditResult.Passed("the audit counts 0 of 4 planes drained, 2 may be at once"));
    assertThat(findings(buggy.audit(Changes.drainPlanes("c", 1, 2, 3, 4), Set.of())))
        .first()
        .isEqualTo("4 of 4 planes would be drained, 2 may be at once");
  }

  private static List<String> findings(AuditResult result) {
    return switch (result) {
      case AuditResult.Passed passed -> List.of();
      case AuditResult.Refused refused -> refused.findings();
    };
  }
}
