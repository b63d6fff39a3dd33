package io.outagelab.backbone.bgp;

import java.util.Arrays;
import java.util.Optional;

/** The path attributes that this speaker knows, by type code. */
enum AttributeType {
  /** RFC 4271 §5.1.1. */
  ORIGIN(1, Flags.TRANSITIVE),
  /** RFC 4271 §5.1.2. */
  AS_PATH(2, Flags.TRANSITIVE),
  /** RFC 4271 §5.1.3. */
  NEXT_HOP(3, Flags.TRANSITIVE),
  /** RFC 4271 §5.1.4. */
  MULTI_EXIT_DISC(4, Flags.OPTIONAL),
  /** RFC 4271 §5.1.5. */
  LOCAL_PREF(5, Flags.TRANSITIVE),
  /** RFC 4271 §5.1.6. */
  ATOMIC_AGGREGATE(6, Flags.TRANSITIVE),
  /** RFC 4271 §5.1.7. */
  AGGREGATOR(7, Flags.OPTIONAL | Flags.TRANSITIVE),
  /** RFC 1997. */
  COMMUNITIES(8, Flags.OPTIONAL | Flags.TRANSITIVE),
  /** RFC 4760 §3. */
  MP_REACH_NLRI(14, Flags.OPTIONAL),
  /** RFC 4760 §4. */
  MP_UNREACH_NLRI(15, Flags.OPTIONAL),
  /** RFC 6793: meant for speakers with 2-octet AS numbers only. */
  AS4_PATH(17, Flags.OPTIONAL | Flags.TRANSITIVE),
  /** RFC 6793: meant for speakers with 2-octet AS numbers only. */
  AS4_AGGREGATOR(18, Flags.OPTIONAL | Flags.TRANSITIVE),
  /** RFC 9234 §5. */
  ONLY_TO_CUSTOMER(35, Flags.OPTIONAL | Flags.TRANSITIVE);

  /** The Attribute Flags (RFC 4271 §4.3). */
  static final class Flags {
    static final int OPTIONAL = 0x80;
    static final int TRANSITIVE = 0x40;
    static final int PARTIAL = 0x20;
    static final int EXTENDED_LENGTH = 0x10;

    private Flags() {}
  }

  private static final AttributeType[] BY_CODE = new AttributeType[256];

  static {
    Arrays.stream(values()).forEach(type -> BY_CODE[type.code] = type);
  }

  private final int code;
  private final int flags;

  AttributeType(int code, int flags) {
    this.code = code;
    this.flags = flags;
  }

  /** The attribute of this code, if it is known. */
  static Optional<AttributeType> of(int code) {
    return Optional.ofNullable(BY_CODE[code]);
  }

  /** The Attribute Type Code. */
  int code() {
    return code;
  }

  /** The flags it is sent with. */
  int flags() {
    return flags;
  }

  /** Whether an attribute with these flags may be this one (RFC 7606 §3 c). */
  boolean allows(int found) {
    return (found & (Flags.OPTIONAL | Flags.TRANSITIVE)) == flags;
  }
}
