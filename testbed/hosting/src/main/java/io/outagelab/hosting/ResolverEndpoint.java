package io.outagelab.hosting;

import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import io.outagelab.assembly.Machines;
import io.outagelab.assembly.PlacedNode;
import io.outagelab.contracts.dns.v1.FlushCacheRequest;
import io.outagelab.contracts.dns.v1.FlushCacheResponse;
import io.outagelab.contracts.dns.v1.GetResolverStatsRequest;
import io.outagelab.contracts.dns.v1.GetResolverStatsResponse;
import io.outagelab.contracts.dns.v1.ResolveRequest;
import io.outagelab.contracts.dns.v1.ResolveResponse;
import io.outagelab.contracts.dns.v1.ResolverServiceGrpc;
import io.outagelab.contracts.dns.v1.ResolverStats;
import io.outagelab.core.Tick;
import io.outagelab.core.dns.DnsCodec;
import io.outagelab.core.dns.DnsNames;
import io.outagelab.core.dns.Question;
import io.outagelab.core.net.Endpoint;
import io.outagelab.core.net.Packet;
import io.outagelab.core.net.Payload;
import io.outagelab.core.net.Transport;
import io.outagelab.core.node.Arrival;
import io.outagelab.resolver.Counters;
import io.outagelab.resolver.Resolver;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

/**
 * The resolver that this container plays, for people who ask, count or clear it. A question takes a
 * client's way through the machine, with the machine's own limits, but for the network between.
 */
public class ResolverEndpoint extends ResolverServiceGrpc.ResolverServiceImplBase {
  /** Longer than any resolution takes. */
  private static final long PATIENCE_SECONDS = 30;

  /** An instance of the resolver, and its machine. */
  private record Instance(PlacedNode node, Resolver machine) {
    Instance(PlacedNode node) {
      this(node, Machines.resolver(node).orElseThrow());
    }
  }

  private final Cast cast;
  private final List<Instance> instances;

  /** The resolvers of this cast. */
  public ResolverEndpoint(Cast cast) {
    this.cast = cast;
    this.instances =
        cast.nodes().stream()
            .filter(node -> Machines.resolver(node).isPresent())
            .map(Instance::new)
            .toList();
  }

  @Override
  public void resolve(ResolveRequest request, StreamObserver<ResolveResponse> response) {
    Replies.send(
        response,
        () -> {
          Question question = question(request);
          if (instances.isEmpty()) {
            throw Replies.notFound("no resolver plays here");
          }
          return cast.follow(now -> ask(now, instances.getFirst(), question))
              .thenApply(DnsMessages::resolved);
        });
  }

  private static Question question(ResolveRequest request) {
    String mnemonic = request.getType().isEmpty() ? "A" : request.getType();
    int type = Type.value(mnemonic);
    if (type < 0) {
      throw new IllegalArgumentException("'%s' is no type of records".formatted(mnemonic));
    }
    return Question.of(DnsNames.of(request.getName()), type);
  }

  /** Asks over TCP: answers come whole. */
  private CompletableFuture<byte[]> ask(Tick now, Instance instance, Question question) {
    CompletableFuture<byte[]> answer = new CompletableFuture<>();
    Endpoint client = cast.inquiries().open(answer::complete);
    byte[] query =
        DnsCodec.encode(
            DnsCodec.withEdns(DnsCodec.query(client.port(), question, true)), DnsCodec.MAX_TCP);
    Endpoint local = new Endpoint(instance.node().addresses().getFirst(), DnsCodec.PORT);
    long droppedBefore = instance.machine().counters().dropped();
    cast.hand(
        now,
        instance.node(),
        new Arrival.Received(new Packet(Transport.TCP, client, local, new Payload.Bytes(query))));
    if (instance.machine().counters().dropped() > droppedBefore) {
      cast.inquiries().close(client);
      answer.completeExceptionally(
          Status.RESOURCE_EXHAUSTED
              .withDescription("the resolver drops the question: too much is going on")
              .asRuntimeException());
    }
    return answer.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  @Override
  public void getResolverStats(
      GetResolverStatsRequest request, StreamObserver<GetResolverStatsResponse> response) {
    Replies.send(
        response,
        () ->
            cast.ask(
                now ->
                    GetResolverStatsResponse.newBuilder()
                        .addAllInstances(
                            instances.stream()
                                .map(ResolverEndpoint::stats)
                                .sorted(Comparator.comparing(ResolverStats::getSite))
                                .toList())
                        .build()));
  }

  private static ResolverStats stats(Instance instance) {
    Counters counters = instance.machine().counters();
    return ResolverStats.newBuilder()
        .setResolver(instance.node().name().replaceFirst("@.*", ""))
        .setSite(instance.node().site())
        .setReceived(counters.received())
        .setHits(counters.hits())
        .setServfail(counters.servfail())
        .setRejected(counters.rejected())
        .setDropped(counters.dropped())
        .setSent(counters.sent())
        .setReplies(counters.replies())
        .setTimeouts(counters.timeouts())
        .setIgnored(counters.ignored())
        .build();
  }

  @Override
  public void flushCache(FlushCacheRequest request, StreamObserver<FlushCacheResponse> response) {
    Replies.send(
        response,
        () -> {
          Name name = request.hasName() ? DnsNames.of(request.getName()) : Name.root;
          return cast.ask(now -> flush(now, name));
        });
  }

  private FlushCacheResponse flush(Tick now, Name name) {
    long removed = 0;
    for (Instance instance : instances) {
      long before = instance.machine().cacheEntries();
      cast.hand(now, instance.node(), new Arrival.Instructed(new Resolver.Input.Flush(name)));
      removed += before - instance.machine().cacheEntries();
    }
    return FlushCacheResponse.newBuilder().setEntriesRemoved(removed).build();
  }
}
