package io.outagelab.backbone.bgp;

import java.util.Arrays;
import java.util.Optional;

/** Cuts the octets of a transport into messages; keeps an incomplete one, at most 4095 octets. */
final class MessageFramer {
  private byte[] buffer = new byte[0];

  /** More octets came in. */
  void append(byte[] octets) {
    byte[] joined = Arrays.copyOf(buffer, buffer.length + octets.length);
    System.arraycopy(octets, 0, joined, buffer.length, octets.length);
    buffer = joined;
  }

  /** The next message, or what is wrong with it; empty until it is complete. */
  Optional<Decoded> next(UpdateContext context) {
    if (buffer.length < MessageCodec.HEADER) {
      return Optional.empty();
    }
    OctetReader header = new OctetReader(buffer);
    for (byte octet : header.octets(MessageCodec.MARKER)) {
      if (octet != (byte) 0xff) {
        return fault(NotificationCode.CONNECTION_NOT_SYNCHRONIZED);
      }
    }
    int length = header.u16();
    int type = header.u8();
    if (!MessageCodec.isAllowed(type, length)) {
      return fault(NotificationCode.BAD_MESSAGE_LENGTH, (byte) (length >>> 8), (byte) length);
    }
    if (buffer.length < length) {
      return Optional.empty();
    }
    byte[] body = Arrays.copyOfRange(buffer, MessageCodec.HEADER, length);
    buffer = Arrays.copyOfRange(buffer, length, buffer.length);
    return Optional.of(MessageCodec.decode(type, body, context));
  }

  private static Optional<Decoded> fault(NotificationCode code, byte... data) {
    return Optional.of(new Decoded.Faulty(code.with(data)));
  }

  /** Forgets what came over a transport that is gone. */
  void clear() {
    buffer = new byte[0];
  }
}
