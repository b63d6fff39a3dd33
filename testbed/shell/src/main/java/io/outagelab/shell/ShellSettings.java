package io.outagelab.shell;

import io.outagelab.core.LabConfigurationException;
import io.outagelab.core.net.Prefix;
import io.outagelab.hosting.HostingSettings;
import io.outagelab.hosting.OperatorToken;
import io.outagelab.world.Placement;
import io.outagelab.world.Placement.Container;
import io.outagelab.world.PlacementLoader;
import io.outagelab.world.World;
import io.outagelab.world.WorldLoader;
import io.outagelab.world.yaml.Shapes;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Makes of a shell's environment what its process hosts, or says everything that is wrong. */
final class ShellSettings {
  private static final int MAX_COMPRESSION = 3_600;
  private static final int MAX_PORT = 65_535;
  private static final String OCTET = "(25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])";
  private static final Pattern NET = Pattern.compile(OCTET + "\\." + OCTET);

  private final ShellConfig config;
  private final List<String> problems = new ArrayList<>();

  private ShellSettings(ShellConfig config) {
    this.config = config;
  }

  /**
   * The settings that this environment asks for.
   *
   * @throws LabConfigurationException with one line for each thing that is wrong
   */
  static HostingSettings of(ShellConfig config) {
    return new ShellSettings(config).read();
  }

  private HostingSettings read() {
    long seed = number("LAB_SEED", config.seed(), Long.MIN_VALUE, Long.MAX_VALUE);
    int dnsPort = (int) number("LAB_DNS_PORT", config.dnsPort(), 1, MAX_PORT);
    int grpcPort = (int) number("LAB_GRPC_PORT", config.grpcPort(), 1, MAX_PORT);
    Optional<Integer> compression =
        config.compression().map(text -> (int) number("LAB_COMPRESSION", text, 1, MAX_COMPRESSION));
    if (!NET.matcher(config.net()).matches()) {
      problem("LAB_NET", config.net(), "the first two octets of an IPv4 address, such as 10.53");
    }
    Path folder = path("LAB_WORLD", config.world());
    Path state = path("LAB_STATE", config.state());
    Path tokenFile = path("LAB_TOKEN_FILE", config.tokenFile());
    if (config.container().isEmpty()) {
      problems.add("LAB_CONTAINER: not set: the name of a container in the world's placement");
    }
    throwIfAny();

    World world = WorldLoader.load(folder, config.with().orElse(List.of()));
    Placement placement = PlacementLoader.load(world);
    Container container = container(placement, config.container().orElseThrow());
    throwIfAny();
    Optional<String> token = config.token().filter(given -> !given.isBlank());
    return new HostingSettings(
        world,
        placement,
        container,
        compression.orElse(world.compression()),
        seed,
        Prefix.of(config.net() + ".0.0/16"),
        dnsPort,
        grpcPort,
        state,
        new OperatorToken(token.map(String::strip).orElseGet(() -> TokenFile.read(tokenFile))));
  }

  private long number(String variable, String text, long least, long most) {
    try {
      long number = Long.parseLong(text.strip());
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Said below, as for a number out of bounds.
    }
    problem(variable, text, "a whole number from %d to %d".formatted(least, most));
    return least;
  }

  private Path path(String variable, String text) {
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      problem(variable, text, "a path");
      return Path.of("");
    }
  }

  private Container container(Placement placement, String name) {
    Optional<Container> found = placement.container(name);
    List<Container> allowed =
        placement.containers().stream().filter(c -> beyond(c).isEmpty()).toList();
    if (found.isEmpty()) {
      problem("LAB_CONTAINER", name, names(allowed));
    } else if (!beyond(found.get()).isEmpty()) {
      String more = String.join(", ", beyond(found.get()));
      problem("LAB_CONTAINER", name, "%s; it plays %s".formatted(names(allowed), more));
    }
    return found.orElse(placement.containers().getFirst());
  }

  /** What a container plays that this shell cannot. */
  private Set<String> beyond(Container container) {
    Set<String> parts =
        container.parts().stream()
            .map(Shapes::label)
            .collect(Collectors.toCollection(TreeSet::new));
    if (!container.nameServers().isEmpty()) {
      parts.add("name-servers");
    }
    if (!container.resolvers().isEmpty()) {
      parts.add("resolvers");
    }
    if (!container.services().isEmpty()) {
      parts.add("services");
    }
    config.plays().forEach(parts::remove);
    return parts;
  }

  private static String names(List<Container> containers) {
    return containers.isEmpty()
        ? "a container that this shell can play, but the world has none"
        : "one of " + containers.stream().map(Container::name).collect(Collectors.joining(", "));
  }

  private void problem(String variable, String found, String allowed) {
    problems.add("%s: '%s' is not %s".formatted(variable, found, allowed));
  }

  private void throwIfAny() {
    if (!problems.isEmpty()) {
      throw new LabConfigurationException(String.join("\n", problems));
    }
  }
}
