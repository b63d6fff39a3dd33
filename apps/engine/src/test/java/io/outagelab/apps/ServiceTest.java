package io.outagelab.apps;

import static io.outagelab.apps.Town.BACK;
import static io.outagelab.apps.Town.CLIENT;
import static io.outagelab.apps.Town.EXTRA;
import static io.outagelab.apps.Town.FRONT;
import static io.outagelab.apps.Town.RESOLVER;
import static io.outagelab.apps.Town.SECOND;
import static io.outagelab.apps.Town.ask;
import static io.outagelab.apps.Town.responses;
import static io.outagelab.apps.Town.service;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.outagelab.core.LabConfigurationException;
import io.outagelab.core.net.Payload.Request;
import io.outagelab.core.net.Payload.Response;
import io.outagelab.core.net.Payload.Status;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Rcode;

class ServiceTest {
  private final Names names = new Names().with("graph.example", BACK).with("status.example", EXTRA);
  private final Net net =
      new Net()
          .fake(RESOLVER, names)
          .fake(CLIENT, packet -> Optional.empty())
          .add(BACK, service(ServiceConfig.plain("graph", "dc", BACK)))
          .add(EXTRA, service(ServiceConfig.plain("status", "dc", EXTRA)));

  private static final Need GRAPH = Need.required("graph", Town.named("graph.example"), SECOND);
  private static final Need STATUS = Need.optional("status", Town.named("status.example"), SECOND);

  private static ServiceConfig front(Need... needs) {
    return ServiceConfig.plain("www", "edge", FRONT)
        .needing(Optional.of(Town.stub(RESOLVER)), List.of(needs));
  }

  @Test
  void frontEndAnswersOkWhenItsNeedsDo() {
    net.add(FRONT, service(front(GRAPH, STATUS)));

    Response response = ask(net, FRONT);

    assertThat(response.status()).isEqualTo(Status.OK);
    assertThat(response.fields()).isEmpty();
  }

  @Test
  void frontEndAnswers503WhenARequiredBackEndIsSilent() {
    net.add(FRONT, service(front(GRAPH, STATUS)));
    net.silence(BACK);

    Response response = ask(net, FRONT);

    assertThat(response.status()).isEqualTo(Status.UNAVAILABLE);
    assertThat(response.field(Service.REASON)).contains("graph: timed out");
    assertThat(response.field(Service.CAUSE)).contains("network");
  }

  @Test
  void frontEndAnswers503AtOnceWhenThereIsNoRouteToARequiredBackEnd() {
    net.add(FRONT, service(front(GRAPH)));
    net.cut(BACK);

    net.send(Town.request(FRONT, 1, 1));
    net.run(Duration.ofMillis(10));

    assertThat(responses(net)).extracting(Response::status).containsExactly(Status.UNAVAILABLE);
    assertThat(responses(net).getFirst().field(Service.REASON)).contains("graph: unreachable");
  }

  @Test
  void frontEndNamesTheNeedWhoseNameFails() {
    net.add(FRONT, service(front(GRAPH)));
    names.answer(Rcode.SERVFAIL);

    Response response = ask(net, FRONT);

    assertThat(response.field(Service.REASON)).contains("graph: name SERVFAIL");
    assertThat(response.field(Service.CAUSE)).contains("name");
  }

  @Test
  void pinnedAddressNeedsNoName() {
    Need pinned = Need.required("graph", Town.at(BACK), SECOND);
    net.add(
        FRONT,
        service(
            ServiceConfig.plain("www", "edge", FRONT).needing(Optional.empty(), List.of(pinned))));
    names.answer(Rcode.SERVFAIL);

    assertThat(ask(net, FRONT).status()).isEqualTo(Status.OK);
    assertThat(names.queries()).isZero();
  }

  @Test
  void optionalNeedOnlyDegrades() {
    net.add(FRONT, service(front(GRAPH, STATUS)));
    net.silence(EXTRA);

    Response response = ask(net, FRONT);

    assertThat(response.status()).isEqualTo(Status.OK);
    assertThat(response.field(Service.DEGRADED)).contains("true");
  }

  @Test
  void degradationOfARequiredNeedIsPassedOn() {
    Service middle =
        service(
            ServiceConfig.plain("graph", "dc", BACK)
                .needing(
                    Optional.empty(),
                    List.of(Need.optional("status", Town.at(EXTRA), Duration.ofMillis(100)))));
    Net deep =
        new Net()
            .fake(RESOLVER, names)
            .fake(CLIENT, packet -> Optional.empty())
            .add(BACK, middle)
            .add(FRONT, service(front(GRAPH)));
    deep.silence(EXTRA);

    assertThat(ask(deep, FRONT).field(Service.DEGRADED)).contains("true");
  }

  @Test
  void rememberedSuccessSparesCallsUntilItIsForgotten() {
    Need session = new Need("graph", Town.at(BACK), true, SECOND, Duration.ofMinutes(5));
    net.add(FRONT, service(front(session)));
    ask(net, FRONT);
    net.silence(BACK);

    Status soonAfter = ask(net, FRONT).status();
    net.run(Duration.ofMinutes(5));
    Status later = ask(net, FRONT).status();

    assertThat(soonAfter).isEqualTo(Status.OK);
    assertThat(later).isEqualTo(Status.UNAVAILABLE);
  }

  @Test
  void healthCheckAnswersWithoutTheNeeds() {
    net.add(FRONT, service(front(GRAPH)));
    net.silence(BACK);

    net.send(Town.call(FRONT, Service.HEALTH_PORT, Request.of(1, Service.HEALTH_CHECK)));
    net.run(Duration.ofMillis(10));

    assertThat(responses(net)).extracting(Response::status).containsExactly(Status.OK);
  }

  @Test
  void refusesWhatItDoesNotUnderstand() {
    TreeMap<String, String> heavy = new TreeMap<>();
    heavy.put(Service.WEIGHT, "-3");

    net.send(Town.call(BACK, Service.PORT, new Request(1, Service.REQUEST, heavy)));
    net.send(Town.call(BACK, Service.PORT, Request.of(2, "transfer")));
    net.send(Town.call(BACK, 80, Request.of(3, Service.REQUEST)));
    net.run(SECOND);

    assertThat(responses(net))
        .extracting(Response::status)
        .containsExactly(Status.INVALID_ARGUMENT, Status.INVALID_ARGUMENT, Status.INVALID_ARGUMENT);
  }

  @Test
  void requestsInFlightAreBounded() {
    Service front = service(front(GRAPH).withMaxInFlight(3));
    net.add(FRONT, front);
    net.silence(BACK);

    for (int id = 0; id < 10; id++) {
      net.send(Town.request(FRONT, id, 1));
    }
    net.run(Duration.ofMillis(100));

    assertThat(front.inFlight()).isEqualTo(3);
    assertThat(responses(net))
        .hasSize(7)
        .allMatch(response -> response.status() == Status.RESOURCE_EXHAUSTED);
    net.run(Duration.ofSeconds(2));
    assertThat(front.inFlight()).isZero();
    assertThat(responses(net)).hasSize(10);
  }

  @Test
  void anEarlyAnswerStaysInFlightUntilItsOtherCallsEnd() {
    Service front = service(front(GRAPH, STATUS));
    net.add(FRONT, front);
    net.cut(BACK);
    net.silence(EXTRA);

    net.send(Town.request(FRONT, 1, 1));
    net.run(Duration.ofMillis(100));

    assertThat(responses(net)).hasSize(1);
    assertThat(front.inFlight()).isEqualTo(1);
    net.run(Duration.ofSeconds(2));
    assertThat(responses(net)).hasSize(1);
    assertThat(front.inFlight()).isZero();
  }

  @Test
  void weightIsPassedOnToTheNeeds() {
    net.add(FRONT, service(front(GRAPH)));

    net.send(Town.request(FRONT, 1, 5_000));
    net.run(SECOND);

    assertThat(net.sent())
        .filteredOn(packet -> packet.to().address().equals(BACK))
        .extracting(packet -> ((Request) packet.payload()).field(Service.WEIGHT).orElse(""))
        .containsExactly("5000");
  }

  @Test
  void needsByNameRequireAResolver() {
    assertThatThrownBy(
            () ->
                ServiceConfig.plain("www", "edge", FRONT).needing(Optional.empty(), List.of(GRAPH)))
        .isInstanceOf(LabConfigurationException.class)
        .hasMessageContaining("service www at edge: resolver");
  }
}
