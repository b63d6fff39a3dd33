package io.outagelab.drills;

import io.outagelab.drills.language.Drill;
import io.outagelab.drills.language.DrillLoader;
import io.outagelab.world.World;
import io.outagelab.world.WorldLoader;
import java.nio.file.Path;

/** The world and the drills that the tests use. */
public final class TestWorlds {
  /** Worlds for tests. */
  public static final Path WORLDS = Path.of("src/test/resources/worlds");

  /** Worlds that are shipped. */
  public static final Path SHIPPED = Path.of("../../worlds");

  private static final Path LANE = WORLDS.resolve("lane");

  private TestWorlds() {}

  /** One edge, two resolvers, a door and a tool. */
  public static World lane() {
    return WorldLoader.load(LANE);
  }

  /** The drill of that world with this file name. */
  public static Drill drill(String name) {
    return DrillLoader.load(LANE.resolve("drills").resolve(name + ".yaml"), lane());
  }
}
