package io.outagelab.drills.run;

import io.outagelab.assembly.StatusBoard;
import io.outagelab.core.Event;
import io.outagelab.core.Layer;
import io.outagelab.core.dns.DnsNames;
import io.outagelab.core.net.Prefix;
import io.outagelab.world.DnsService;
import io.outagelab.world.ResolverNode;
import io.outagelab.world.World;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** Notes which layers broke and when each was whole again. */
final class LayerWatch {
  private static final List<String> REPAIRS =
      List.of("restore-started", "rollback-finished", "config-reverted");

  private final World world;
  private final StatusBoard board;

  /** What resolved when the drill started, as {@code resolver name}: what did not is no break. */
  private final NavigableSet<String> resolved = new TreeSet<>();

  private final Map<Layer, Boolean> whole = new EnumMap<>(Layer.class);
  private final SortedMap<Layer, Duration> mended = new TreeMap<>();
  private Optional<Duration> repair = Optional.empty();

  /** Starts from what the board shows now. */
  LayerWatch(World world, StatusBoard board) {
    this.world = world;
    this.board = board;
    questions().stream()
        .filter(question -> answers(question).equals("NOERROR"))
        .forEach(resolved::add);
  }

  private List<String> questions() {
    return world.publicResolvers().stream()
        .map(ResolverNode::name)
        .flatMap(
            resolver ->
                world.monitors().names().stream()
                    .map(name -> resolver + " " + DnsNames.display(name)))
        .toList();
  }

  private String answers(String question) {
    int space = question.indexOf(' ');
    return board.answer(question.substring(0, space), question.substring(space + 1));
  }

  /** Takes in one event, which the board has already. */
  void accept(Duration at, Event event) {
    if (repair.isEmpty() && REPAIRS.contains(event.name())) {
      repair = Optional.of(at);
    }
    Layer layer = event.layer();
    boolean now = isWhole(layer);
    Boolean before = whole.put(layer, now);
    if (now && before != null && !before) {
      mended.put(layer, at);
    } else if (!now) {
      mended.remove(layer);
    }
  }

  private boolean isWhole(Layer layer) {
    return switch (layer) {
      case BACKBONE -> board.linksUp() == board.linksTotal() && board.isolatedSites().isEmpty();
      case BGP -> world.dnsServices().stream().allMatch(this::isAnnounced);
      case DNS -> board.unhealthyNameServerSites().isEmpty();
      case RESOLVER -> resolved.stream().allMatch(question -> answers(question).equals("NOERROR"));
      case APP ->
          world.apps().stream()
              .map(app -> board.app(app.name()).state())
              .noneMatch(state -> state.equals("down") || state.equals("degraded"));
      case TOOLS -> world.tools().stream().allMatch(tool -> board.isToolUp(tool.name()));
      case DOORS -> world.doors().stream().allMatch(door -> board.isDoorOpen(door.name()));
      case OPERATOR, USERS -> true;
    };
  }

  private boolean isAnnounced(DnsService service) {
    if (service.health().isEmpty()) {
      return true;
    }
    for (Prefix prefix : service.announces()) {
      if (!board.originators(prefix).containsAll(service.sites())) {
        return false;
      }
    }
    return true;
  }

  /** How long after the repair began each layer that broke was whole again. */
  SortedMap<Layer, Optional<Duration>> recoveryTail() {
    SortedMap<Layer, Optional<Duration>> tail = new TreeMap<>();
    mended.forEach(
        (layer, at) ->
            repair
                .map(at::minus)
                .filter(after -> !after.isNegative())
                .ifPresent(after -> tail.put(layer, Optional.of(after))));
    whole.forEach(
        (layer, now) -> {
          if (!now) {
            tail.put(layer, Optional.empty());
          }
        });
    return tail;
  }
}
