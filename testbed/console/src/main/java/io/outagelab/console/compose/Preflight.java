package io.outagelab.console.compose;

import static io.outagelab.console.compose.ComposeTool.with;

import io.outagelab.console.compose.ComposeFile.Port;
import io.outagelab.console.compose.ComposeFile.Service;
import io.outagelab.console.compose.Programs.Ended;
import io.outagelab.console.compose.Subnets.Used;
import io.outagelab.console.shell.CommandFailure;
import io.outagelab.core.net.Prefix;
import java.io.IOException;
import java.net.BindException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Looks whether the containers can come up here, before anything is started. */
final class Preflight {
  private static final long NEEDED_KIB = 5L * 1024 * 1024 / 2;
  private static final double KIB_PER_GIB = 1024.0 * 1024;
  private static final Pattern AVAILABLE = Pattern.compile("MemAvailable:\\s+([0-9]{1,15}) kB");

  /** Name, id, project, subnets of a network. */
  private static final String NETWORK =
      "{{.Name}}|{{.Id}}|{{index .Labels \"com.docker.compose.project\"}}"
          + "|{{range .IPAM.Config}}{{.Subnet}} {{end}}";

  /** How many digits of a network's id the name of its bridge has. */
  private static final int BRIDGE_DIGITS = 12;

  private final ComposeProject project;
  private final ComposeFile file;

  Preflight(ComposeProject project, ComposeFile file) {
    this.project = project;
    this.file = file;
  }

  /**
   * Checks everything.
   *
   * @throws CommandFailure with the first obstacle, and what to do about it
   */
  void check() throws InterruptedException {
    if (!project.containers().isEmpty()) {
      throw CommandFailure.invalid(
          "there are containers of the project %s already: take them down with './lab down'"
              .formatted(ComposeProject.NAME));
    }
    checkSubnets();
    for (Service service : file.services()) {
      service.ports().forEach(port -> checkPort(service.name(), port));
    }
    checkMemory();
  }

  private void checkSubnets() throws InterruptedException {
    List<Used> used = new ArrayList<>();
    Set<String> ownBridges = new TreeSet<>();
    for (String line : networks()) {
      String[] fields = line.split("\\|", -1);
      if (fields.length == 4 && fields[2].equals(ComposeProject.NAME)) {
        // Left over from a lab before: compose takes it up again.
        String id = fields[1];
        ownBridges.add("br-" + id.substring(0, Math.min(BRIDGE_DIGITS, id.length())));
      } else if (fields.length == 4) {
        for (String subnet : fields[3].strip().split(" ", -1)) {
          Subnets.ipv4(subnet)
              .ifPresent(p -> used.add(new Used(p, "Docker's network '" + fields[0] + "'")));
        }
      }
    }
    used.addAll(Subnets.routes(project.programs().shell().kernel(), ownBridges));
    for (Prefix subnet : file.subnets()) {
      Optional<Used> first = used.stream().filter(known -> known.overlaps(subnet)).findFirst();
      if (first.isPresent()) {
        throw CommandFailure.invalid(
            "the containers' subnet %s is in use, by %s (%s): set LAB_NET to the first two octets"
                    .formatted(subnet, first.get().user(), first.get().subnet())
                + " of another"
                + Subnets.free(used).map(octets -> ", such as LAB_NET=" + octets).orElse(""));
      }
    }
  }

  private List<String> networks() throws InterruptedException {
    List<String> docker = project.tool().docker();
    Ended ids = project.programs().ask(with(docker, "network", "ls", "--quiet"));
    List<String> command = with(docker, "network", "inspect", "--format", NETWORK);
    command.addAll(ids.out().lines().filter(id -> !id.isBlank()).toList());
    // A network may go between the two questions: then Docker complains, and tells of the others.
    return project.programs().ask(command).out().lines().toList();
  }

  private static void checkPort(String service, Port port) {
    if (!isTaken(port)) {
      return;
    }
    String remedy =
        port.variable()
            .map(
                name ->
                    name.equals(ComposeOptions.PORT)
                        ? "choose another with --port or " + name
                        : "choose another with " + name)
            .orElse("change " + ComposeFile.NAME);
    throw CommandFailure.invalid(
        "port %d (%s) of %s, where '%s' is to be reached, is taken: free it or %s"
            .formatted(
                port.number(),
                port.protocol().toUpperCase(Locale.ROOT),
                port.host(),
                service,
                remedy));
  }

  /** Whether somebody has it; what only this user may not have, the engine may. */
  private static boolean isTaken(Port port) {
    try {
      InetSocketAddress address =
          new InetSocketAddress(InetAddress.getByName(port.host()), port.number());
      if (port.protocol().equals("udp")) {
        new DatagramSocket(address).close();
      } else {
        try (ServerSocket socket = new ServerSocket()) {
          socket.setReuseAddress(true);
          socket.bind(address);
        }
      }
      return false;
    } catch (BindException e) {
      return String.valueOf(e.getMessage()).contains("in use");
    } catch (SocketException e) {
      return String.valueOf(e.getMessage()).contains("in use");
    } catch (IOException e) {
      return false;
    }
  }

  private void checkMemory() {
    Optional<Long> available = available(project.programs().shell().kernel().resolve("meminfo"));
    if (available.isPresent() && available.get() < NEEDED_KIB) {
      throw CommandFailure.invalid(
          String.format(
              Locale.ROOT,
              "the containers need %.1f GiB of memory, and %.1f GiB are available: free some, %s",
              NEEDED_KIB / KIB_PER_GIB,
              available.get() / KIB_PER_GIB,
              ComposeTool.WITHOUT));
    }
  }

  private static Optional<Long> available(Path memory) {
    try {
      return Files.isReadable(memory)
          ? Files.readAllLines(memory).stream()
              .map(AVAILABLE::matcher)
              .filter(Matcher::matches)
              .map(found -> Long.parseLong(found.group(1)))
              .findFirst()
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
