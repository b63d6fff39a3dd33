package io.outagelab.edge;

import java.nio.ByteBuffer;

/**
 * Memory for some datagrams as recvmmsg(2) and sendmmsg(2) take them: for each a {@code struct
 * mmsghdr}, which points to who sent it or is to get it, and by a {@code struct iovec} to its
 * octets. Offsets are those of 64-bit Linux.
 */
final class DatagramBatch {
  private static final int HEADER = 64;
  private static final int HEADER_NAME = 0;
  private static final int HEADER_NAME_LENGTH = 8;
  private static final int HEADER_VECTOR = 16;
  private static final int HEADER_VECTORS = 24;
  private static final int HEADER_LENGTH = 56;

  private static final int VECTOR = 16;
  private static final int VECTOR_BASE = 0;
  private static final int VECTOR_LENGTH = 8;

  /** Datagrams do not begin whole pages apart: their first octets would share lines of a cache. */
  private static final int GAP = 192;

  private final ByteBuffer headers;
  private final ByteBuffer vectors;
  private final ByteBuffer names;
  private final ByteBuffer octets;
  private final long headersAddress;
  private final int room;
  private final int stride;

  /**
   * Memory for datagrams.
   *
   * @param room for how many octets of each
   */
  DatagramBatch(int datagrams, int room) {
    this.room = room;
    this.stride = room + GAP;
    this.headers = SocketCalls.memory(datagrams * HEADER);
    this.vectors = SocketCalls.memory(datagrams * VECTOR);
    this.names = SocketCalls.memory(datagrams * SocketName.ROOM);
    this.octets = SocketCalls.memory(datagrams * stride);
    this.headersAddress = CLibrary.address(headers);
    long vector = CLibrary.address(vectors);
    long name = CLibrary.address(names);
    long first = CLibrary.address(octets);
    for (int i = 0; i < datagrams; i++) {
      vectors.putLong(i * VECTOR + VECTOR_BASE, first + (long) i * stride);
      headers.putLong(i * HEADER + HEADER_NAME, name + (long) i * SocketName.ROOM);
      headers.putLong(i * HEADER + HEADER_VECTOR, vector + (long) i * VECTOR);
      headers.putLong(i * HEADER + HEADER_VECTORS, 1);
    }
  }

  /** Where the header of a datagram is, for a call. */
  long header(int datagram) {
    return headersAddress + (long) datagram * HEADER;
  }

  /** Lets a datagram of any sender and length take this place. */
  void clear(int datagram) {
    headers.putInt(datagram * HEADER + HEADER_NAME_LENGTH, SocketName.ROOM);
    vectors.putLong(datagram * VECTOR + VECTOR_LENGTH, room);
  }

  /** Memory in which the {@link SocketName}s are, each {@link SocketName#ROOM} from the last. */
  ByteBuffer names() {
    return names;
  }

  /** How many octets of a datagram that has come are there. */
  int length(int datagram) {
    return headers.getInt(datagram * HEADER + HEADER_LENGTH);
  }

  /** Copies a datagram that has come. */
  void copyTo(int datagram, byte[] target) {
    octets.get(datagram * stride, target, 0, length(datagram));
  }

  /**
   * Makes a datagram of these octets.
   *
   * @param nameLength how many octets of its place in {@link #names()} say who is to get it
   */
  void put(int datagram, byte[] source, int length, int nameLength) {
    headers.putInt(datagram * HEADER + HEADER_NAME_LENGTH, nameLength);
    vectors.putLong(datagram * VECTOR + VECTOR_LENGTH, length);
    octets.put(datagram * stride, source, 0, length);
  }
}
