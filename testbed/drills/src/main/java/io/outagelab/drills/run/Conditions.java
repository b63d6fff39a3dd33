package io.outagelab.drills.run;

import io.outagelab.assembly.Status.AppStatus;
import io.outagelab.assembly.StatusBoard;
import io.outagelab.drills.language.Choice;
import io.outagelab.drills.language.Condition;
import io.outagelab.drills.language.Condition.Answer;
import io.outagelab.drills.language.Condition.AppState;
import io.outagelab.drills.language.Condition.Links;
import io.outagelab.drills.run.Finding.Truth;
import io.outagelab.world.Dependent;
import io.outagelab.world.DnsService;
import io.outagelab.world.ResolverNode;
import io.outagelab.world.ServiceNode;
import io.outagelab.world.Site;
import io.outagelab.world.SiteKind;
import io.outagelab.world.World;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Says whether conditions hold, by what the board shows and what was sighted. */
final class Conditions {
  private static final String UNKNOWN = "unknown";

  private final World world;
  private final StatusBoard board;
  private final Sightings sightings;
  private final List<Condition> steadyState;

  Conditions(World world, StatusBoard board, Sightings sightings, List<Condition> steadyState) {
    this.world = world;
    this.board = board;
    this.sightings = sightings;
    this.steadyState = steadyState;
  }

  /** Whether the condition holds now; only events after the mark count as observed. */
  Finding find(Condition condition, long mark) {
    return switch (condition) {
      case Condition.Resolve resolve -> resolve(resolve);
      case Condition.Bgp bgp -> bgp(bgp);
      case Condition.App app -> app(app);
      case Condition.Backbone backbone -> backbone(backbone);
      case Condition.Dns dns -> dns(dns);
      case Condition.Doors doors -> doors(doors);
      case Condition.Tools tools -> tools(tools);
      case Condition.Observed observed -> sightings.find(observed, mark);
      case Condition.SteadyState steady -> wholeSteadyState(mark);
    };
  }

  /** Whether every condition of the steady state holds now. */
  Finding steadyState() {
    return find(new Condition.SteadyState(), 0);
  }

  private Finding wholeSteadyState(long mark) {
    Finding found = Finding.all(steadyState.stream().map(part -> find(part, mark)).toList());
    return found.holds() ? Finding.of(true, "steady state") : found;
  }

  private static Finding over(
      Choice choice, List<String> everyone, Function<String, Finding> find) {
    List<Finding> findings = choice.among(everyone).stream().map(find).toList();
    return choice instanceof Choice.Any ? Finding.any(findings) : Finding.all(findings);
  }

  private Finding resolve(Condition.Resolve resolve) {
    List<String> resolvers = world.publicResolvers().stream().map(ResolverNode::name).toList();
    return over(resolve.from(), resolvers, resolver -> answer(resolver, resolve));
  }

  private Finding answer(String resolver, Condition.Resolve resolve) {
    String answer = board.answer(resolver, resolve.name());
    if (answer.equals(UNKNOWN)) {
      return new Finding(Truth.UNKNOWN, resolver + " was not asked yet for " + resolve.name());
    }
    boolean matches =
        resolve.expect() == Answer.FAILING
            ? !answer.equals(Answer.NOERROR.label())
            : answer.equals(resolve.expect().label());
    return Finding.of(matches, "%s from %s for %s".formatted(answer, resolver, resolve.name()));
  }

  private Finding bgp(Condition.Bgp bgp) {
    List<String> outside = world.sites(SiteKind.OUTSIDE).stream().map(Site::name).toList();
    return over(bgp.seenBy(), outside, site -> routes(site, bgp));
  }

  private Finding routes(String site, Condition.Bgp bgp) {
    long there = bgp.prefixes().stream().filter(prefix -> board.isSeenBy(site, prefix)).count();
    int all = bgp.prefixes().size();
    String seen =
        all == 1
            ? (there == 1 ? "a route to %s at %s" : "no route to %s at %s")
                .formatted(bgp.called(), site)
            : "%d of %d routes of %s at %s".formatted(there, all, bgp.called(), site);
    return Finding.of(there == (bgp.announced() ? all : 0), seen);
  }

  private Finding app(Condition.App condition) {
    List<String> apps = world.apps().stream().map(ServiceNode::name).toList();
    return over(condition.apps(), apps, app -> app(app, condition));
  }

  private Finding app(String name, Condition.App condition) {
    AppStatus app = board.app(name);
    if (app.state().equals(UNKNOWN)) {
      return new Finding(Truth.UNKNOWN, name + " was not used yet");
    }
    boolean state =
        condition.expect() == AppState.FAILING
            ? !app.state().equals(AppState.UP.label())
            : app.state().equals(condition.expect().label());
    boolean cause = condition.cause().map(app.cause()::equals).orElse(true);
    String why = app.cause().equals("none") ? "" : " (%s)".formatted(app.cause());
    return Finding.of(state && cause, "%s is %s%s".formatted(name, app.state(), why));
  }

  private Finding backbone(Condition.Backbone backbone) {
    List<Finding> parts = new ArrayList<>();
    backbone.linksUp().ifPresent(links -> parts.add(links(links)));
    backbone.sitesIsolated().ifPresent(sites -> parts.add(isolated(sites)));
    return Finding.all(parts);
  }

  private Finding links(Links wanted) {
    int up = board.linksUp();
    boolean matches =
        switch (wanted) {
          case Links.All all -> up == board.linksTotal();
          case Links.Exactly exactly -> up == exactly.links();
        };
    return Finding.of(matches, "%d of %d links up".formatted(up, board.linksTotal()));
  }

  private Finding isolated(Choice wanted) {
    List<String> onBackbone =
        world.sites().stream().map(Site::name).filter(world::isOnBackbone).toList();
    int cut = board.isolatedSites().size();
    String seen = cut == 0 ? "no site cut off" : cut + " sites cut off";
    boolean none = wanted instanceof Choice.These these && these.names().isEmpty();
    return Finding.of(
        none ? cut == 0 : board.isolatedSites().containsAll(wanted.among(onBackbone)), seen);
  }

  private Finding dns(Condition.Dns dns) {
    DnsService service =
        world.dnsServices().stream()
            .filter(candidate -> candidate.name().equals(dns.service()))
            .findFirst()
            .orElseThrow(() -> new IllegalStateException("no service " + dns.service()));
    return over(dns.sites(), service.sites(), site -> instance(service, site, dns));
  }

  private Finding instance(DnsService service, String site, Condition.Dns dns) {
    List<Finding> parts = new ArrayList<>();
    String instance = service.name() + "@" + site;
    boolean healthy = !board.unhealthyNameServerSites().contains(instance);
    dns.healthy()
        .ifPresent(
            wanted ->
                parts.add(
                    Finding.of(
                        healthy == wanted, instance + (healthy ? " healthy" : " unhealthy"))));
    boolean announcing =
        service.announces().stream().allMatch(prefix -> board.originators(prefix).contains(site));
    dns.announcing()
        .ifPresent(
            wanted ->
                parts.add(
                    Finding.of(
                        announcing == wanted,
                        instance + (announcing ? " announcing" : " not announcing"))));
    return Finding.all(parts);
  }

  private Finding doors(Condition.Doors doors) {
    return working(
        world.doors().stream().map(Dependent::name).toList(),
        doors.open(),
        door -> Finding.of(board.isDoorOpen(door), door + opens(board.isDoorOpen(door))));
  }

  private static String opens(boolean open) {
    return open ? " opens" : " is shut";
  }

  private Finding tools(Condition.Tools tools) {
    return working(
        world.tools().stream().map(Dependent::name).toList(),
        tools.up(),
        tool -> Finding.of(board.isToolUp(tool), tool + works(board.isToolUp(tool))));
  }

  private static String works(boolean up) {
    return up ? " works" : " is down";
  }

  /** Every one works; or, if that is not wanted, at least one does not. */
  private static Finding working(List<String> all, boolean wanted, Function<String, Finding> find) {
    Finding every = Finding.all(all.stream().map(find).toList());
    return wanted ? every : every.negated();
  }
}
