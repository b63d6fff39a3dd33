package io.outagelab.configpush;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Decides whether a change may go out. A pure function of the change, the inventory and what is
 * drained already.
 *
 * <p>The rules: the change selects a router, and nothing that does not exist; every setting is
 * known and its value allowed; no more planes than may be drained at once would be, counting those
 * already drained (a plane counts as soon as one of its routers is drained); and no site loses its
 * last plane.
 */
public final class Audit {
  private final Inventory inventory;
  private final AuditBug bug;

  /** The audit of changes to these routers. */
  public Audit(Inventory inventory, AuditBug bug) {
    this.inventory = inventory;
    this.bug = bug;
  }

  /**
   * Audits a change.
   *
   * @param drained the names of the routers that are drained already
   */
  public AuditResult audit(ChangeDocument document, Set<String> drained) {
    List<String> findings = new ArrayList<>();
    selection(document, findings);
    settings(document, findings);
    SortedSet<Integer> planes = new TreeSet<>();
    if (document.drains()) {
      List<RouterEntry> counted = counted(document);
      planes = planesDrained(drained, counted);
      capacity(planes, findings);
      lastPlanes(drained, counted, findings);
    }
    return findings.isEmpty()
        ? new AuditResult.Passed(summary(document, planes))
        : new AuditResult.Refused(findings);
  }

  /** The routers that the audit counts as about to be drained: with the bug, not always all. */
  private List<RouterEntry> counted(ChangeDocument document) {
    return switch (bug) {
      case NONE -> inventory.targets(document);
      case IGNORES_SELECTOR_ALL ->
          inventory.targets(document).stream()
              .filter(router -> document.planes().named().contains(router.plane()))
              .toList();
    };
  }

  private void selection(ChangeDocument document, List<String> findings) {
    for (int plane : document.planes().named()) {
      if (plane < 1 || plane > inventory.planes()) {
        findings.add("there is no plane %d, only 1 to %d".formatted(plane, inventory.planes()));
      }
    }
    for (String site : document.sites().named()) {
      if (!inventory.sites().contains(site)) {
        findings.add("there is no router at a site %s".formatted(site));
      }
    }
    if (findings.isEmpty() && inventory.targets(document).isEmpty()) {
      findings.add("it selects no router");
    }
  }

  private static void settings(ChangeDocument document, List<String> findings) {
    document
        .settings()
        .forEach(
            (key, value) ->
                Setting.of(key)
                    .ifPresentOrElse(
                        setting -> {
                          if (!setting.allows(value)) {
                            findings.add(
                                "%s is %s, not %s".formatted(key, setting.allowed(), value));
                          }
                        },
                        () ->
                            findings.add(
                                "no router has a setting %s, only %s"
                                    .formatted(key, String.join(", ", Setting.keys())))));
  }

  private SortedSet<Integer> planesDrained(Set<String> drained, List<RouterEntry> counted) {
    SortedSet<Integer> planes = new TreeSet<>();
    Stream.concat(
            inventory.routers().stream().filter(router -> drained.contains(router.name())),
            counted.stream())
        .forEach(router -> planes.add(router.plane()));
    return planes;
  }

  private void capacity(SortedSet<Integer> planes, List<String> findings) {
    if (planes.size() > inventory.drainablePlanes()) {
      findings.add(
          "%d of %d planes would be drained, %d may be at once"
              .formatted(planes.size(), inventory.planes(), inventory.drainablePlanes()));
    }
  }

  private void lastPlanes(Set<String> drained, List<RouterEntry> counted, List<String> findings) {
    SortedSet<String> after = new TreeSet<>(drained);
    counted.forEach(router -> after.add(router.name()));
    List<String> cutOff =
        Inventory.sitesOf(counted).stream()
            .filter(
                site ->
                    inventory.routers().stream()
                        .filter(router -> router.site().equals(site))
                        .allMatch(router -> after.contains(router.name())))
            .toList();
    if (!cutOff.isEmpty()) {
      findings.add("no plane would be left at %s".formatted(String.join(", ", cutOff)));
    }
  }

  private String summary(ChangeDocument document, SortedSet<Integer> planes) {
    return document.drains()
        ? "the audit counts %d of %d planes drained, %d may be at once"
            .formatted(planes.size(), inventory.planes(), inventory.drainablePlanes())
        : "the change drains nothing";
  }
}
