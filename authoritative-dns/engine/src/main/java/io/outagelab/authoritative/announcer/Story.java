package io.outagelab.authoritative.announcer;

import io.outagelab.core.Event;

/** What an announcer has to tell people, in words. */
record Story(AnnouncerConfig config) {
  /** It has become unhealthy after so many failed rounds. */
  SiteUnhealthy unhealthy(int failedRounds, boolean steppedBack) {
    String consequence =
        switch (config.policy().whenUnhealthy()) {
          case DEPREFERENCE ->
              steppedBack ? "stays the last choice" : "makes itself the last choice soon";
          case KEEP -> "keeps its announcements, as its rule says";
          case WITHDRAW -> steppedBack ? "does not announce its prefixes again" : withdraws();
        };
    return new SiteUnhealthy(
        config.service(),
        config.site(),
        "%s in %d rounds of probes".formatted(tooFew(), failedRounds),
        consequence);
  }

  private String tooFew() {
    if (config.policy().quorum() > 1) {
      return "fewer than %d of %d data centres answered well"
          .formatted(config.policy().quorum(), config.targets().size());
    }
    return switch (config.policy().whenBlind()) {
      case FAIL_CLOSED -> "no data centre answered";
      case FAIL_STATIC -> "no data centre answered that it is well";
    };
  }

  private String withdraws() {
    int keepLast = config.policy().keepLast();
    return keepLast == 0
        ? "withdraws its prefixes soon"
        : "withdraws its prefixes soon, if %d other sites stay".formatted(keepLast);
  }

  /** It has become healthy after so many good rounds. */
  SiteHealthy healthy(int goodRounds, boolean steppedBack) {
    return healthy(
        goodRounds,
        steppedBack ? "announces as before after its hold-down" : "its prefixes stayed announced",
        Event.Weight.STORY);
  }

  /** It has found itself as healthy as it was taken to be when it started. */
  SiteHealthy foundHealthy(int goodRounds) {
    return healthy(goodRounds, "announces its prefixes", Event.Weight.DETAIL);
  }

  private SiteHealthy healthy(int goodRounds, String consequence, Event.Weight weight) {
    String enough =
        config.policy().quorum() > 1
            ? "%d of %d data centres answered"
                .formatted(config.policy().quorum(), config.targets().size())
            : "a data centre answered";
    return new SiteHealthy(
        config.service(),
        config.site(),
        "%s in %d rounds of probes".formatted(enough, goodRounds),
        consequence,
        weight);
  }

  /** It has heard nothing in so many rounds. */
  SiteBlind blind(int blindRounds) {
    return new SiteBlind(
        config.service(),
        config.site(),
        "no data centre answered in %d rounds of probes, well or not".formatted(blindRounds),
        "stays as it is, as its rule says");
  }

  /** It hears of a data centre again. */
  SiteSighted sighted() {
    return new SiteSighted(
        config.service(), config.site(), "a data centre answers again", "goes by its answers");
  }

  /** It would withdraw, and stays. */
  KeptAmongLast kept(boolean bound) {
    return new KeptAmongLast(
        config.service(),
        config.site(),
        bound ? "has promised another site to stay" : tooFewStay(),
        "keeps its announcements for now");
  }

  /** It had withdrawn, and is needed again. */
  KeptAmongLast returned() {
    return new KeptAmongLast(
        config.service(), config.site(), tooFewStay(), "announces its prefixes again");
  }

  private String tooFewStay() {
    int keepLast = config.policy().keepLast();
    return keepLast == 1
        ? "no other site promises to stay"
        : "fewer than %d other sites promise to stay".formatted(keepLast);
  }
}
