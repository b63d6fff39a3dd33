package io.outagelab.assembly;

import io.outagelab.apps.AppEffect;
import io.outagelab.apps.AppInput;
import io.outagelab.apps.AppMonitor;
import io.outagelab.apps.AppMonitorConfig;
import io.outagelab.apps.Capacity;
import io.outagelab.apps.ClientCheck;
import io.outagelab.apps.ClientCheckConfig;
import io.outagelab.apps.ClientCheckConfig.Kind;
import io.outagelab.apps.CohortConfig;
import io.outagelab.apps.ColdStart;
import io.outagelab.apps.Crowd;
import io.outagelab.apps.NameProber;
import io.outagelab.apps.NameProberConfig;
import io.outagelab.apps.Need;
import io.outagelab.apps.Retry;
import io.outagelab.apps.Service;
import io.outagelab.apps.ServiceConfig;
import io.outagelab.assembly.PlacedNode.Role;
import io.outagelab.core.Machine;
import io.outagelab.core.dns.StubPolicy;
import io.outagelab.core.net.IpAddress;
import io.outagelab.core.rpc.Target;
import io.outagelab.world.AddressPlan;
import io.outagelab.world.Cohort;
import io.outagelab.world.Dependent;
import io.outagelab.world.ResolverNode;
import io.outagelab.world.ServiceNode;
import io.outagelab.world.World;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** Builds the apps and those who use them: services, doors, tools, watchers and the crowd. */
final class Apps {
  /** How long doors, tools and watchers wait for an answer, lookup included; real time. */
  private static final Duration CHECK_TIMEOUT = Duration.ofSeconds(8);

  private static final Duration CHECK_CAP = Duration.ofSeconds(4);

  /** A page that took longer than this felt slow; real time. */
  private static final Duration SLOW = Duration.ofSeconds(3);

  /** Load is averaged over this; world time. */
  private static final Duration BURST = Duration.ofMinutes(2);

  /** Caches are cold after standing still so long; world time. */
  private static final Duration IDLE_TO_COLD = Duration.ofMinutes(10);

  /** A watcher's verdict rests on the checks of so long; world time. */
  private static final Duration MONITOR_WINDOW = Duration.ofMinutes(3);

  /** A watcher reports a better state once it has lasted so long; world time. */
  private static final Duration MONITOR_STEADY = Duration.ofMinutes(5);

  private final Blueprint blueprint;
  private final World world;

  Apps(Blueprint blueprint) {
    this.blueprint = blueprint;
    this.world = blueprint.world();
  }

  /** All of them, services first. */
  List<PlacedNode> nodes() {
    List<PlacedNode> nodes = new ArrayList<>();
    for (ServiceNode service : world.services()) {
      service.sites().forEach(site -> nodes.add(service(service, site)));
    }
    world.doors().forEach(door -> nodes.add(check(Kind.DOOR, AddressPlan.Role.DOOR, door)));
    world.tools().forEach(tool -> nodes.add(check(Kind.TOOL, AddressPlan.Role.TOOL, tool)));
    world.publicResolvers().forEach(resolver -> nodes.add(watcher(resolver)));
    world.crowd().forEach(cohort -> nodes.add(cohort(cohort)));
    return nodes;
  }

  private PlacedNode service(ServiceNode service, String site) {
    String name = service.name() + "@" + site;
    IpAddress host = blueprint.host(AddressPlan.Role.SERVICE, service.name(), site);
    List<Need> needs =
        service.needs().stream()
            .map(
                need ->
                    new Need(
                        need.service(),
                        byName(need.service()),
                        need.required(),
                        need.timeout(),
                        Duration.ZERO))
            .toList();
    Capacity capacity =
        new Capacity(
            service.capacity() * blueprint.scale().compression(), blueprint.scale().scaled(BURST));
    Optional<ColdStart> cold =
        service
            .cold()
            .map(
                start ->
                    new ColdStart(
                        start.fraction(),
                        blueprint.scale().scaled(IDLE_TO_COLD),
                        blueprint.scale().scaled(start.warmUp())));
    ServiceConfig config =
        ServiceConfig.plain(service.name(), site, host)
            .needing(service.resolver().map(resolver -> blueprint.stub(resolver, true)), needs)
            .limitedTo(capacity, cold);
    List<IpAddress> addresses = new ArrayList<>(blueprint.onSockets(service.addresses()));
    addresses.add(host);
    return placed(name, Role.SERVICE, site, addresses, new Service(config, random(name)));
  }

  private PlacedNode check(Kind kind, AddressPlan.Role role, Dependent client) {
    String name = client.name();
    IpAddress host = blueprint.host(role, name, client.site());
    ClientCheckConfig config =
        new ClientCheckConfig(
            kind,
            name,
            host,
            byName(client.service()),
            Optional.of(blueprint.stub(client.resolver(), true)),
            blueprint.scale().scaled(client.interval()),
            checkTimeout());
    return placed(
        name, Role.CLIENT, client.site(), List.of(host), new ClientCheck(config, random(name)));
  }

  /**
   * What watches from a resolver's site: the names through that resolver and, where most users are,
   * every app through all of them.
   */
  private PlacedNode watcher(ResolverNode resolver) {
    String site = resolver.sites().getFirst();
    String name = "watch@" + resolver.name();
    IpAddress host = blueprint.host(AddressPlan.Role.MONITOR, resolver.name(), site);
    Duration interval = blueprint.scale().scaled(world.monitors().interval());
    List<Machine<AppInput, AppEffect>> players = new ArrayList<>();
    players.add(
        new NameProber(
            new NameProberConfig(
                resolver.name(),
                host,
                blueprint.stub(resolver.name(), false),
                world.monitors().names(),
                interval),
            random(name)));
    if (resolver.name().equals(busiest())) {
      world.apps().forEach(app -> players.add(monitor(app, host, interval)));
    }
    return new PlacedNode(name, Role.CLIENT, site, List.of(host), new AppNode(players));
  }

  /** The public resolver that most users ask; the first of several. */
  private String busiest() {
    String busiest = "";
    long most = -1;
    for (ResolverNode resolver : world.publicResolvers()) {
      long users =
          world.crowd().stream()
              .filter(cohort -> cohort.resolver().equals(resolver.name()))
              .mapToLong(Cohort::users)
              .sum();
      if (users > most) {
        busiest = resolver.name();
        most = users;
      }
    }
    return busiest;
  }

  private AppMonitor monitor(ServiceNode app, IpAddress host, Duration interval) {
    List<StubPolicy> vantages =
        world.publicResolvers().stream()
            .map(resolver -> blueprint.stub(resolver.name(), true))
            .toList();
    return new AppMonitor(
        new AppMonitorConfig(
            app.name(),
            host,
            byName(app.name()),
            vantages,
            interval,
            checkTimeout(),
            blueprint.scale().scaled(MONITOR_WINDOW),
            blueprint.scale().scaled(MONITOR_STEADY)),
        random("monitor:" + app.name()));
  }

  private PlacedNode cohort(Cohort cohort) {
    String site = world.resolver(cohort.resolver()).sites().getFirst();
    IpAddress host = blueprint.host(AddressPlan.Role.COHORT, cohort.name(), site);
    CohortConfig config =
        new CohortConfig(
            cohort.name(),
            cohort.app(),
            cohort.resolver(),
            host,
            byName(cohort.app()),
            blueprint.stub(cohort.resolver(), true),
            cohort.users(),
            cohort.samples(),
            blueprint.scale().scaled(cohort.thinkTime()),
            cohort.timeout(),
            SLOW,
            new Retry(
                blueprint.scale().scaled(cohort.retry().first()),
                blueprint.scale().scaled(cohort.retry().max())),
            blueprint.reportInterval(),
            Blueprint.REPORT_INTERVAL);
    return placed(
        cohort.name(), Role.CLIENT, site, List.of(host), new Crowd(config, random(cohort.name())));
  }

  private Duration checkTimeout() {
    return blueprint.scale().capped(CHECK_TIMEOUT, CHECK_CAP);
  }

  private Target byName(String service) {
    return new Target.Named(world.service(service).nameInDns(), Service.PORT);
  }

  private RandomGenerator random(String name) {
    return blueprint.seeds().of(name);
  }

  private static PlacedNode placed(
      String name,
      Role role,
      String site,
      List<IpAddress> addresses,
      Machine<AppInput, AppEffect> machine) {
    return new PlacedNode(name, role, site, addresses, new AppNode(machine));
  }
}
