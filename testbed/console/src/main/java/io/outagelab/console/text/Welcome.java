package io.outagelab.console.text;

import io.outagelab.assembly.Mode;
import io.outagelab.console.api.LabDescription;
import io.outagelab.console.api.LabDescription.Place;
import io.outagelab.console.api.LabDescription.Role;
import io.outagelab.console.api.ResolverSockets;
import io.outagelab.core.dns.DnsNames;
import io.outagelab.world.World;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What a lab says when it is up: where its players are found and what to try. */
public final class Welcome {
  private static final int SERVERS_SHOWN = 12;
  private static final int DEFAULT_PORT = 8080;

  private final Paint paint;
  private final LabDescription lab;
  private final World world;
  private final InetSocketAddress api;
  private final ResolverSockets resolvers;
  private final Optional<InetSocketAddress> bgp;
  private final List<String> lines = new ArrayList<>();

  /** The welcome to a lab whose API listens there, and its guests' router, if it does. */
  public Welcome(
      Paint paint,
      LabDescription lab,
      World world,
      InetSocketAddress api,
      ResolverSockets resolvers,
      Optional<InetSocketAddress> bgp) {
    this.paint = paint;
    this.bgp = bgp;
    this.resolvers = resolvers;
    this.lab = lab;
    this.world = world;
    this.api = api;
  }

  /** The welcome as lines. */
  public List<String> lines() {
    lines.add(paint.good("The lab is up.") + " " + paint.strong(lab.title()));
    lines.add(
        "World %s%s, time runs %d:1, seed %d"
            .formatted(
                lab.world(),
                lab.mitigations().isEmpty() ? "" : " with " + String.join(", ", lab.mitigations()),
                lab.compression(),
                lab.seed()));
    if (lab.mode() == Mode.COMPOSE) {
      publishedResolvers();
    } else {
      places("Resolvers", lab.places(Role.RESOLVER));
    }
    places("Name servers", lab.places(Role.NAME_SERVER));
    lines.add("");
    lines.add(paint.strong("Look"));
    firstName().ifPresent(this::digs);
    command("./lab status", "state by layer");
    command("./lab events --follow", "what happens");
    command("http://%s:%d/".formatted(api.getHostString(), api.getPort()), "the same as a page");
    bgp.ifPresent(this::listensIn);
    lines.add(paint.strong("Break and mend"));
    push().ifPresent(file -> command("./lab push " + file, "push a change"));
    command("./lab rollback", "take the last change back, in-band");
    command("./lab rollback --via on-site --skip-travel", "at the routers' consoles");
    command("./lab down", "stop the lab");
    if (api.getPort() != DEFAULT_PORT) {
      lines.add(
          paint.faint("The API listens on port %d instead of 8080.".formatted(api.getPort())));
    }
    return List.copyOf(lines);
  }

  /** Resolvers in containers have a port each on this machine, those for the public at least. */
  private void publishedResolvers() {
    lines.add("");
    lines.add(paint.strong("Resolvers"));
    Table table = new Table();
    for (Place place : lab.places(Role.RESOLVER)) {
      InetSocketAddress socket = resolvers.of(place);
      table.row(
          "  " + place.name(),
          socket.getHostString() + " port " + socket.getPort(),
          paint.faint("published as " + place.published()));
    }
    lines.addAll(table.lines());
  }

  private void places(String title, List<Place> places) {
    lines.add("");
    lines.add(paint.strong(title) + paint.faint(" (port " + lab.dnsPort() + ")"));
    Table table = new Table();
    places.stream()
        .limit(SERVERS_SHOWN)
        .forEach(
            place ->
                table.row(
                    "  " + place.name(),
                    place.address(),
                    paint.faint("published as " + place.published())));
    lines.addAll(table.lines());
    if (places.size() > SERVERS_SHOWN) {
      lines.add("  and %d more".formatted(places.size() - SERVERS_SHOWN));
    }
  }

  private Optional<String> firstName() {
    List<String> names = world.monitors().names().stream().map(DnsNames::display).toList();
    return names.stream()
        .filter(name -> name.startsWith("www."))
        .findFirst()
        .or(() -> names.stream().findFirst());
  }

  private void digs(String name) {
    lab.places(Role.RESOLVER).stream()
        .limit(1)
        .map(resolvers::of)
        .forEach(
            socket ->
                command(
                    "dig @%s -p %d %s".formatted(socket.getHostString(), socket.getPort(), name),
                    "or without dig: ./lab dig " + name));
  }

  private void listensIn(InetSocketAddress router) {
    command(
        "BGP neighbor %s port %d as %d"
            .formatted(router.getHostString(), router.getPort(), world.site(world.guest()).as()),
        "tells every BGP speaker its routes");
  }

  private void command(String command, String what) {
    lines.add("  %-56s %s".formatted(command, paint.faint(what)));
  }

  private Optional<String> push() {
    Path folder = world.folder().resolve("pushes");
    if (!Files.isDirectory(folder)) {
      return Optional.empty();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.toString().endsWith(".yaml"))
          .sorted()
          .findFirst()
          .map(file -> "pushes/" + file.getFileName());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
