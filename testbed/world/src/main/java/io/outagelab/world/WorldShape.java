package io.outagelab.world;

import static io.outagelab.world.yaml.Field.maybe;
import static io.outagelab.world.yaml.Field.optional;
import static io.outagelab.world.yaml.Field.required;
import static io.outagelab.world.yaml.Shapes.duration;
import static io.outagelab.world.yaml.Shapes.instant;
import static io.outagelab.world.yaml.Shapes.integer;
import static io.outagelab.world.yaml.Shapes.list;
import static io.outagelab.world.yaml.Shapes.name;
import static io.outagelab.world.yaml.Shapes.namedList;
import static io.outagelab.world.yaml.Shapes.reference;
import static io.outagelab.world.yaml.Shapes.text;

import io.outagelab.core.net.IpAddress;
import io.outagelab.core.net.Prefix;
import io.outagelab.world.Operations.AuditBug;
import io.outagelab.world.Operations.Controller;
import io.outagelab.world.Operations.OnSite;
import io.outagelab.world.Operations.Operator;
import io.outagelab.world.Operations.OutOfBand;
import io.outagelab.world.Operations.Rollout;
import io.outagelab.world.yaml.Field;
import io.outagelab.world.yaml.ObjectShape;
import io.outagelab.world.yaml.Reading;
import io.outagelab.world.yaml.Shape;
import io.outagelab.world.yaml.Values;
import io.outagelab.world.yaml.YamlNode;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.xbill.DNS.Name;

/** The shape of a whole world file. */
final class WorldShape {
  private static final int MAX_COMPRESSION = 3_600;

  private static final BackbonePlan NO_BACKBONE =
      new BackbonePlan(1, 1, 0, Prefix.of("192.0.2.0/24"), List.of());

  private static final Operations NO_OPERATIONS =
      new Operations(
          new Controller(
              "",
              IpAddress.of("192.0.2.1"),
              Name.root,
              AuditBug.NONE,
              new Rollout(Rollout.Strategy.ALL_AT_ONCE, Duration.ZERO, Optional.empty())),
          new Operator("", ""),
          new OutOfBand(false, List.of()),
          OnSite.DEFAULT);

  private final Field<String> name = required("world", name(), "What the world is called.");
  private final Field<String> title = optional("title", text(), "", "One line for people.");
  private final Field<Instant> epoch = required("epoch", instant(), "The instant of time zero.");
  private final Field<Integer> compression =
      optional(
          "compression",
          integer(1, MAX_COMPRESSION),
          1,
          "How many times faster than the world the live modes run.");
  private final Field<String> guest =
      required(
          "guest", reference(Kinds.SITE), "The site where packets from outside the lab stand.");
  private final Field<List<Site>> sites =
      required("sites", NetworkShapes.sites(), "Every site, by name; each has one router.");
  private final Field<BackbonePlan> backbone =
      required("backbone", NetworkShapes.backbone(), "The planes between the sites of one AS.");
  private final Field<BgpTimers> bgp =
      optional("bgp", NetworkShapes.bgp(), BgpTimers.DEFAULT, "The timers of every router.");
  private final Field<List<Peering>> peerings =
      required("peerings", list(NetworkShapes.peering()), "The eBGP links.");
  private final Field<List<StaticPrefix>> prefixes =
      optional(
          "prefixes",
          list(NetworkShapes.staticPrefix()),
          List.of(),
          "What routers originate whatever happens.");
  private final Field<List<DnsService>> dnsServices;
  private final Field<List<ResolverNode>> resolvers =
      required("resolvers", namedList(DnsShapes.resolver()), "The recursive resolvers.");
  private final Field<List<ServiceNode>> services =
      optional("services", namedList(AppShapes.service()), List.of(), "Front ends and back ends.");
  private final Field<List<Dependent>> doors =
      optional("doors", namedList(AppShapes.door()), List.of(), "The door readers.");
  private final Field<List<Dependent>> tools =
      optional("tools", namedList(AppShapes.tool()), List.of(), "The operators' own tools.");
  private final Field<Monitors> monitors =
      optional("monitors", AppShapes.monitors(), Monitors.NONE, "What is watched.");
  private final Field<List<Cohort>> crowd =
      optional("crowd", namedList(AppShapes.cohort()), List.of(), "The users.");
  private final Field<Operations> operations =
      required("operations", OperationsShapes.operations(), "The controller and the people.");
  private final Field<Optional<Duration>> minTtl =
      maybe("zone-ttl", zoneTtl(), "Raises the TTLs of every record served.");

  private final ObjectShape<World> shape;
  private final Path file;

  WorldShape(Path folder, Path file, List<String> mitigations) {
    this.file = file;
    dnsServices =
        required("dns-services", namedList(DnsShapes.dnsService(folder)), "The name servers.");
    shape =
        ObjectShape.of(
            "A world: the sites, links, nodes, zones, apps and people that a lab plays.",
            List.of(
                name,
                title,
                epoch,
                compression,
                guest,
                sites,
                backbone,
                bgp,
                peerings,
                prefixes,
                dnsServices,
                resolvers,
                services,
                doors,
                tools,
                monitors,
                crowd,
                operations,
                minTtl),
            values -> draft(values, mitigations));
  }

  private static Shape<Duration> zoneTtl() {
    Field<Duration> min = required("min", duration(Duration.ZERO), "No TTL is lower; world time.");
    return ObjectShape.of("The TTLs of every zone.", List.of(min), values -> values.get(min));
  }

  /** The shape itself, for its schema. */
  Shape<World> shape() {
    return shape;
  }

  /**
   * The world as far as it can be read: where something top-level cannot, a stand-in takes its
   * place, so that the rest can be checked. Sound only if the reading has no problems.
   */
  Optional<World> readDraft(YamlNode node, Reading reading, List<String> mitigations) {
    return shape.readFields(node, reading).map(values -> draft(values, mitigations));
  }

  private World draft(Values values, List<String> mitigations) {
    return new World(
        values.find(name).orElse("unnamed"),
        values.find(title).orElse(""),
        file,
        mitigations,
        values.find(epoch).orElse(Instant.EPOCH),
        values.find(compression).orElse(1),
        values.find(guest).orElse(""),
        values.find(sites).orElse(List.of()),
        values.find(backbone).orElse(NO_BACKBONE),
        values.find(bgp).orElse(BgpTimers.DEFAULT),
        values.find(peerings).orElse(List.of()),
        values.find(prefixes).orElse(List.of()),
        values.find(dnsServices).orElse(List.of()),
        values.find(resolvers).orElse(List.of()),
        values.find(services).orElse(List.of()),
        values.find(doors).orElse(List.of()),
        values.find(tools).orElse(List.of()),
        values.find(monitors).orElse(Monitors.NONE),
        values.find(crowd).orElse(List.of()),
        values.find(operations).orElse(NO_OPERATIONS),
        values.find(minTtl).orElse(Optional.empty()));
  }
}
