package io.outagelab.console.compose;

import io.outagelab.console.shell.CommandFailure;
import io.outagelab.core.net.Prefix;
import io.outagelab.world.yaml.Problems;
import io.outagelab.world.yaml.YamlNode;
import io.outagelab.world.yaml.YamlNode.Entry;
import io.outagelab.world.yaml.YamlNode.Mapping;
import io.outagelab.world.yaml.YamlNode.Sequence;
import io.outagelab.world.yaml.YamlReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the lab reads of a compose file whose variables have been filled in.
 *
 * @param services the services, in file order
 * @param subnets of all its networks, IPv4
 */
record ComposeFile(List<Service> services, List<Prefix> subnets) {
  /** The file's name, beside the script. */
  static final String NAME = "docker-compose.yml";

  private static final String LOOPBACK = "127.0.0.1";

  /** {@code 127.0.0.1:10053:53/udp}; the host may be missing, the protocol too. */
  private static final Pattern PORT =
      Pattern.compile("(?:([0-9.]+):)?([0-9]{1,5}):([0-9]{1,5})(?:/(tcp|udp))?");

  /** {@code 127.0.0.1:${LAB_PORT:-8080}:8090}, as it is written. */
  private static final Pattern VARIABLE_PORT =
      Pattern.compile(".*\\$\\{([A-Z0-9_]+)[^}]*}:([0-9]{1,5})(?:/(tcp|udp))?");

  private static final String TCP = "tcp";

  /** Keeps its own copies of the lists. */
  ComposeFile {
    services = List.copyOf(services);
    subnets = List.copyOf(subnets);
  }

  /**
   * A service.
   *
   * @param image the name of the image it runs, if the file gives one
   * @param isBuilt whether the file says how to build the image
   * @param ports what it publishes on this machine
   */
  record Service(String name, Optional<String> image, boolean isBuilt, List<Port> ports) {
    Service {
      ports = List.copyOf(ports);
    }
  }

  /**
   * A published port.
   *
   * @param host the address of this machine that it is published at
   * @param number the port of this machine
   * @param target the port in the container
   * @param protocol tcp or udp
   * @param variable what sets the number, if the file leaves it open
   */
  record Port(String host, int number, int target, String protocol, Optional<String> variable) {}

  /**
   * Reads a file.
   *
   * @param resolved its text with variables filled in, as compose prints it
   * @param written its text as it stands in the folder
   */
  static ComposeFile parse(String resolved, String written) {
    Problems problems = new Problems();
    Optional<YamlNode> root = YamlReader.parse(resolved, NAME, problems);
    Optional<YamlNode> source = YamlReader.parse(written, NAME, new Problems());
    if (!problems.isEmpty()) {
      throw CommandFailure.invalid(
          "compose prints of %s what is not YAML: %s".formatted(NAME, problems.list().getFirst()));
    }
    List<Service> services = new ArrayList<>();
    for (Entry service : entries(root, "services")) {
      List<YamlNode> writtenPorts =
          items(
              source
                  .flatMap(node -> child(node, "services"))
                  .flatMap(node -> child(node, service.key())),
              "ports");
      services.add(service(service, writtenPorts));
    }
    List<Prefix> subnets = new ArrayList<>();
    for (Entry network : entries(root, "networks")) {
      items(child(network.value(), "ipam"), "config")
          .forEach(pool -> text(pool, "subnet").flatMap(Subnets::ipv4).ifPresent(subnets::add));
    }
    return new ComposeFile(services, subnets);
  }

  private static Service service(Entry service, List<YamlNode> written) {
    return new Service(
        service.key(),
        text(service.value(), "image"),
        child(service.value(), "build").isPresent(),
        items(Optional.of(service.value()), "ports").stream()
            .flatMap(port -> port(port).stream())
            .map(port -> named(port, written))
            .toList());
  }

  /** Compose prints ports as texts or as mappings, depending on its generation. */
  private static Optional<Port> port(YamlNode node) {
    if (node instanceof Mapping) {
      Optional<Integer> number = text(node, "published").flatMap(ComposeFile::number);
      Optional<Integer> target = text(node, "target").flatMap(ComposeFile::number);
      return number.flatMap(
          n ->
              target.map(
                  t ->
                      new Port(
                          text(node, "host_ip").orElse(LOOPBACK),
                          n,
                          t,
                          text(node, "protocol").orElse(TCP),
                          Optional.empty())));
    }
    return node.asText()
        .map(PORT::matcher)
        .filter(Matcher::matches)
        .map(
            found ->
                new Port(
                    Optional.ofNullable(found.group(1)).orElse(LOOPBACK),
                    Integer.parseInt(found.group(2)),
                    Integer.parseInt(found.group(3)),
                    Optional.ofNullable(found.group(4)).orElse(TCP),
                    Optional.empty()));
  }

  private static Port named(Port port, List<YamlNode> written) {
    Optional<String> variable =
        written.stream()
            .flatMap(node -> node.asText().stream())
            .map(VARIABLE_PORT::matcher)
            .filter(Matcher::matches)
            .filter(found -> Integer.parseInt(found.group(2)) == port.target())
            .filter(
                found -> Optional.ofNullable(found.group(3)).orElse(TCP).equals(port.protocol()))
            .map(found -> found.group(1))
            .findFirst();
    return new Port(port.host(), port.number(), port.target(), port.protocol(), variable);
  }

  private static Optional<Integer> number(String text) {
    return text.matches("[0-9]{1,5}") ? Optional.of(Integer.parseInt(text)) : Optional.empty();
  }

  private static Optional<YamlNode> child(YamlNode node, String key) {
    return node instanceof Mapping mapping ? mapping.get(key) : Optional.empty();
  }

  private static Optional<String> text(YamlNode node, String key) {
    return child(node, key).flatMap(YamlNode::asText);
  }

  private static List<Entry> entries(Optional<YamlNode> node, String key) {
    return node.flatMap(parent -> child(parent, key))
        .filter(Mapping.class::isInstance)
        .map(Mapping.class::cast)
        .map(Mapping::entries)
        .orElse(List.of());
  }

  private static List<YamlNode> items(Optional<YamlNode> node, String key) {
    return node.flatMap(parent -> child(parent, key))
        .filter(Sequence.class::isInstance)
        .map(Sequence.class::cast)
        .map(Sequence::items)
        .orElse(List.of());
  }

  /** The port of this machine at which a service's port is found. */
  Optional<Port> published(String service, int target, String protocol) {
    return services.stream()
        .filter(known -> known.name().equals(service))
        .flatMap(known -> known.ports().stream())
        .filter(port -> port.target() == target && port.protocol().equals(protocol))
        .findFirst();
  }

  /** The one port that a service publishes by TCP. */
  Optional<Port> published(String service) {
    return services.stream()
        .filter(known -> known.name().equals(service))
        .flatMap(known -> known.ports().stream())
        .filter(port -> port.protocol().equals(TCP))
        .findFirst();
  }
}
