package io.outagelab.console.api;

import io.outagelab.assembly.Mode;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * What a lab is: its world, how it runs, and where its players are found.
 *
 * @param world the world's name
 * @param title one line for people
 * @param file the world file
 * @param mode how it runs
 * @param seed of its randomness
 * @param compression how much faster than the world it runs
 * @param mitigations the overlays merged in
 * @param epoch the instant of world time zero
 * @param time world time since the lab's start
 * @param dnsPort where its name servers and resolvers listen
 * @param addresses who listens where
 * @param roots the root servers' names and addresses, for those who iterate
 */
public record LabDescription(
    String world,
    String title,
    Path file,
    Mode mode,
    long seed,
    int compression,
    List<String> mitigations,
    Instant epoch,
    Duration time,
    int dnsPort,
    List<Place> addresses,
    List<Place> roots) {
  /** Keeps its own copies of the lists. */
  public LabDescription {
    mitigations = List.copyOf(mitigations);
    addresses = List.copyOf(addresses);
    roots = List.copyOf(roots);
  }

  /** What a listener is. */
  public enum Role {
    /** Answers from zones. */
    NAME_SERVER,
    /** Answers by asking name servers. */
    RESOLVER,
    /** A front end or back end. */
    SERVICE
  }

  /**
   * A listener.
   *
   * @param role what it is
   * @param name what it is called
   * @param address where sockets find it in this lab
   * @param published the address that the world knows
   */
  public record Place(Role role, String name, String address, String published) {}

  /** The listeners of this kind. */
  public List<Place> places(Role role) {
    return addresses.stream().filter(place -> place.role() == role).toList();
  }
}
