package io.outagelab.configpush;

import io.outagelab.core.Event;
import io.outagelab.core.Layer;
import java.util.Map;

/** A turn in the life of a change. The subject is always the change's id. */
public sealed interface PushEvent extends Event {
  /** The change's id. */
  String change();

  @Override
  default Layer layer() {
    return Layer.OPERATOR;
  }

  @Override
  default Weight weight() {
    return Weight.STORY;
  }

  @Override
  default String subject() {
    return change();
  }

  /** The audit found nothing against the change. */
  record AuditPassed(String change, String reason) implements PushEvent {
    @Override
    public String detail() {
      return "passed the audit: " + reason;
    }

    @Override
    public Map<String, String> attributes() {
      return Map.of("change", change, "reason", reason);
    }
  }

  /** The audit stopped the change. Ends a push. */
  record AuditRefused(String change, String reason) implements PushEvent {
    @Override
    public String detail() {
      return "stopped by the audit: " + reason;
    }

    @Override
    public Map<String, String> attributes() {
      return Map.of("change", change, "reason", reason);
    }
  }

  /** The change was not taken on, by the controller or because it was out of reach. Ends a push. */
  record PushRefused(String change, String reason) implements PushEvent {
    @Override
    public String detail() {
      return "not pushed: " + reason;
    }

    @Override
    public Map<String, String> attributes() {
      return Map.of("change", change, "reason", reason);
    }
  }

  /** The controller has taken the change on and starts to send it. */
  record PushAccepted(String change, String author, String rollout, boolean audited, int targets)
      implements PushEvent {
    @Override
    public String detail() {
      return "goes out to %d routers, %s%s%s"
          .formatted(
              targets,
              rollout,
              author.isEmpty() ? "" : ", asked for by " + author,
              audited ? "" : ", without an audit");
    }

    @Override
    public Map<String, String> attributes() {
      return Map.of("change", change, "targets", Integer.toString(targets));
    }
  }

  /** A gate stopped the rollout before its next plane. */
  record RolloutStopped(String change, int plane, String reason) implements PushEvent {
    @Override
    public String detail() {
      return "the rollout stops after plane %d: %s".formatted(plane, reason);
    }

    @Override
    public Map<String, String> attributes() {
      return Map.of("change", change, "plane", Integer.toString(plane), "reason", reason);
    }
  }

  /** The controller has lost routers that acknowledged, so it does not confirm the change. */
  record PushUnconfirmed(String change, String reason) implements PushEvent {
    @Override
    public String detail() {
      return "not confirmed, so the routers undo it by themselves: " + reason;
    }

    @Override
    public Map<String, String> attributes() {
      return Map.of("change", change, "reason", reason);
    }
  }

  /** The controller is done with the push. Ends a push. */
  record PushFinished(String change, int applied, int total) implements PushEvent {
    @Override
    public String detail() {
      return "%d of %d routers confirmed that they have it".formatted(applied, total);
    }

    @Override
    public Map<String, String> attributes() {
      return Map.of(
          "change", change, "applied", Integer.toString(applied), "total", Integer.toString(total));
    }
  }

  /** The change could not be taken back this way. Ends a rollback, and a restore. */
  record RollbackRefused(String change, Via via, String reason) implements PushEvent {
    @Override
    public String detail() {
      return "cannot be rolled back %s: %s".formatted(via.label(), reason);
    }

    @Override
    public Map<String, String> attributes() {
      return Map.of("change", change, "via", via.label(), "reason", reason);
    }
  }

  /** The change is taken back. Ends a rollback. */
  record RollbackFinished(String change, Via via, int applied, int total) implements PushEvent {
    @Override
    public String detail() {
      return "rolled back %s on %d of %d routers".formatted(via.label(), applied, total);
    }

    @Override
    public Map<String, String> attributes() {
      return Map.of(
          "change",
          change,
          "via",
          via.label(),
          "applied",
          Integer.toString(applied),
          "total",
          Integer.toString(total));
    }
  }

  /** Work on undoing the change at the routers' consoles begins. */
  record RestoreStarted(String change, int total, boolean staged) implements PushEvent {
    @Override
    public String detail() {
      return "is being undone at the consoles of %d routers, %s"
          .formatted(total, staged ? "plane by plane" : "all at once");
    }

    @Override
    public Map<String, String> attributes() {
      return Map.of("change", change, "total", Integer.toString(total));
    }
  }

  /** The change is undone at the consoles that crews could reach. Ends a restore. */
  record RestoreFinished(String change, int applied, int total) implements PushEvent {
    @Override
    public String detail() {
      return "undone at the consoles of %d of %d routers".formatted(applied, total);
    }

    @Override
    public Map<String, String> attributes() {
      return Map.of(
          "change", change, "applied", Integer.toString(applied), "total", Integer.toString(total));
    }
  }
}
