package io.outagelab.console.compose;

import io.outagelab.core.net.Prefix;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Which subnets this machine uses already. */
final class Subnets {
  /** What to propose instead, in this order: the first two octets of private addresses. */
  private static final List<String> PROPOSALS =
      List.of("10.53", "10.153", "172.30", "172.31", "10.211", "192.168");

  /** A shorter prefix is no subnet: a tunnel takes the Internet in halves, beside the default. */
  private static final int LARGEST = 8;

  private static final int DESTINATION = 1;
  private static final int MASK = 7;

  private Subnets() {}

  /**
   * A subnet in use.
   *
   * @param user who uses it, for people
   */
  record Used(Prefix subnet, String user) {
    boolean overlaps(Prefix other) {
      return subnet.covers(other) || other.covers(subnet);
    }
  }

  /** The IPv4 prefix that a text is. */
  static Optional<Prefix> ipv4(String text) {
    try {
      return Optional.of(Prefix.of(text)).filter(prefix -> !prefix.network().isIpv6());
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /**
   * The kernel's IPv4 routes to subnets; none where the kernel has no such file.
   *
   * @param ignored interfaces whose routes do not count
   */
  static List<Used> routes(Path kernel, Set<String> ignored) {
    List<Used> routes = new ArrayList<>();
    for (String line : lines(kernel.resolve("net").resolve("route"))) {
      String[] fields = line.strip().split("\\s+", -1);
      if (fields.length > MASK && !ignored.contains(fields[0])) {
        prefix(fields[DESTINATION], fields[MASK])
            .filter(prefix -> prefix.length() >= LARGEST)
            .ifPresent(prefix -> routes.add(new Used(prefix, "a route by " + fields[0])));
      }
    }
    return routes;
  }

  private static List<String> lines(Path file) {
    try {
      return Files.isReadable(file) ? Files.readAllLines(file) : List.of();
    } catch (IOException e) {
      // Then it is Docker that will find out.
      return List.of();
    }
  }

  /** The kernel prints addresses as numbers in the order of octets that the machine has. */
  private static Optional<Prefix> prefix(String destination, String mask) {
    String hex = "[0-9A-Fa-f]{8}";
    if (!destination.matches(hex) || !mask.matches(hex)) {
      return Optional.empty();
    }
    int address = inOrder(Integer.parseUnsignedInt(destination, 16));
    return ipv4(
        "%d.%d.%d.%d/%d"
            .formatted(
                address >>> 24,
                (address >>> 16) & 0xff,
                (address >>> 8) & 0xff,
                address & 0xff,
                Integer.bitCount(Integer.parseUnsignedInt(mask, 16))));
  }

  private static int inOrder(int number) {
    return ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN
        ? Integer.reverseBytes(number)
        : number;
  }

  /** The first two octets of a subnet that nobody uses. */
  static Optional<String> free(List<Used> used) {
    return PROPOSALS.stream()
        .filter(
            octets ->
                used.stream().noneMatch(known -> known.overlaps(Prefix.of(octets + ".0.0/16"))))
        .findFirst();
  }
}
