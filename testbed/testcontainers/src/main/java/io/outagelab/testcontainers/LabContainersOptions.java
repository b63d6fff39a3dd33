package io.outagelab.testcontainers;

import java.util.OptionalInt;

/**
 * How a lab of containers runs.
 *
 * @param image the lab's image, made from the project's Dockerfile
 * @param net the first two octets of all addresses: a /16 that nobody uses
 * @param compression how much faster than the world it runs; the world's own when empty
 * @param seed what its randomness is derived from
 */
public record LabContainersOptions(String image, String net, OptionalInt compression, long seed) {
  /** The image of this name, on 10.57.0.0/16, at the world's own pace. */
  public static LabContainersOptions of(String image) {
    return new LabContainersOptions(image, "10.57", OptionalInt.empty(), 1);
  }

  /** The same on another /16. */
  public LabContainersOptions withNet(String firstTwoOctets) {
    return new LabContainersOptions(image, firstTwoOctets, compression, seed);
  }

  /** The same at another pace. */
  public LabContainersOptions withCompression(int times) {
    return new LabContainersOptions(image, net, OptionalInt.of(times), seed);
  }
}
