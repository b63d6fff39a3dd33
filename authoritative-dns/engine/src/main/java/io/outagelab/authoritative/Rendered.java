package io.outagelab.authoritative;

import org.jspecify.annotations.Nullable;

/**
 * An answer as octets, but for what differs from query to query: the header's id, the question as
 * it was spelled, and the OPT record.
 *
 * <p>Names in it point to where they already stand (RFC 1035 §4.1.4): in the QNAME, or further
 * ahead in the answer itself. Both lie at a fixed distance from where the name starts that the
 * answer is for, so that adding this start to the pointers makes the answer to {@code
 * x.example.com} one to {@code longer.example.com}.
 *
 * @param kind what it answers: see {@link AnswerMemory}
 * @param dnssec whether it is for clients that want DNSSEC records
 * @param encloser the number of the closest encloser, where that and the place of the name decide
 *     together; else {@link #ANY}
 * @param fitting how many octets the name has that this is for, which ends every QNAME it answers
 * @param records the records of the three sections, with pointers as if the name that this is for
 *     started at octet 0
 * @param pointers where in the records there is a pointer to add to
 * @param leavesZone whether it has something of other zones than the one that the QNAME is in
 * @param isAuthoritative the AA bit
 * @param rcode the RCODE, of 4 bits
 * @param answers how many records the answer section has
 * @param authorities how many records the authority section has
 * @param additionals how many records the additional section has, OPT not counted
 * @param next another answer for the same name
 */
@SuppressWarnings("ArrayRecordComponent") // Its package alone sees it, and nobody compares it.
record Rendered(
    int kind,
    boolean dnssec,
    int encloser,
    int fitting,
    byte[] records,
    int[] pointers,
    boolean leavesZone,
    boolean isAuthoritative,
    int rcode,
    int answers,
    int authorities,
    int additionals,
    @Nullable Rendered next) {
  /** The closest encloser of an answer that does not depend on it. */
  static final int ANY = -1;

  private static final int OBJECTS = 96;

  /** An answer without records. */
  static Rendered bare(int rcode) {
    return new Rendered(
        0, false, ANY, 0, new byte[0], new int[0], false, false, rcode, 0, 0, 0, null);
  }

  /** The same answer, at the head of a name's others. */
  Rendered before(@Nullable Rendered others) {
    return new Rendered(
        kind,
        dnssec,
        encloser,
        fitting,
        records,
        pointers,
        leavesZone,
        isAuthoritative,
        rcode,
        answers,
        authorities,
        additionals,
        others);
  }

  /** Whether it is the answer of this kind: see the parameters of the record. */
  boolean is(int otherKind, boolean otherDnssec, int otherEncloser) {
    return kind == otherKind && dnssec == otherDnssec && encloser == otherEncloser;
  }

  /** How many octets of memory it takes, about. */
  int weight() {
    return OBJECTS + records.length + Integer.BYTES * pointers.length;
  }

  /**
   * Writes the records into a response.
   *
   * @param response where to
   * @param at the octet to start at
   * @param base where in the response the name starts that this is for
   * @return the octet after the last
   */
  int write(byte[] response, int at, int base) {
    System.arraycopy(records, 0, response, at, records.length);
    for (int pointer : pointers) {
      int low = (response[at + pointer + 1] & 0xff) + base;
      response[at + pointer + 1] = (byte) low;
      response[at + pointer] += (byte) (low >> 8);
    }
    return at + records.length;
  }
}
