package io.outagelab.world;

import static io.outagelab.world.yaml.Field.optional;
import static io.outagelab.world.yaml.Field.required;
import static io.outagelab.world.yaml.Shapes.choice;
import static io.outagelab.world.yaml.Shapes.lastOctets;
import static io.outagelab.world.yaml.Shapes.list;
import static io.outagelab.world.yaml.Shapes.name;
import static io.outagelab.world.yaml.Shapes.namedList;
import static io.outagelab.world.yaml.Shapes.reference;

import io.outagelab.core.net.IpAddress;
import io.outagelab.world.Placement.Container;
import io.outagelab.world.Placement.Part;
import io.outagelab.world.yaml.Field;
import io.outagelab.world.yaml.ObjectShape;
import io.outagelab.world.yaml.Place;
import io.outagelab.world.yaml.Problems;
import io.outagelab.world.yaml.Reading;
import io.outagelab.world.yaml.Shape;
import io.outagelab.world.yaml.Shapes;
import io.outagelab.world.yaml.YamlReader;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Reads the file of a world that says which container plays what. */
public final class PlacementLoader {
  /** The file's name, in the world's folder. */
  public static final String FILE = "containers.yaml";

  private PlacementLoader() {}

  /** The placement of this world, from its folder. */
  public static Placement load(World world) {
    Problems problems = new Problems();
    Path file = world.folder().resolve(FILE);
    Reading reading = Reading.of(new Place(file.toString(), 1), problems);
    world.dnsServices().forEach(service -> reading.define(Kinds.NAME_SERVER, service.name()));
    world.resolvers().forEach(resolver -> reading.define(Kinds.RESOLVER, resolver.name()));
    world.services().forEach(service -> reading.define(Kinds.SERVICE, service.name()));
    Optional<Placement> placement =
        YamlReader.read(file, problems).flatMap(node -> shape().read(node, reading));
    if (problems.isEmpty()) {
      placement.ifPresent(read -> check(read, world, reading));
    }
    problems.throwIfAny();
    return placement.orElseThrow(() -> new IllegalStateException("no placement in " + file));
  }

  /** The shape of any world's file. */
  static Shape<Placement> shape() {
    Field<List<Container>> containers =
        required("containers", namedList(container()), "The containers.");
    return ObjectShape.of(
        "Which container plays what, where the lab runs as containers.",
        List.of(containers),
        values -> new Placement(values.get(containers)));
  }

  private static Shape<Container> container() {
    Field<String> called = required("name", name(), "What it is called.");
    Field<Integer> at = required("at", lastOctets(), "The last two octets of its address.");
    Field<List<Part>> parts =
        optional("plays", list(choice(Part.class)), List.of(), "What it plays as a whole.");
    Field<List<String>> nameServers =
        optional(
            "name-servers",
            list(reference(Kinds.NAME_SERVER)),
            List.of(),
            "DNS services; of one played by several, the servers with this third octet.");
    Field<List<String>> resolvers =
        optional("resolvers", list(reference(Kinds.RESOLVER)), List.of(), "Resolvers.");
    Field<List<String>> services =
        optional(
            "services", list(reference(Kinds.SERVICE)), List.of(), "Front ends and back ends.");
    return ObjectShape.of(
        "A container.",
        List.of(called, at, parts, nameServers, resolvers, services),
        values ->
            new Container(
                values.get(called),
                values.get(at),
                Set.copyOf(values.get(parts)),
                values.get(nameServers),
                values.get(resolvers),
                values.get(services)));
  }

  private static void check(Placement placement, World world, Reading reading) {
    for (Part part : Part.values()) {
      played(placement, reading, Shapes.label(part), container -> container.plays(part));
    }
    world
        .resolvers()
        .forEach(r -> played(placement, reading, r.name(), c -> c.resolvers().contains(r.name())));
    world
        .services()
        .forEach(s -> played(placement, reading, s.name(), c -> c.services().contains(s.name())));
    world.dnsServices().forEach(service -> serversPlayed(placement, service, reading));
    addresses(placement, world, reading);
  }

  private interface Plays {
    boolean test(Container container);
  }

  private static void played(Placement placement, Reading reading, String what, Plays plays) {
    List<String> players =
        placement.containers().stream().filter(plays::test).map(Container::name).toList();
    if (players.size() != 1) {
      reading.problemAt(
          "containers",
          players.isEmpty() ? "nobody" : String.join(", ", players),
          "%s is played by one container".formatted(what));
    }
  }

  private static void serversPlayed(Placement placement, DnsService service, Reading reading) {
    List<Container> players = placement.nameServers(service.name());
    for (IpAddress address : service.addresses()) {
      if (!address.isIpv6() && Placement.server(players, address).isEmpty()) {
        reading.problemAt(
            "containers",
            address.toString(),
            "no container plays this server of %s: one that plays it has an address with its third"
                    .formatted(service.name())
                + " octet");
      }
    }
  }

  /** No two containers share an address, nor does one take that of a DNS server elsewhere. */
  private static void addresses(Placement placement, World world, Reading reading) {
    Map<Integer, String> owners = new HashMap<>();
    Map<IpAddress, Integer> listening = placement.listening(world);
    for (Container container : placement.containers()) {
      String before = owners.putIfAbsent(container.host(), container.name());
      boolean answers =
          Stream.of(container.nameServers(), container.resolvers()).anyMatch(l -> !l.isEmpty());
      String path = "containers[%s].at".formatted(container.name());
      if (before != null) {
        reading.problemAt(path, container.name(), "the address is that of " + before);
      } else if (answers && !isOneOfItsOwn(container, listening)) {
        reading.problemAt(path, container.name(), "no server that it plays has this address");
      }
    }
  }

  private static boolean isOneOfItsOwn(Container container, Map<IpAddress, Integer> listening) {
    return listening.entrySet().stream()
        .filter(entry -> entry.getValue() == container.host())
        .anyMatch(entry -> (entry.getKey().low() & 0xffff) == container.host());
  }
}
