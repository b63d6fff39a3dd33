package io.outagelab.world;

import io.outagelab.world.yaml.JsonSchema;
import java.nio.file.Path;
import java.util.List;

/** The JSON Schemas of the files that this module reads, printed from what reads them. */
public final class WorldSchema {
  private WorldSchema() {}

  /** The schema of world files; an overlay is a part of such a file. */
  public static String world() {
    return JsonSchema.print(
        "Outage Lab world", new WorldShape(Path.of(""), Path.of(""), List.of()).shape());
  }

  /** The schema of push files. */
  public static String push() {
    return JsonSchema.print("Outage Lab push", PushLoader.shape());
  }

  /** The schema of the files that say which container plays what. */
  public static String containers() {
    return JsonSchema.print("Outage Lab containers", PlacementLoader.shape());
  }
}
