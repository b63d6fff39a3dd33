package io.outagelab.backbone.bgp;

import java.util.Arrays;
import java.util.HexFormat;

/**
 * A path attribute that is passed on unread.
 *
 * @param flags the Attribute Flags without the Extended Length bit
 * @param type the Attribute Type Code
 * @param value the octets; never changed after it was made
 */
public record OpaqueAttribute(int flags, int type, byte[] value) {
  @Override
  public boolean equals(Object other) {
    return other instanceof OpaqueAttribute that
        && flags == that.flags
        && type == that.type
        && Arrays.equals(value, that.value);
  }

  @Override
  public int hashCode() {
    return 31 * (31 * flags + type) + Arrays.hashCode(value);
  }

  @Override
  public String toString() {
    return "attribute " + type + " " + HexFormat.of().formatHex(value);
  }
}
