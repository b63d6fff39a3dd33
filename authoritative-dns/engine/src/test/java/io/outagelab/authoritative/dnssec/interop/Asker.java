package io.outagelab.authoritative.dnssec.interop;

import io.outagelab.core.dns.DnsCodec;
import io.outagelab.core.dns.DnsNames;
import io.outagelab.core.dns.Question;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;
import org.xbill.DNS.ExtendedFlags;
import org.xbill.DNS.Message;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Section;

/** Asks a server on loopback over TCP, with DO set. */
record Asker(int port) {
  private static final int TIMEOUT = 20_000;

  Message ask(String name, int type, boolean recursionDesired) throws IOException {
    Message query = DnsCodec.query(4711, Question.of(DnsNames.of(name), type), recursionDesired);
    query.addRecord(new OPTRecord(1232, 0, 0, ExtendedFlags.DO), Section.ADDITIONAL);
    byte[] wire = query.toWire();
    try (Socket socket = new Socket()) {
      socket.connect(LoopbackHost.at(port), TIMEOUT);
      socket.setSoTimeout(TIMEOUT);
      DataOutputStream output = new DataOutputStream(socket.getOutputStream());
      byte[] framed = new byte[wire.length + 2];
      framed[1] = (byte) wire.length;
      System.arraycopy(wire, 0, framed, 2, wire.length);
      output.write(framed);
      DataInputStream input = new DataInputStream(socket.getInputStream());
      return DnsCodec.decode(input.readNBytes(input.readUnsignedShort())).orElseThrow();
    }
  }
}
