package io.outagelab.authoritative.zone;

import org.xbill.DNS.Type;

/** Tells the types of records that zones hold from those that are for messages alone. */
public final class DataTypes {
  private static final int FIRST_META_TYPE = 128;

  private DataTypes() {}

  /**
   * Whether zones hold records of this type: 0 is no type, OPT belongs to one message, and 128 to
   * 255 are QTYPEs and meta types (RFC 6895 §3.1).
   */
  public static boolean isData(int type) {
    return type != 0 && type != Type.OPT && (type < FIRST_META_TYPE || type > Type.ANY);
  }
}
