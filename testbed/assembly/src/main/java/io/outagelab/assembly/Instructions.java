package io.outagelab.assembly;

import io.outagelab.configpush.Audit;
import io.outagelab.configpush.AuditBug;
import io.outagelab.configpush.ChangeDocument;
import io.outagelab.configpush.Inventory;
import io.outagelab.configpush.OperatorInstruction;
import io.outagelab.configpush.Rollout;
import io.outagelab.configpush.RouterEntry;
import io.outagelab.configpush.Selector;
import io.outagelab.core.TimeScale;
import io.outagelab.world.AddressPlan;
import io.outagelab.world.BackbonePlan;
import io.outagelab.world.Operations;
import io.outagelab.world.PushFile;
import io.outagelab.world.Site;
import io.outagelab.world.World;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What files say of changes, in the words of the people and machines that make them. */
public final class Instructions {
  private Instructions() {}

  /** The change that a push file describes. */
  public static ChangeDocument document(PushFile file) {
    return new ChangeDocument(
        file.change(),
        file.author(),
        file.reason(),
        selector(file.planes()),
        selector(file.sites()),
        file.set());
  }

  /**
   * The instruction to push a file.
   *
   * @param audited whether the audit has its say
   * @param strategy in which steps, if not as the world's controller does
   */
  public static OperatorInstruction.Push push(
      World world,
      TimeScale scale,
      PushFile file,
      boolean audited,
      Optional<Operations.Rollout.Strategy> strategy) {
    Operations.Rollout usual = world.operations().controller().rollout();
    Duration bake = scale.scaled(usual.bakeTime());
    Rollout rollout =
        switch (strategy.orElse(usual.strategy())) {
          case ALL_AT_ONCE -> new Rollout.AllAtOnce();
          case CANARY -> new Rollout.Canary(bake);
        };
    return new OperatorInstruction.Push(
        document(file), audited, rollout, usual.confirmWithin().map(scale::scaled));
  }

  /** The audit that this world's controller makes, known bug included, and what it looks at. */
  public static Audit audit(World world) {
    AuditBug bug =
        switch (world.operations().controller().auditBug()) {
          case NONE -> AuditBug.NONE;
          case IGNORES_SELECTOR_ALL -> AuditBug.IGNORES_SELECTOR_ALL;
        };
    return new Audit(inventory(world, AddressPlan.of(world), Addressing.published()), bug);
  }

  /** Every plane router of the world. */
  static Inventory inventory(World world, AddressPlan plan, Addressing addressing) {
    List<RouterEntry> routers = new ArrayList<>();
    for (Site site : world.sites()) {
      if (world.isOnBackbone(site.name())) {
        for (int plane = 1; plane <= world.backbone().planes(); plane++) {
          String name = BackbonePlan.planeRouter(plane, site.name());
          routers.add(
              RouterEntry.at(name, site.name(), plane, addressing.toLab(plan.loopback(name))));
        }
      }
    }
    return new Inventory(routers, world.backbone().planes(), world.backbone().drainablePlanes());
  }

  private static <T> Selector<T> selector(io.outagelab.world.Selector<T> selector) {
    return switch (selector) {
      case io.outagelab.world.Selector.All<T> all -> new Selector.All<>();
      case io.outagelab.world.Selector.Only<T> only -> new Selector.Only<>(only.chosen());
    };
  }
}
