package io.outagelab.console.command;

import io.outagelab.drills.Drills;
import io.outagelab.drills.language.Drill;
import io.outagelab.drills.language.DrillLoader;
import io.outagelab.world.World;
import io.outagelab.world.WorldLoader;
import java.util.List;

/** A drill along with the world that it is played in. */
record DrillFiles(Drill drill, World world) {
  /** The drill of this name, or in this file, in its world with these safeguards. */
  static DrillFiles load(LabCommand lab, String nameOrFile, List<String> mitigations) {
    Drills.Found found = Drills.find(lab.shell().home().resolve("worlds"), nameOrFile);
    World world = WorldLoader.load(found.worldFolder(), mitigations);
    return new DrillFiles(DrillLoader.load(found.file(), world), world);
  }
}
