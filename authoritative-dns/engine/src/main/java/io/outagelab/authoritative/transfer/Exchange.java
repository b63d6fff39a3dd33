package io.outagelab.authoritative.transfer;

import io.outagelab.authoritative.tsig.ResponseCheck;
import io.outagelab.authoritative.tsig.TsigSigner;
import io.outagelab.authoritative.tsig.TsigVerifier;
import io.outagelab.core.dns.DnsCodec;
import io.outagelab.core.dns.Question;
import io.outagelab.core.net.Endpoint;
import io.outagelab.core.net.IpAddress;
import io.outagelab.core.net.Transport;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;

/**
 * One request on its way to another name server. Only what comes back on the same path, with its id
 * and its question, and signed if it was, is its response (RFC 5452 §9).
 */
final class Exchange {
  private static final int FIRST_PORT = 1024;
  private static final int PORTS = 65_536;

  /** How many ids there are. */
  static final int IDS = 65_536;

  private final Transport transport;
  private final Endpoint local;
  private final RemoteServer server;
  private final Message request;
  private final byte[] octets;
  private final Optional<TsigSigner> signer;

  /** A request, signed now if the server has a key. */
  Exchange(Transport transport, Endpoint local, RemoteServer server, Message request, Instant now) {
    this.transport = transport;
    this.local = local;
    this.server = server;
    this.request = request;
    this.signer = server.key().map(TsigSigner::ofRequest);
    byte[] plain = request.toWire();
    this.octets = signer.map(with -> with.sign(plain, now)).orElse(plain);
  }

  /** An own endpoint to ask from: an address of the server's family and a port drawn by chance. */
  static Endpoint source(List<IpAddress> own, RemoteServer server, RandomGenerator random) {
    IpAddress address =
        own.stream()
            .filter(candidate -> candidate.family() == server.address().address().family())
            .findFirst()
            .orElseThrow(
                () -> new IllegalStateException("no own address to ask " + server.address()));
    return new Endpoint(address, random.nextInt(FIRST_PORT, PORTS));
  }

  Transport transport() {
    return transport;
  }

  Endpoint local() {
    return local;
  }

  RemoteServer server() {
    return server;
  }

  Message request() {
    return request;
  }

  /** The request as it is sent. */
  byte[] octets() {
    return octets;
  }

  /** Whether a message from there to here over this transport may belong to it. */
  boolean isOn(Transport arrivedBy, Endpoint from, Endpoint to) {
    return transport == arrivedBy && server.address().equals(from) && local.equals(to);
  }

  /** Checks the signatures of what comes back; empty where nothing is signed. */
  Optional<TsigVerifier> verifier() {
    return signer.map(TsigSigner::verifier);
  }

  /** The response that these octets are, if they are; of one message only. */
  Optional<Message> response(byte[] message, Instant now) {
    Optional<byte[]> believed =
        verifier()
            .map(verifier -> verifier.accept(message, now))
            .map(
                check ->
                    check instanceof ResponseCheck.Accepted(byte[] plain, boolean signed)
                        ? Optional.of(plain)
                        : Optional.<byte[]>empty())
            .orElse(Optional.of(message));
    return believed.flatMap(DnsCodec::decode).filter(this::isAnsweredBy).filter(this::repeats);
  }

  /** Whether the header is that of a response to the request. */
  boolean isAnsweredBy(Message response) {
    return response.getHeader().getFlag(Flags.QR)
        && response.getHeader().getID() == request.getHeader().getID()
        && response.getHeader().getOpcode() == request.getHeader().getOpcode();
  }

  /** Whether the response repeats the question of the request. */
  boolean repeats(Message response) {
    return Question.of(request).isAskedBy(response);
  }
}
