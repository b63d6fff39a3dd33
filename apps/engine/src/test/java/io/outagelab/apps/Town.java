package io.outagelab.apps;

import io.outagelab.core.Seeds;
import io.outagelab.core.dns.DnsCodec;
import io.outagelab.core.dns.DnsNames;
import io.outagelab.core.dns.StubPolicy;
import io.outagelab.core.net.Endpoint;
import io.outagelab.core.net.IpAddress;
import io.outagelab.core.net.Packet;
import io.outagelab.core.net.Payload;
import io.outagelab.core.net.Payload.Request;
import io.outagelab.core.net.Payload.Response;
import io.outagelab.core.net.Transport;
import io.outagelab.core.rpc.Target;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/** The addresses and habits that the tests of this package share. */
final class Town {
  static final IpAddress RESOLVER = IpAddress.of("192.0.2.53");
  static final IpAddress OTHER_RESOLVER = IpAddress.of("192.0.2.54");
  static final IpAddress FRONT = IpAddress.of("198.51.100.35");
  static final IpAddress BACK = IpAddress.of("203.0.113.10");
  static final IpAddress EXTRA = IpAddress.of("203.0.113.11");
  static final IpAddress CLIENT = IpAddress.of("192.0.2.1");
  static final Duration SECOND = Duration.ofSeconds(1);
  static final Duration MINUTE = Duration.ofMinutes(1);

  private Town() {}

  /** Asks the resolver at this address, with a cache. */
  static StubPolicy stub(IpAddress resolver) {
    return new StubPolicy(
        List.of(new Endpoint(resolver, DnsCodec.PORT)), Duration.ofMillis(500), 2, true);
  }

  /** The service of this name. */
  static Target named(String name) {
    return new Target.Named(DnsNames.of(name), Service.PORT);
  }

  /** The service at this address. */
  static Target at(IpAddress address) {
    return new Target.At(new Endpoint(address, Service.PORT));
  }

  /** One machine's randomness. */
  static RandomGenerator random(long seed) {
    return new Seeds(seed).of("test");
  }

  /** A service of this configuration. */
  static Service service(ServiceConfig config) {
    return new Service(config, random(7));
  }

  /** A node that answers every request with this status. */
  static Function<Packet, Optional<Payload>> answering(Payload.Status status) {
    return packet ->
        packet.payload() instanceof Request request
            ? Optional.of(request.respond(status, Map.of()))
            : Optional.empty();
  }

  /** A user's request from the client to a service. */
  static Packet request(IpAddress service, long id, long weight) {
    return call(
        service, Service.PORT, new Request(id, Service.REQUEST, new TreeMap<>(weight(weight))));
  }

  private static Map<String, String> weight(long weight) {
    return Map.of(Service.WEIGHT, Long.toString(weight));
  }

  /** A request of any kind from the client. */
  static Packet call(IpAddress service, int port, Request request) {
    return new Packet(
        Transport.CALL, new Endpoint(CLIENT, 40_000), new Endpoint(service, port), request);
  }

  /** The responses that the client was sent. */
  static List<Response> responses(Net net) {
    return net.sent().stream()
        .filter(packet -> packet.to().address().equals(CLIENT))
        .map(Packet::payload)
        .filter(Response.class::isInstance)
        .map(Response.class::cast)
        .toList();
  }

  /** Sends one request to a service, waits and returns the response. */
  static Response ask(Net net, IpAddress service) {
    int before = responses(net).size();
    net.send(request(service, 100 + before, 1));
    net.run(Duration.ofSeconds(3));
    return responses(net).get(before);
  }
}
