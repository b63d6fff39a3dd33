package io.outagelab.assembly;

import static org.assertj.core.api.Assertions.assertThat;

import io.outagelab.authoritative.announcer.Announcer;
import io.outagelab.authoritative.announcer.AnnouncerConfig;
import io.outagelab.authoritative.announcer.HealthPolicy;
import io.outagelab.authoritative.announcer.Peer;
import io.outagelab.authoritative.announcer.Rhythm;
import io.outagelab.authoritative.announcer.Target;
import io.outagelab.core.Tick;
import io.outagelab.core.net.Endpoint;
import io.outagelab.core.net.IpAddress;
import io.outagelab.core.net.Packet;
import io.outagelab.core.net.Payload;
import io.outagelab.core.net.Prefix;
import io.outagelab.core.net.Transport;
import io.outagelab.core.node.Arrival;
import io.outagelab.core.node.Departure;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AnnouncerNodeTest {
  private static final IpAddress HOST = IpAddress.of("157.240.150.1");
  private static final Endpoint OWN = new Endpoint(HOST, AnnouncerNode.PORT);
  private static final Endpoint PEER = Endpoint.of("157.240.152.1", AnnouncerNode.PORT);
  private static final Duration INTERVAL = Duration.ofSeconds(60);

  private final AnnouncerNode node =
      new AnnouncerNode(
          new Announcer(
              new AnnouncerConfig(
                  "dns",
                  "sjc",
                  List.of(Prefix.of("192.0.2.0/24")),
                  List.of(new Target("prn", Endpoint.of("10.0.0.1", 7))),
                  List.of(new Peer("ams", PEER)),
                  new Rhythm(INTERVAL, INTERVAL, 1, 1, Duration.ZERO, Duration.ZERO),
                  HealthPolicy.DEFAULT.withKeepLast(1)),
              new SplittableRandom(1)),
          HOST);

  @BeforeEach
  void start() {
    node.handle(Tick.ZERO, new Arrival.Started());
  }

  private List<Packet> receive(Endpoint from, Payload payload) {
    Packet packet = new Packet(Transport.CALL, from, OWN, payload);
    return sent(node.handle(Tick.ZERO, new Arrival.Received(packet)));
  }

  private static List<Packet> sent(List<Departure> departures) {
    return departures.stream()
        .filter(Departure.Send.class::isInstance)
        .map(departure -> ((Departure.Send) departure).packet())
        .toList();
  }

  private static Payload.Request stand(String stays) {
    Map<String, String> fields = Map.of("healthy", "true", "announcing", "true", "stays", stays);
    return new Payload.Request(9, "announcer.stand", new TreeMap<>(fields));
  }

  @Test
  void asksDataCentresAndPeersByCallsFromItsHostAddress() {
    List<Packet> packets = sent(node.expire(node.deadline()));

    assertThat(packets).hasSize(2).allMatch(packet -> packet.from().equals(OWN));
    assertThat(packets.get(0).to()).isEqualTo(Endpoint.of("10.0.0.1", 7));
    assertThat(packets.get(1).to()).isEqualTo(PEER);
    assertThat(packets.get(1).payload())
        .isInstanceOfSatisfying(
            Payload.Request.class,
            request ->
                assertThat(request.fields())
                    .containsEntry("healthy", "true")
                    .containsEntry("announcing", "true")
                    .containsEntry("stays", "false"));
  }

  @Test
  void answersAPeerHowItStandsAndWhetherItStays() {
    List<Packet> answers = receive(PEER, stand("true"));

    assertThat(answers)
        .singleElement()
        .satisfies(
            packet -> {
              assertThat(packet.to()).isEqualTo(PEER);
              assertThat(packet.payload())
                  .isInstanceOfSatisfying(
                      Payload.Response.class,
                      response -> {
                        assertThat(response.id()).isEqualTo(9);
                        assertThat(response.field("stays")).contains("true");
                      });
            });
    assertThat(receive(PEER, stand("false")).getFirst().payload())
        .isInstanceOfSatisfying(
            Payload.Response.class,
            response -> assertThat(response.field("stays")).contains("false"));
  }

  @Test
  void promisesNothingToStrangersAndRefusesWhatItDoesNotKnow() {
    List<Packet> refusals =
        List.of(
            receive(Endpoint.of("203.0.113.9", AnnouncerNode.PORT), stand("true")).getFirst(),
            receive(PEER, Payload.Request.of(9, "nonsense")).getFirst());

    assertThat(refusals)
        .allSatisfy(
            packet ->
                assertThat(packet.payload())
                    .isInstanceOfSatisfying(
                        Payload.Response.class,
                        response ->
                            assertThat(response.status())
                                .isEqualTo(Payload.Status.INVALID_ARGUMENT)));
  }

  @Test
  void bearsWhateverElseArrives() {
    assertThat(receive(PEER, new Payload.Bytes(new byte[] {1, 2, 3}))).isEmpty();
    assertThat(receive(PEER, new Payload.Response(1, Payload.Status.OK, new TreeMap<>())))
        .isEmpty();
    assertThat(receive(PEER, new Payload.Response(1, Payload.Status.UNAVAILABLE, new TreeMap<>())))
        .isEmpty();
    assertThat(receive(PEER, new Payload.Request(2, "announcer.stand", new TreeMap<>())))
        .hasSize(1);
  }
}
