package io.outagelab.authoritative.zone;

import java.util.Arrays;
import java.util.List;
import org.xbill.DNS.Name;

/**
 * Names and their numbers, found by the octets of a name in wire format: an open-addressed table
 * that is asked without allocating. Immutable. The number of a name is its place in the list that
 * the table was made of.
 *
 * <p>The hash of a name is reckoned from its last octet to its first, so that one pass over a QNAME
 * yields the hashes of all names it ends in: see {@link #hash(int, byte)}.
 */
public final class NameTable {
  /** The hash of no octets at all, where reckoning starts. */
  public static final int NO_HASH = 0x811c9dc5;

  /** What {@link #find} says of a name that is not there. */
  public static final int ABSENT = -1;

  private static final int PRIME = 0x01000193;
  private static final byte[] WILDCARD = {1, '*'};
  private static final int MIX = 0x9e3779b9;

  /** Octets of all names in lower case, one after the other. */
  private final byte[] octets;

  /** Where a name's octets start; one more entry says where the last ends. */
  private final int[] starts;

  private final int[] hashes;

  /**
   * Numbers of names, plus one; 0 in an empty slot. A power of two in length, at most half full.
   */
  private final int[] slots;

  /** The table of these names, which differ. */
  public NameTable(List<Name> names) {
    int size = names.size();
    this.starts = new int[size + 1];
    int total = 0;
    for (int i = 0; i < size; i++) {
      starts[i] = total;
      total += names.get(i).length();
    }
    starts[size] = total;
    this.octets = new byte[total];
    this.hashes = new int[size];
    this.slots = new int[Integer.highestOneBit(Math.max(1, size) * 2 - 1) * 2];
    for (int i = 0; i < size; i++) {
      add(i, names.get(i).toWireCanonical());
    }
  }

  private void add(int number, byte[] name) {
    System.arraycopy(name, 0, octets, starts[number], name.length);
    int hash = NO_HASH;
    for (int i = name.length - 1; i >= 0; i--) {
      hash = hash(hash, name[i]);
    }
    hashes[number] = hash;
    int slot = slot(hash);
    while (slots[slot] != 0) {
      slot = (slot + 1) & (slots.length - 1);
    }
    slots[slot] = number + 1;
  }

  /** The hash of some octets with one more before them. */
  public static int hash(int hash, byte before) {
    return (hash ^ before) * PRIME;
  }

  /**
   * The number of a name, or {@link #ABSENT}.
   *
   * @param hash that of the name's octets
   * @param name octets in lower case, of which those from {@code start} to {@code end} are the name
   */
  public int find(int hash, byte[] name, int start, int end) {
    for (int slot = slot(hash); slots[slot] != 0; slot = (slot + 1) & (slots.length - 1)) {
      int number = slots[slot] - 1;
      if (hashes[number] == hash
          && Arrays.equals(octets, starts[number], starts[number + 1], name, start, end)) {
        return number;
      }
    }
    return ABSENT;
  }

  /** The number of the wildcard below a name that is given as for {@link #find}. */
  public int findWildcard(int hash, byte[] name, int start, int end) {
    int wild = hash(hash(hash, WILDCARD[1]), WILDCARD[0]);
    for (int slot = slot(wild); slots[slot] != 0; slot = (slot + 1) & (slots.length - 1)) {
      int number = slots[slot] - 1;
      int first = starts[number];
      if (hashes[number] == wild
          && octets[first] == WILDCARD[0]
          && octets[first + 1] == WILDCARD[1]
          && Arrays.equals(octets, first + 2, starts[number + 1], name, start, end)) {
        return number;
      }
    }
    return ABSENT;
  }

  /**
   * The number of the last name at or before one in canonical order (RFC 4034 §6.1), in which the
   * names of this table must be; {@link #ABSENT} if there is none.
   *
   * @param name octets in lower case
   * @param labels where in the octets each label starts, the root's at last
   * @param count how many labels the name has, the root's not counted
   * @param scratch for as many labels as a name can have
   */
  public int floor(byte[] name, int[] labels, int count, int[] scratch) {
    int low = 0;
    int high = size() - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      if (compare(middle, name, labels, count, scratch) <= 0) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return high;
  }

  /** Label by label from the root's; a name that has no more of them comes first. */
  private int compare(int number, byte[] name, int[] labels, int count, int[] scratch) {
    int own = 0;
    for (int at = starts[number]; octets[at] != 0; at += 1 + octets[at]) {
      scratch[own++] = at;
    }
    for (int i = 1; i <= own && i <= count; i++) {
      int mine = scratch[own - i];
      int other = labels[count - i];
      int difference =
          Arrays.compareUnsigned(
              octets, mine + 1, mine + 1 + octets[mine], name, other + 1, other + 1 + name[other]);
      if (difference != 0) {
        return difference;
      }
    }
    return own - count;
  }

  /** The number of a name, or {@link #ABSENT}. */
  public int find(Name name) {
    byte[] wire = name.toWireCanonical();
    int hash = NO_HASH;
    for (int i = wire.length - 1; i >= 0; i--) {
      hash = hash(hash, wire[i]);
    }
    return find(hash, wire, 0, wire.length);
  }

  /** How many names there are. */
  public int size() {
    return hashes.length;
  }

  private int slot(int hash) {
    return ((hash * MIX) >>> 7) & (slots.length - 1);
  }
}
