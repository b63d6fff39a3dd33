package io.outagelab.drills;

import io.outagelab.drills.journal.Journal;
import io.outagelab.drills.journal.JournalWriter;
import io.outagelab.drills.language.Drill;
import io.outagelab.drills.language.DrillLoader;
import io.outagelab.drills.run.DrillListener;
import io.outagelab.drills.run.DrillRunner;
import io.outagelab.simulation.Simulation;
import io.outagelab.world.World;
import io.outagelab.world.WorldLoader;
import java.nio.file.Path;
import java.util.List;

/**
 * Runs a drill in the simulator of this JVM, writes its journal and exits as the drill does. Its
 * arguments: worlds, drill, seed, file.
 */
final class JournalDump {
  private JournalDump() {}

  public static void main(String[] arguments) {
    Drills.Found found = Drills.find(Path.of(arguments[0]), arguments[1]);
    World world = WorldLoader.load(found.worldFolder(), List.of());
    Drill drill = DrillLoader.load(found.file(), world);
    try (Simulation lab = new Simulation(world, Long.parseLong(arguments[2]))) {
      Journal journal = DrillRunner.run(lab, drill, DrillListener.SILENT, () -> false);
      JournalWriter.write(journal, Path.of(arguments[3]));
      System.exit(journal.exitCode());
    }
  }
}
