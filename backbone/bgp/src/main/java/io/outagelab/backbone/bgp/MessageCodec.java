package io.outagelab.backbone.bgp;

import io.outagelab.backbone.bgp.Message.Keepalive;
import io.outagelab.backbone.bgp.Message.Notification;
import io.outagelab.backbone.bgp.Message.Open;
import io.outagelab.backbone.bgp.Message.Update;

/** Messages to and from the wire: a header of marker, length and type, and a body (RFC 4271 §4). */
final class MessageCodec {
  /** The longest message. */
  static final int MAX_LENGTH = 4096;

  /** The length of the header, and so of the shortest message. */
  static final int HEADER = 19;

  /** How many octets of ones a message starts with. */
  static final int MARKER = 16;

  private MessageCodec() {}

  /** Reads a body whose length {@link #isAllowed} accepted. */
  static Decoded decode(int type, byte[] body, UpdateContext context) {
    OctetReader reader = new OctetReader(body);
    return switch (type) {
      case Open.TYPE -> OpenCodec.decode(reader);
      case Update.TYPE -> UpdateDecoder.decode(reader, context);
      case Notification.TYPE ->
          new Decoded.Read(
              new Notification(reader.u8(), reader.u8(), reader.octets(reader.remaining())));
      case Keepalive.TYPE -> new Decoded.Read(new Keepalive());
      default -> new Decoded.Faulty(NotificationCode.BAD_MESSAGE_TYPE.with((byte) type));
    };
  }

  /** Whether a message of this type may be this long, header included (RFC 4271 §6.1). */
  static boolean isAllowed(int type, int length) {
    int body = length - HEADER;
    boolean isInBounds = body >= 0 && length <= MAX_LENGTH;
    return isInBounds
        && switch (type) {
          case Open.TYPE -> body >= OpenCodec.shortest();
          case Update.TYPE -> body >= 4;
          case Notification.TYPE -> body >= 2;
          case Keepalive.TYPE -> body == 0;
          default -> true;
        };
  }

  /** The octets of an OPEN. */
  static byte[] encode(Open open) {
    return frame(Open.TYPE, OpenCodec.encode(open));
  }

  /** The octets of a NOTIFICATION; data that does not fit is cut. */
  static byte[] encode(Notification notification) {
    OctetReader data = new OctetReader(notification.data());
    int room = MAX_LENGTH - HEADER - 2;
    byte[] body =
        new OctetWriter()
            .u8(notification.code())
            .u8(notification.subcode())
            .octets(data.octets(Math.min(room, data.remaining())))
            .toOctets();
    return frame(Notification.TYPE, body);
  }

  /** The octets of a KEEPALIVE. */
  static byte[] keepalive() {
    return frame(Keepalive.TYPE, new byte[0]);
  }

  /** A body with its header. */
  static byte[] frame(int type, byte[] body) {
    OctetWriter writer = new OctetWriter();
    for (int i = 0; i < MARKER; i++) {
      writer.u8(0xff);
    }
    return writer.u16(HEADER + body.length).u8(type).octets(body).toOctets();
  }
}
