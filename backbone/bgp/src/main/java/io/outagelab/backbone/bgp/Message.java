package io.outagelab.backbone.bgp;

import io.outagelab.core.net.IpAddress;
import io.outagelab.core.net.Prefix;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/** A BGP message (RFC 4271 §4), in the order of the type codes. */
sealed interface Message {

  /** The type code in the message header. */
  int type();

  /**
   * Opens a session (RFC 4271 §4.2).
   *
   * @param as the My Autonomous System field: 16 bits; a larger number stands in a capability
   * @param holdSeconds the Hold Time offered
   * @param routerId the BGP Identifier
   * @param capabilities what the sender can do (RFC 5492)
   */
  record Open(int as, int holdSeconds, IpAddress routerId, List<Capability> capabilities)
      implements Message {
    /** The type code. */
    static final int TYPE = 1;

    /** The shortest Hold Time other than 0. */
    static final int MIN_HOLD_SECONDS = 3;

    /** Keeps its own copy. */
    public Open {
      capabilities = List.copyOf(capabilities);
    }

    @Override
    public int type() {
      return TYPE;
    }
  }

  /**
   * Announces and withdraws routes (RFC 4271 §4.3), those of MP_REACH_NLRI and MP_UNREACH_NLRI
   * included (RFC 4760).
   *
   * @param withdrawn no longer reachable; includes what an error made so (RFC 7606)
   * @param announced reachable, at most one group for each next hop
   * @param faults the attribute errors that did not end the session
   */
  record Update(List<Prefix> withdrawn, List<Announcement> announced, List<AttributeFault> faults)
      implements Message {
    /** The type code. */
    static final int TYPE = 2;

    /** Keeps its own copies. */
    public Update {
      withdrawn = List.copyOf(withdrawn);
      announced = List.copyOf(announced);
      faults = List.copyOf(faults);
    }

    @Override
    public int type() {
      return TYPE;
    }
  }

  /** Prefixes that share their path attributes. */
  record Announcement(PathAttributes attributes, List<Prefix> nlri) {
    /** Keeps its own copy. */
    public Announcement {
      nlri = List.copyOf(nlri);
    }
  }

  /** Reports an error and ends the session (RFC 4271 §4.5). */
  record Notification(int code, int subcode, byte[] data) implements Message {
    /** The type code. */
    static final int TYPE = 3;

    @Override
    public int type() {
      return TYPE;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Notification that
          && code == that.code
          && subcode == that.subcode
          && Arrays.equals(data, that.data);
    }

    @Override
    public int hashCode() {
      return 31 * (31 * code + subcode) + Arrays.hashCode(data);
    }

    @Override
    public String toString() {
      return "NOTIFICATION " + code + "/" + subcode + " " + HexFormat.of().formatHex(data);
    }
  }

  /** Keeps a session alive (RFC 4271 §4.4). */
  record Keepalive() implements Message {
    /** The type code. */
    static final int TYPE = 4;

    @Override
    public int type() {
      return TYPE;
    }
  }
}
