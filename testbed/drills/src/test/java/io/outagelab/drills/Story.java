package io.outagelab.drills;

import static io.outagelab.drills.Said.answer;
import static io.outagelab.drills.Said.app;
import static io.outagelab.drills.Said.applied;
import static io.outagelab.drills.Said.change;
import static io.outagelab.drills.Said.health;
import static io.outagelab.drills.Said.link;
import static io.outagelab.drills.Said.origin;
import static io.outagelab.drills.Said.plane;
import static io.outagelab.drills.Said.route;
import static io.outagelab.drills.Said.site;

import io.outagelab.configpush.OperatorInstruction;
import io.outagelab.configpush.Via;
import io.outagelab.core.node.Instruction;
import java.util.function.BiConsumer;

/** The cascade of the test world, told by a fake lab: each instruction has its consequences. */
public final class Story {
  private Story() {}

  /** A lab that is healthy after a few seconds and follows the story when told to. */
  public static FakeLab lab() {
    return healthy(new FakeLab(Story::follow));
  }

  /** The same with another answer to instructions. */
  public static FakeLab lab(BiConsumer<FakeLab, Instruction> answer) {
    return healthy(new FakeLab(answer));
  }

  private static FakeLab healthy(FakeLab lab) {
    for (int minute = 1; minute <= 30; minute++) {
      lab.in(minute * 60 + "S", Said.load("public", minute < 4 ? 100 : 700));
      lab.in(minute * 60 + "S", Said.serverLoad("root", minute < 4 ? 0 : 35));
    }
    return lab.in("1S", origin(true))
        .in("2S", route(true))
        .in("3S", answer("public", "NONE", "NOERROR"))
        .in("4S", answer("other", "NONE", "NOERROR"))
        .in("6S", app("up", "none"));
  }

  /** What follows from an instruction. */
  public static void follow(FakeLab lab, Instruction instruction) {
    switch ((OperatorInstruction) instruction) {
      case OperatorInstruction.Push push -> fall(lab);
      case OperatorInstruction.Rollback rollback -> {
        if (rollback.via() == Via.IN_BAND) {
          lab.in(
              "3S",
              change("rollback-refused", "cannot be rolled back: name SERVFAIL", "via", "in-band"));
        } else {
          rise(lab);
        }
      }
      case OperatorInstruction.Dispatch dispatch -> {}
      case OperatorInstruction.Restore restore -> {}
    }
  }

  /** Everything falls over, up to the names. */
  public static void fall(FakeLab lab) {
    lab.in("0.1S", change("push-accepted", "goes out to 4 routers"))
        .in("2S", applied("bb1.core"))
        .in("2S", applied("bb2.core"))
        .in("2.1S", link(1, false))
        .in("2.1S", plane(1, false))
        .in("2.2S", link(2, false))
        .in("2.2S", plane(2, false))
        .in("2.3S", site("core", false))
        .in("2.3S", site("edge", false))
        .in("20S", app("down", "backend"))
        .in("1M", Said.users(1_000))
        .in("2M", Said.users(1_000.4))
        .in("2M", health(false))
        .in("2M0.5S", origin(false))
        .in("2M31.25S", route(false))
        .in("3M15S", answer("public", "NOERROR", "SERVFAIL"))
        .in("3M16S", answer("other", "NOERROR", "SERVFAIL"))
        .in("3M20S", app("down", "name"));
  }

  /** Everything comes back. */
  public static void rise(FakeLab lab) {
    lab.in("1M", change("rollback-finished", "rolled back on-site on 4 of 4 routers"))
        .in("1M1S", link(1, true))
        .in("1M1S", plane(1, true))
        .in("1M1S", link(2, true))
        .in("1M1S", plane(2, true))
        .in("1M2S", site("core", true))
        .in("1M2S", site("edge", true))
        .in("2M", health(true))
        .in("2M1S", origin(true))
        .in("2M2S", route(true))
        .in("2M20S", answer("public", "SERVFAIL", "NOERROR"))
        .in("2M21S", answer("other", "SERVFAIL", "NOERROR"))
        .in("2M40S", app("up", "none"));
  }
}
