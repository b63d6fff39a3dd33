package io.outagelab.harness;

import io.outagelab.core.dns.DnsCodec;
import io.outagelab.core.dns.DnsNames;
import io.outagelab.core.dns.Question;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.xbill.DNS.DClass;
import org.xbill.DNS.EDNSOption;
import org.xbill.DNS.ExtendedErrorCodeOption;
import org.xbill.DNS.Message;
import org.xbill.DNS.NSIDOption;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** A foreign DNS client: plain JDK sockets that know nothing of the lab but an address. */
record DnsClient(String address, int port) {
  /** How long an answer that is expected may take. */
  private static final int PATIENCE_MILLIS = 10_000;

  /** Many times what an answer takes: without one by then, there is silence. */
  private static final int SILENCE_MILLIS = 400;

  private static final int ID = 4711;

  /** An EDNS option's code and length (RFC 6891 §6.1.2). */
  private static final int OPTION_HEADER = 4;

  /** Asks for the addresses of a name. */
  Message ask(String name) {
    return exchange(message(name, Type.A, DClass.IN), PATIENCE_MILLIS)
        .orElseThrow(() -> new AssertionError("no answer for " + name + " from " + this));
  }

  /** The rcode's mnemonic for a name. */
  String rcode(String name) {
    return Rcode.string(ask(name).getRcode());
  }

  /** Whether nothing comes back: no answer, and no refusal either. */
  boolean isSilent(String name) {
    return exchange(message(name, Type.A, DClass.IN), SILENCE_MILLIS).isEmpty();
  }

  /** Who answers, as CHAOS TXT says (RFC 4892). */
  String identity() {
    Message reply =
        exchange(message("id.server", Type.TXT, DClass.CH), PATIENCE_MILLIS).orElseThrow();
    return reply.getSection(Section.ANSWER).getFirst().rdataToString().replace("\"", "");
  }

  /** Who answers, as NSID says (RFC 5001). */
  String nsid(String name) {
    Message query = message(name, Type.A, DClass.IN);
    query.removeAllRecords(Section.ADDITIONAL);
    query.addRecord(new OPTRecord(1232, 0, 0, 0, new NSIDOption(new byte[0])), Section.ADDITIONAL);
    OPTRecord opt = exchange(query, PATIENCE_MILLIS).orElseThrow().getOPT();
    byte[] option = opt.getOptions(EDNSOption.Code.NSID).getFirst().toWire();
    return new String(option, OPTION_HEADER, option.length - OPTION_HEADER, StandardCharsets.UTF_8);
  }

  /** The extended error's code in a reply (RFC 8914), if it has one. */
  static Optional<Integer> extendedError(Message reply) {
    return Optional.ofNullable(reply.getOPT())
        .flatMap(opt -> opt.getOptions(EDNSOption.Code.EDNS_EXTENDED_ERROR).stream().findFirst())
        .map(option -> ((ExtendedErrorCodeOption) option).getErrorCode());
  }

  /** The first record's TTL. */
  static long ttl(Message reply) {
    return first(reply).getTTL();
  }

  /** The first record's data. */
  static String data(Message reply) {
    return first(reply).rdataToString();
  }

  private static Record first(Message reply) {
    return reply.getSection(Section.ANSWER).getFirst();
  }

  /** A query as a stub would send it. */
  static Message message(String name, int type, int dclass) {
    return DnsCodec.withEdns(
        DnsCodec.query(ID, new Question(DnsNames.of(name), type, dclass), true));
  }

  private Optional<Message> exchange(Message query, int millis) {
    try (DatagramSocket socket = new DatagramSocket()) {
      send(socket, query.toWire());
      socket.setSoTimeout(millis);
      DatagramPacket reply = new DatagramPacket(new byte[4096], 4096);
      socket.receive(reply);
      return DnsCodec.decode(Arrays.copyOf(reply.getData(), reply.getLength()));
    } catch (SocketTimeoutException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Sends these octets as a datagram and waits for nothing. */
  void send(DatagramSocket socket, byte[] octets) throws IOException {
    socket.send(new DatagramPacket(octets, octets.length, InetAddress.getByName(address), port));
  }

  /** Opens a connection. */
  Socket connect() throws IOException {
    Socket socket = new Socket(InetAddress.getByName(address), port);
    socket.setSoTimeout(PATIENCE_MILLIS);
    return socket;
  }

  /** Sends a query on a connection. */
  static void write(Socket socket, Message query) throws IOException {
    byte[] octets = query.toWire();
    DataOutputStream out = new DataOutputStream(socket.getOutputStream());
    out.writeShort(octets.length);
    out.write(octets);
    out.flush();
  }

  /** Reads a reply from a connection. */
  static Message read(Socket socket) throws IOException {
    DataInputStream in = new DataInputStream(socket.getInputStream());
    return new Message(in.readNBytes(in.readUnsignedShort()));
  }
}
