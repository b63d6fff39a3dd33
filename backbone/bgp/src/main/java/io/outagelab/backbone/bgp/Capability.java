package io.outagelab.backbone.bgp;

import io.outagelab.core.net.IpAddress.Family;
import java.util.Arrays;
import java.util.HexFormat;

/** A capability in an OPEN (RFC 5492). */
sealed interface Capability {

  /** Routes of one address family can be exchanged (RFC 4760 §8). */
  record Multiprotocol(int afi, int safi) implements Capability {
    /** The capability code. */
    static final int CODE = 1;

    /** Unicast routes of the family. */
    static Multiprotocol unicast(Family family) {
      return new Multiprotocol(AddressFamilies.afi(family), AddressFamilies.UNICAST);
    }
  }

  /** AS numbers have four octets; the sender's own (RFC 6793). */
  record FourOctetAs(long as) implements Capability {
    /** The capability code. */
    static final int CODE = 65;
  }

  /** What the sender is to the receiver (RFC 9234 §4.1). */
  record Role(int value) implements Capability {
    /** The capability code. */
    static final int CODE = 9;

    /** The sender sells transit to the receiver. */
    static final int PROVIDER = 0;

    /** The sender buys transit from the receiver. */
    static final int CUSTOMER = 3;

    /** The two exchange routes as equals. */
    static final int PEER = 4;
  }

  /** One that this speaker does not know. */
  record Unknown(int code, byte[] value) implements Capability {
    @Override
    public boolean equals(Object other) {
      return other instanceof Unknown that && code == that.code && Arrays.equals(value, that.value);
    }

    @Override
    public int hashCode() {
      return 31 * code + Arrays.hashCode(value);
    }

    @Override
    public String toString() {
      return "capability " + code + " " + HexFormat.of().formatHex(value);
    }
  }
}
