package io.outagelab.assembly;

import io.outagelab.assembly.Status.AppStatus;
import io.outagelab.assembly.Status.BackboneStatus;
import io.outagelab.assembly.Status.BgpStatus;
import io.outagelab.assembly.Status.NameServerSite;
import io.outagelab.assembly.Status.ResolverStatus;
import io.outagelab.core.Event;
import io.outagelab.core.Layer;
import io.outagelab.core.dns.DnsNames;
import io.outagelab.core.net.IpAddress;
import io.outagelab.core.net.Prefix;
import io.outagelab.world.DnsService;
import io.outagelab.world.ResolverNode;
import io.outagelab.world.ServiceNode;
import io.outagelab.world.World;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Folds a lab's events into what is true now. It reads events alone, so it says the same in every
 * mode; before the first event everything is as an undisturbed lab starts.
 */
public final class StatusBoard {
  private static final String UNKNOWN = "unknown";

  private final World world;
  private final SortedSet<String> linksDown = new TreeSet<>();
  private final SortedSet<String> planesDown = new TreeSet<>();
  private final SortedSet<String> isolated = new TreeSet<>();
  private final SortedSet<String> unhealthy = new TreeSet<>();
  private final SortedMap<String, SortedSet<String>> sitesByPrefix = new TreeMap<>();
  private final SortedMap<String, SortedSet<String>> prefixesBySite = new TreeMap<>();
  private final SortedMap<String, SortedMap<String, String>> answers = new TreeMap<>();
  private final SortedMap<String, AppStatus> apps = new TreeMap<>();
  private final SortedMap<String, Boolean> doors = new TreeMap<>();
  private final SortedMap<String, Boolean> tools = new TreeMap<>();

  /** The board of an undisturbed lab. */
  public StatusBoard(World world) {
    this.world = world;
    world.doors().forEach(door -> doors.put(door.name(), true));
    world.tools().forEach(tool -> tools.put(tool.name(), true));
    for (ServiceNode app : world.apps()) {
      apps.put(app.name(), new AppStatus(app.name(), UNKNOWN, "none", 0));
    }
    world.publicResolvers().forEach(resolver -> answers.put(resolver.name(), new TreeMap<>()));
  }

  /** Takes in one event. Returns whether the board shows anything else since. */
  public boolean accept(Happening happening) {
    var event = happening.event();
    Map<String, String> read = event.attributes();
    return switch (event.name()) {
      case "link-down" -> linksDown.add(event.subject());
      case "link-up" -> linksDown.remove(event.subject());
      case "plane-down" -> planesDown.add(event.subject());
      case "plane-up" -> planesDown.remove(event.subject());
      case "site-isolated" -> isolated.add(event.subject());
      case "site-connected" -> isolated.remove(event.subject());
      case "site-unhealthy" -> unhealthy.add(event.subject());
      case "site-healthy" -> unhealthy.remove(event.subject());
      case "prefix-originated" -> among(sitesByPrefix, prefix(read)).add(at(read));
      case "prefix-retracted" -> among(sitesByPrefix, prefix(read)).remove(at(read));
      case "route-gained", "route-changed" -> among(prefixesBySite, at(read)).add(prefix(read));
      case "route-lost" -> among(prefixesBySite, at(read)).remove(prefix(read));
      case "answer-changed" -> answered(read);
      case "app-changed" -> appChanged(event.subject(), read);
      case "door-shut" -> changes(doors, event.subject(), false);
      case "door-open" -> changes(doors, event.subject(), true);
      case "tool-down" -> changes(tools, event.subject(), false);
      case "tool-up" -> changes(tools, event.subject(), true);
      default -> false;
    };
  }

  /**
   * What a board, or a history of pushes, shows by this event: a later event of the same topic
   * takes its place. Empty for events that pass and leave nothing to show.
   */
  public static Optional<String> topic(Event event) {
    String subject = event.subject();
    if (event.layer() == Layer.OPERATOR && event.attributes().containsKey("change")) {
      return Optional.of("change " + subject);
    }
    return switch (event.name()) {
      case "link-down", "link-up" -> Optional.of("link " + subject);
      case "plane-down", "plane-up" -> Optional.of("plane " + subject);
      case "site-isolated", "site-connected" -> Optional.of("site " + subject);
      case "site-unhealthy", "site-healthy" -> Optional.of("health " + subject);
      case "prefix-originated", "prefix-retracted" -> Optional.of("origin " + subject);
      case "route-gained", "route-changed", "route-lost" -> Optional.of("route " + subject);
      case "answer-changed" -> Optional.of("answer " + subject);
      case "app-changed" -> Optional.of("app " + subject);
      case "door-shut", "door-open" -> Optional.of("door " + subject);
      case "tool-down", "tool-up" -> Optional.of("tool " + subject);
      default -> Optional.empty();
    };
  }

  private static String at(Map<String, String> read) {
    return read.getOrDefault("site", "");
  }

  private static String prefix(Map<String, String> read) {
    return read.getOrDefault("prefix", "");
  }

  private static SortedSet<String> among(SortedMap<String, SortedSet<String>> sets, String key) {
    return sets.computeIfAbsent(key, any -> new TreeSet<>());
  }

  private static <V> boolean changes(SortedMap<String, V> shown, String key, V value) {
    return !value.equals(shown.put(key, value));
  }

  private boolean answered(Map<String, String> read) {
    return changes(
        answers.computeIfAbsent(read.getOrDefault("resolver", ""), any -> new TreeMap<>()),
        read.getOrDefault("name", ""),
        read.getOrDefault("to", UNKNOWN));
  }

  private boolean appChanged(String app, Map<String, String> read) {
    return changes(
        apps,
        app,
        new AppStatus(
            app,
            read.getOrDefault("state", UNKNOWN),
            read.getOrDefault("cause", "none"),
            Double.parseDouble(read.getOrDefault("ratio", "0"))));
  }

  /** Long-haul links that are up. */
  public int linksUp() {
    return linksTotal() - linksDown.size();
  }

  /** All long-haul links. */
  public int linksTotal() {
    return world.backbone().planes() * world.backbone().spans().size();
  }

  /** The planes with no link up. */
  public SortedSet<String> planesDown() {
    return planesDown;
  }

  /** The sites cut off from all others of their AS. */
  public SortedSet<String> isolatedSites() {
    return isolated;
  }

  /** The instances of name-server services that are unhealthy, as {@code service@site}. */
  public SortedSet<String> unhealthyNameServerSites() {
    return unhealthy;
  }

  /** The sites that originate this prefix. */
  public Set<String> originators(Prefix prefix) {
    return sitesByPrefix.getOrDefault(prefix.toString(), new TreeSet<>());
  }

  /** Whether the site's router has a route for exactly this prefix. */
  public boolean isSeenBy(String site, Prefix prefix) {
    return prefixesBySite.getOrDefault(site, new TreeSet<>()).contains(prefix.toString());
  }

  /** What the resolver last answered for the name; {@code unknown} if it was not asked yet. */
  public String answer(String resolver, String name) {
    return answers.getOrDefault(resolver, new TreeMap<>()).getOrDefault(name, UNKNOWN);
  }

  /** How the app is. */
  public AppStatus app(String app) {
    return apps.getOrDefault(app, new AppStatus(app, UNKNOWN, "none", 0));
  }

  /** Whether the door opens. */
  public boolean isDoorOpen(String door) {
    return doors.getOrDefault(door, true);
  }

  /** Whether the tool works. */
  public boolean isToolUp(String tool) {
    return tools.getOrDefault(tool, true);
  }

  /** Everything at once. */
  public Status status(Mode mode, Duration time, int compression, Addressing addressing) {
    return new Status(
        world.name(),
        mode,
        time,
        compression,
        world.mitigations(),
        new BackboneStatus(linksUp(), linksTotal(), List.copyOf(planesDown), List.copyOf(isolated)),
        bgp(),
        nameServerSites(),
        resolvers(addressing),
        world.apps().stream().map(app -> app(app.name())).toList(),
        new TreeMap<>(doors),
        new TreeMap<>(tools));
  }

  private BgpStatus bgp() {
    List<Prefix> watched = watchedPrefixes();
    List<String> withdrawn =
        watched.stream()
            .filter(prefix -> originators(prefix).isEmpty())
            .map(Prefix::toString)
            .toList();
    return new BgpStatus(watched.size() - withdrawn.size(), watched.size(), withdrawn);
  }

  private List<Prefix> watchedPrefixes() {
    return world.dnsServices().stream()
        .filter(service -> service.health().isPresent())
        .flatMap(service -> service.announces().stream())
        .distinct()
        .toList();
  }

  private List<NameServerSite> nameServerSites() {
    List<NameServerSite> sites = new ArrayList<>();
    for (DnsService service : world.dnsServices()) {
      List<String> addresses = service.addresses().stream().map(IpAddress::toString).toList();
      for (String site : service.sites()) {
        boolean announcing =
            service.announces().stream().allMatch(p -> originators(p).contains(site));
        boolean healthy = !unhealthy.contains(service.name() + "@" + site);
        sites.add(new NameServerSite(service.name(), site, addresses, announcing, healthy));
      }
    }
    return sites;
  }

  private List<ResolverStatus> resolvers(Addressing addressing) {
    List<ResolverStatus> all = new ArrayList<>();
    for (ResolverNode resolver : world.publicResolvers()) {
      SortedMap<String, String> names = new TreeMap<>();
      world
          .monitors()
          .names()
          .forEach(
              name -> {
                String text = DnsNames.display(name);
                names.put(text, answer(resolver.name(), text));
              });
      IpAddress published = resolver.addresses().getFirst();
      all.add(
          new ResolverStatus(
              resolver.name(),
              addressing.toLab(published).toString(),
              published.toString(),
              names));
    }
    return all;
  }
}
