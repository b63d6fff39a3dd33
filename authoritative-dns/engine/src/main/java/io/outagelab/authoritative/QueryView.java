package io.outagelab.authoritative;

import io.outagelab.authoritative.zone.DataTypes;
import io.outagelab.authoritative.zone.NameTable;
import io.outagelab.core.dns.DnsCodec;
import java.io.IOException;
import java.util.Arrays;
import org.xbill.DNS.DClass;
import org.xbill.DNS.EDNSOption;
import org.xbill.DNS.Name;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Type;

/**
 * A query as it lies in its octets: where its question stands, what its OPT record says, and the
 * hashes of every name that the QNAME ends in. Reading allocates nothing; one object reads one
 * query after the other.
 *
 * <p>Only what nearly all queries look like is read here: a {@linkplain Kind#PLAIN plain} one. All
 * others are {@linkplain Kind#OTHER left} to the whole codec.
 */
final class QueryView {
  /** What a message turned out to be. */
  enum Kind {
    /** No query: it gets no answer. */
    NONE,
    /** One question of class IN for a type that zones hold, with or without EDNS. */
    PLAIN,
    /** No question and, with EDNS, a cookie: another is wanted (RFC 7873 §5.4). */
    COOKIE,
    /** Anything else, sound or not. */
    OTHER
  }

  static final int HEADER = 12;

  /** How long the COOKIE option's data is if there is none. */
  static final int NO_COOKIE = -1;

  private static final int MAX_NAME = 255;
  private static final int MAX_LABELS = 128;
  private static final int MAX_LABEL = 63;
  private static final int OPT_HEADER = 11;
  private static final int OPTION_HEADER = 4;

  /** Octets in lower case; those that say how long a label is are no letters, and stay. */
  private static final byte[] LOWER = new byte[256];

  static {
    for (int i = 0; i < LOWER.length; i++) {
      LOWER[i] = (byte) (i >= 'A' && i <= 'Z' ? i + ('a' - 'A') : i);
    }
  }

  private byte[] octets = new byte[0];
  private int length;
  private int nameLength;
  private int questionEnd;
  private int labels;
  private int type;
  private boolean edns;
  private boolean dnssecOk;
  private boolean nsid;
  private int payload;
  private int cookie;
  private int cookieLength;
  private final byte[] name = new byte[MAX_NAME];

  /** Where in the name each label starts; the last is the root's. */
  private final int[] starts = new int[MAX_LABELS];

  /** The hash of the name that starts with each label. */
  private final int[] hashes = new int[MAX_LABELS];

  private final int[] scratch = new int[MAX_LABELS];

  /** Reads a message: the first {@code size} of these octets, which must stay as they are. */
  Kind read(byte[] message, int size) {
    octets = message;
    length = size;
    if (!DnsCodec.isRequest(message, size)) {
      return Kind.NONE;
    }
    boolean standard =
        (message[2] & 0x78) >> 3 == Opcode.QUERY
            && short16(4) <= 1
            && short16(6) == 0
            && short16(8) == 0
            && short16(10) <= 1;
    if (standard && short16(4) == 0) {
      nameLength = 0;
      questionEnd = HEADER;
      return hasPlainEdns() && cookieLength != NO_COOKIE ? Kind.COOKIE : Kind.OTHER;
    }
    return standard && hasPlainQuestion() && hasPlainEdns() ? Kind.PLAIN : Kind.OTHER;
  }

  private boolean hasPlainQuestion() {
    int at = HEADER;
    labels = 0;
    for (int labelLength = octet(at); labelLength != 0; labelLength = octet(at)) {
      if (labelLength < 0 || labelLength > MAX_LABEL || at - HEADER + labelLength >= MAX_NAME - 1) {
        return false;
      }
      starts[labels++] = at - HEADER;
      at += 1 + labelLength;
    }
    starts[labels] = at - HEADER;
    nameLength = at - HEADER + 1;
    questionEnd = nameEnd() + 4;
    if (questionEnd > length) {
      return false;
    }
    hashName();
    type = short16(at + 1);
    boolean searched = DataTypes.isData(type) || type == Type.ANY;
    return searched && short16(at + 3) == DClass.IN;
  }

  private void hashName() {
    int hash = NameTable.NO_HASH;
    int label = labels;
    for (int i = nameLength - 1; i >= 0; i--) {
      byte lower = LOWER[octets[HEADER + i] & 0xff];
      name[i] = lower;
      hash = NameTable.hash(hash, lower);
      if (i == starts[label]) {
        hashes[label--] = hash;
        label = Math.max(label, 0);
      }
    }
  }

  /** RFC 6891 §6.1.2: nothing, or one OPT record of the root with version 0, and the end. */
  private boolean hasPlainEdns() {
    edns = short16(10) == 1;
    dnssecOk = false;
    nsid = false;
    payload = DnsCodec.MAX_UDP;
    cookieLength = NO_COOKIE;
    int at = questionEnd;
    if (!edns) {
      return at == length;
    }
    if (at + OPT_HEADER > length || octets[at] != 0 || short16(at + 1) != Type.OPT) {
      return false;
    }
    payload = Math.clamp(short16(at + 3), DnsCodec.MAX_UDP, DnsCodec.EDNS_BUFFER);
    dnssecOk = (octets[at + 7] & 0x80) != 0;
    boolean fits = at + OPT_HEADER + short16(at + 9) == length;
    return octets[at + 6] == 0 && fits && hasSoundOptions(at + OPT_HEADER);
  }

  private boolean hasSoundOptions(int first) {
    int at = first;
    while (at < length) {
      if (at + OPTION_HEADER > length || at + OPTION_HEADER + short16(at + 2) > length) {
        return false;
      }
      int size = short16(at + 2);
      switch (short16(at)) {
        case EDNSOption.Code.NSID -> nsid = true;
        case EDNSOption.Code.COOKIE -> {
          if (!Cookies.isSound(size)) {
            return false;
          }
          cookie = at + OPTION_HEADER;
          cookieLength = size;
        }
        // Of these the codec knows whether they are sound.
        case EDNSOption.Code.DAU,
            EDNSOption.Code.DHU,
            EDNSOption.Code.N3U,
            EDNSOption.Code.CLIENT_SUBNET,
            EDNSOption.Code.TCP_KEEPALIVE,
            EDNSOption.Code.EDNS_EXTENDED_ERROR -> {
          return false;
        }
        default -> {
          // RFC 6891 §6.1.2: options that are not known are passed over.
        }
      }
      at += OPTION_HEADER + size;
    }
    return true;
  }

  /** An octet as a number; -1 beyond the end. */
  private int octet(int at) {
    return at < length ? octets[at] & 0xff : -1;
  }

  private int short16(int at) {
    return ((octets[at] & 0xff) << 8) | (octets[at + 1] & 0xff);
  }

  /** The octets that the message was read from. */
  byte[] octets() {
    return octets;
  }

  /** How many of the octets are the message. */
  int length() {
    return length;
  }

  /** Where the QNAME ends. */
  int nameEnd() {
    return HEADER + nameLength;
  }

  /** Where the question section ends. */
  int questionEnd() {
    return questionEnd;
  }

  /** How many labels the QNAME has, the root's not counted. */
  int labels() {
    return labels;
  }

  /** The number in a table of the name that lacks the QNAME's first {@code label} labels. */
  int in(NameTable table, int label) {
    return table.find(hashes[label], name, starts[label], nameLength);
  }

  /** The number in a table of the wildcard below the name that lacks so many first labels. */
  int wildcardIn(NameTable table, int label) {
    return table.findWildcard(hashes[label], name, starts[label], nameLength);
  }

  /** The number in a table of the last name at or before the QNAME in canonical order. */
  int floorIn(NameTable table) {
    return table.floor(name, starts, labels, scratch);
  }

  /** The QNAME, as it was spelled. */
  Name qname() {
    try {
      return new Name(Arrays.copyOfRange(octets, HEADER, HEADER + nameLength));
    } catch (IOException e) {
      throw new IllegalStateException("a name that was read cannot be read", e);
    }
  }

  /** The QTYPE. */
  int type() {
    return type;
  }

  /** Whether there is an OPT record. */
  boolean hasEdns() {
    return edns;
  }

  /** Whether the client wants DNSSEC records (RFC 3225). */
  boolean isDnssecOk() {
    return dnssecOk;
  }

  /** Whether the client wants to know which server this is (RFC 5001). */
  boolean wantsNsid() {
    return nsid;
  }

  /** The largest datagram that the client takes. */
  int payload() {
    return payload;
  }

  /** The hash of the name that lacks the QNAME's first {@code label} labels. */
  int hash(int label) {
    return hashes[label];
  }

  /** The hash of the name of so many octets that the QNAME ends in; of all of it, if of none. */
  int hashOfEnd(int size) {
    int label = labels;
    while (label > 0 && nameLength - starts[label] < size) {
      label--;
    }
    return hashes[label];
  }

  /** Where the COOKIE option's data starts (RFC 7873 §4), if there is one. */
  int cookie() {
    return cookie;
  }

  /** How long the COOKIE option's data is, or {@link #NO_COOKIE}. */
  int cookieLength() {
    return cookieLength;
  }
}
