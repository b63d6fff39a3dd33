package io.outagelab.assembly;

import static org.assertj.core.api.Assertions.assertThat;

import io.outagelab.backbone.Backbone;
import io.outagelab.configpush.ChangeDocument;
import io.outagelab.configpush.JournalEntry;
import io.outagelab.configpush.PushRequest;
import io.outagelab.configpush.Rollout;
import io.outagelab.configpush.Selector;
import io.outagelab.core.Tick;
import io.outagelab.core.TimeScale;
import io.outagelab.core.net.IpAddress;
import io.outagelab.core.net.Prefix;
import io.outagelab.world.PlacementLoader;
import io.outagelab.world.World;
import io.outagelab.world.WorldLoader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AssemblyTest {
  private static final Path WORLDS = Path.of("../../worlds");

  @ParameterizedTest
  @ValueSource(strings = {"facebook-2021", "tiny"})
  void givesEveryNodeANameOfItsOwnAndAnAddressOfItsOwnAtItsSite(String name) {
    Assembled lab = Assembly.simulated(WorldLoader.load(WORLDS.resolve(name)), 1);

    Set<String> names = new HashSet<>();
    Set<String> places = new HashSet<>();
    for (PlacedNode node : lab.nodes()) {
      assertThat(names.add(node.name())).as(node.name()).isTrue();
      boolean sharesItsHost = node.role() == PlacedNode.Role.ANNOUNCER;
      for (IpAddress address : node.addresses()) {
        assertThat(places.add(node.site() + " " + address) || sharesItsHost)
            .as("%s at %s %s", node, node.site(), address)
            .isTrue();
      }
    }
    assertThat(names).contains(Assembled.OPERATOR);
  }

  @ParameterizedTest
  @ValueSource(strings = {"facebook-2021", "tiny"})
  void aLiveLabUsesLoopbackAddressesAlone(String name) {
    World world = WorldLoader.load(WORLDS.resolve(name));
    Prefix base = Prefix.of("127.53.0.0/16");
    Assembled lab = Assembly.live(world, 1, new TimeScale(world.compression()), base);

    assertThat(lab.nodes()).allSatisfy(node -> assertThat(node.addresses()).isNotEmpty());
    assertThat(lab.nodes())
        .flatMap(PlacedNode::addresses)
        .allSatisfy(address -> assertThat(base.contains(address)).isTrue());
    assertThat(lab.routers().keySet())
        .allSatisfy(address -> assertThat(base.contains(address)).isTrue());
    assertThat(base.contains(lab.guestAddress())).isTrue();
  }

  @Test
  void routersStartAsTheJournalHasThemButForWhatNobodyConfirmed() {
    World world = WorldLoader.load(WORLDS.resolve("facebook-2021"));

    assertThat(drained(world, Optional.empty())).isTrue();
    assertThat(drained(world, Optional.of(Duration.ofMinutes(4)))).isFalse();
  }

  /** Whether a router starts drained after a push that was cut off. */
  private static boolean drained(World world, Optional<Duration> confirmWithin) {
    ChangeDocument drain = ChangeDocument.drain("c", Selector.all(), Selector.all(), true);
    PushRequest push = new PushRequest(drain, false, new Rollout.AllAtOnce(), confirmWithin);
    String router = "bb1.prn";
    PushJournal journal =
        new PushJournal() {
          @Override
          public List<JournalEntry> entries() {
            return List.of(
                new JournalEntry.Requested(Tick.ZERO, push),
                new JournalEntry.Sent(Tick.ZERO, "c", List.of(router)));
          }

          @Override
          public void append(JournalEntry entry) {}
        };
    Assembled lab =
        Assembly.placed(
            world,
            1,
            TimeScale.REAL,
            Prefix.of("127.53.0.0/16"),
            PlacementLoader.load(world),
            journal);
    lab.backbone().handle(Tick.ZERO, new Backbone.Input.Start());
    return lab.backbone().isDrained(router);
  }
}
