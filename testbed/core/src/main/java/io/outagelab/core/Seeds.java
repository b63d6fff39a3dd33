package io.outagelab.core;

import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * The world's randomness: one generator per node, derived from the seed and the node's
 * <em>name</em>, so that a node added by an overlay does not reshuffle the others.
 */
public record Seeds(long seed) {
  private static final long FNV_OFFSET = 0xcbf29ce484222325L;
  private static final long FNV_PRIME = 0x100000001b3L;

  /** The generator of the node (or of one purpose of it) with this name. */
  public RandomGenerator of(String name) {
    long hash = FNV_OFFSET;
    for (byte octet : name.getBytes(StandardCharsets.UTF_8)) {
      hash = (hash ^ (octet & 0xff)) * FNV_PRIME;
    }
    return new SplittableRandom(seed ^ hash);
  }
}
