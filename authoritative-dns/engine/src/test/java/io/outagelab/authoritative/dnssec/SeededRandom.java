package io.outagelab.authoritative.dnssec;

import java.security.SecureRandom;
import java.util.SplittableRandom;

/** A source of keys and signatures that gives the same ones again: for tests. */
final class SeededRandom extends SecureRandom {
  private static final long serialVersionUID = 1;

  private final transient SplittableRandom random;

  SeededRandom(long seed) {
    this.random = new SplittableRandom(seed);
  }

  @Override
  public void nextBytes(byte[] bytes) {
    random.nextBytes(bytes);
  }
}
