package io.outagelab.authoritative;

import java.util.Arrays;

/**
 * Keeps answers to a {@link RateLimit}. For one thread; what it remembers is bounded, and it
 * allocates nothing.
 *
 * <p>A network may have a second's worth of like answers at once; from then on one is due after the
 * other. Of networks that share a place in the table, the one that was quiet longest is forgotten.
 */
final class RateLimiter {
  /** What becomes of an answer. */
  enum Verdict {
    /** It goes out. */
    SEND,
    /** It goes out empty and truncated. */
    SLIP,
    /** It does not go out. */
    DROP
  }

  private static final int PLACES = 1 << 16;
  private static final int PROBES = 4;
  private static final long SECOND = 1_000_000_000;
  private static final int LONGEST = 16 + 4;

  private final RateLimit limit;
  private final SipHash hash;
  private final long interval;

  /** Nothing has been due yet: long before any instant of any clock. */
  private static final long NEVER = Long.MIN_VALUE;

  /** What each place is for: a hash of network and answer. */
  private final long[] keys = new long[PLACES];

  /** When the answers that went out would all have been due, one after the other: nanoseconds. */
  private final long[] spentUntil = new long[PLACES];

  private final int[] withheld = new int[PLACES];
  private final byte[] hashed = new byte[LONGEST];

  /** With a key of {@link SipHash#KEY} octets that clients cannot know. */
  RateLimiter(RateLimit limit, byte[] key) {
    this.limit = limit;
    this.hash = new SipHash(key);
    this.interval = SECOND / limit.responsesPerSecond();
    Arrays.fill(spentUntil, NEVER);
  }

  /**
   * Judges an answer.
   *
   * @param client the address it would go to
   * @param likeness the same for answers that are alike
   * @param nanos now, by a clock of any origin; never less than before
   */
  Verdict judge(byte[] client, int likeness, long nanos) {
    int place = place(key(client, likeness));
    long spent = Math.max(spentUntil[place], nanos);
    if (spent + interval - nanos <= SECOND) {
      spentUntil[place] = spent + interval;
      return Verdict.SEND;
    }
    withheld[place]++;
    return limit.slip() > 0 && withheld[place] % limit.slip() == 0 ? Verdict.SLIP : Verdict.DROP;
  }

  private long key(byte[] client, int likeness) {
    int bits = client.length == 4 ? limit.ipv4Prefix() : limit.ipv6Prefix();
    for (int i = 0; i < client.length; i++) {
      int kept = Math.clamp(bits - 8 * i, 0, 8);
      hashed[i] = (byte) (client[i] & (0xff00 >> kept));
    }
    for (int i = 0; i < 4; i++) {
      hashed[client.length + i] = (byte) (likeness >>> (8 * i));
    }
    return hash.hash(hashed, client.length + 4);
  }

  /** The place of a key, which takes over the one that was quiet longest if it has none. */
  private int place(long key) {
    int quietest = (int) key & (PLACES - 1);
    for (int probe = 0; probe < PROBES; probe++) {
      int place = ((int) key + probe) & (PLACES - 1);
      if (keys[place] == key) {
        return place;
      }
      if (spentUntil[place] < spentUntil[quietest]) {
        quietest = place;
      }
    }
    keys[quietest] = key;
    spentUntil[quietest] = NEVER;
    withheld[quietest] = 0;
    return quietest;
  }
}
