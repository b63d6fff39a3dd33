package io.outagelab.hosting;

import io.grpc.Channel;
import io.grpc.Status;
import io.outagelab.assembly.Assembled;
import io.outagelab.assembly.Assembly;
import io.outagelab.assembly.Casting;
import io.outagelab.assembly.Happening;
import io.outagelab.assembly.Machines;
import io.outagelab.assembly.Network;
import io.outagelab.assembly.PlacedNode;
import io.outagelab.assembly.PushJournal;
import io.outagelab.assembly.Stage;
import io.outagelab.authoritative.NameServer;
import io.outagelab.authoritative.QueryCounts;
import io.outagelab.backbone.ForwardingTable;
import io.outagelab.contracts.testbed.v1.EventServiceGrpc;
import io.outagelab.contracts.testbed.v1.WatchRequest;
import io.outagelab.contracts.testbed.v1.WatchResponse;
import io.outagelab.core.Event;
import io.outagelab.core.Layer;
import io.outagelab.core.Tick;
import io.outagelab.core.TimeScale;
import io.outagelab.core.net.Endpoint;
import io.outagelab.core.net.IpAddress;
import io.outagelab.core.net.Packet;
import io.outagelab.core.net.Payload;
import io.outagelab.core.net.Prefix;
import io.outagelab.core.net.Verdict;
import io.outagelab.core.node.Arrival;
import io.outagelab.core.node.Instruction;
import io.outagelab.edge.BgpListener;
import io.outagelab.edge.Gate;
import io.outagelab.edge.SourcePlan;
import io.outagelab.harness.BgpGuests;
import io.outagelab.harness.LabClock;
import io.outagelab.harness.LiveHost;
import io.outagelab.harness.Neighbours;
import io.outagelab.harness.SocketNetwork;
import io.outagelab.world.Placement.Container;
import io.outagelab.world.Placement.Part;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The nodes of one container, hosted in this process and joined to those in the others.
 *
 * <pre>
 *    backbone ====forwarding====&gt;  +-------+  ====events====&gt; api
 *             &lt;==announcements===  | stage |
 *                                  +-------+  &lt;====calls====&gt; other containers
 *             other containers &lt;==== DNS, BGP ====&gt; guests
 * </pre>
 *
 * <p>It starts its machines when it has heard of the backbone for the first time.
 */
public final class Cast implements AutoCloseable {
  /** How long containers that could not be reached are left alone. */
  private static final long RETRY_SECONDS = 5;

  private final HostingSettings settings;
  private final Assembled assembled;
  private final Casting casting;
  private final List<PlacedNode> nodes;
  private final LabClock clock = new LabClock(System::nanoTime);
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("outage-lab-timer").factory());
  private final Channels channels;
  private final SourceBlocks blocks;
  private final Optional<DistantBackbone> distant;
  private final Optional<EventReporter> reporter;
  private final Stage stage;
  private final SocketNetwork network;
  private final CallNetwork calls;
  private final Inquiries inquiries;
  private final LiveHost host;
  private final Optional<Subscription<WatchRequest, WatchResponse>> doors;
  private volatile Optional<BgpGuests> guests = Optional.empty();
  private final AtomicBoolean started = new AtomicBoolean();
  private volatile Consumer<ForwardingTable> watchers = table -> {};
  private volatile Consumer<Happening> listener = happening -> {};
  private final AtomicBoolean publishing = new AtomicBoolean();

  /** How long those who have asked by the end may have to wait for the answer. */
  private static final Duration LAST_ANSWERS = Duration.ofSeconds(1);

  /** How long changes of forwarding are collected before others are told. */
  private static final Duration PUBLISH_PAUSE = Duration.ofMillis(20);

  /** Assembles what this container plays. Nothing moves before {@link #start}. */
  public Cast(HostingSettings settings) {
    this.settings = settings;
    boolean isBackbone = settings.container().plays(Part.BACKBONE);
    PushJournal journal = isBackbone ? PushJournalFile.in(settings.state()) : PushJournal.NONE;
    this.assembled =
        Assembly.placed(
            settings.world(),
            settings.seed(),
            new TimeScale(settings.compression()),
            settings.base(),
            settings.placement(),
            journal);
    this.casting = new Casting(assembled, settings.placement(), settings.base());
    Container self = settings.container();
    this.nodes = casting.cast(self);
    this.channels = new Channels(casting, settings.grpcPort(), settings.token());
    this.blocks = new SourceBlocks(settings.placement(), casting, self);
    this.distant =
        isBackbone
            ? Optional.empty()
            : Optional.of(
                new DistantBackbone(
                    channels.to(settings.placement().playing(Part.BACKBONE)),
                    self.name(),
                    self.plays(Part.ANNOUNCERS),
                    timer,
                    this::forwardingReceived));
    this.reporter =
        self.plays(Part.API)
            ? Optional.empty()
            : Optional.of(
                new EventReporter(
                    channels.to(settings.placement().playing(Part.API)), self.name(), timer));
    Wiring wiring = new Wiring();
    this.stage = new Stage(assembled, nodes, distant.map(word -> word), wiring, this::observed);
    this.network = wiring.made();
    this.calls = wiring.calls();
    this.inquiries = wiring.inquiries();
    this.host = new LiveHost("outage-lab", clock, stage, network);
    if (isBackbone) {
      stage.onForwardingChanged(this::forwardingChanged);
    }
    this.doors =
        isBackbone
            ? Optional.of(doors(channels.to(settings.placement().playing(Part.API))))
            : Optional.empty();
  }

  /** The operator's crews stand in front of doors that play elsewhere. */
  private Subscription<WatchRequest, WatchResponse> doors(Channel api) {
    WatchRequest request =
        WatchRequest.newBuilder()
            .addLayers(EventMessages.layer(Layer.DOORS))
            .setFromIndex(0) // a backbone that starts again finds doors as they are
            .build();
    return new Subscription<>(
        timer,
        observer -> EventServiceGrpc.newStub(api).withWaitForReady().watch(request, observer),
        heard -> overhear(EventMessages.read(heard.getEvent())));
  }

  /** Makes the stage's network, which makes that of its calls. */
  private final class Wiring implements Stage.NetworkOn, Neighbours {
    private Optional<SocketNetwork> sockets = Optional.empty();
    private Optional<CallNetwork> calling = Optional.empty();
    private Optional<Inquiries> asking = Optional.empty();

    @Override
    public Network on(Stage made) {
      sockets =
          Optional.of(
              new SocketNetwork(
                  made, assembled, settings.dnsPort(), clock::now, Optional.of(this)));
      asking = Optional.of(new Inquiries(sockets.get()));
      return asking.get();
    }

    @Override
    public SourcePlan sources() {
      return blocks;
    }

    @Override
    public Optional<IpAddress> asker(Endpoint client) {
      return blocks.asker(client);
    }

    @Override
    public Network calls(Stage made, Gate gate, Neighbours.Later later) {
      calling =
          Optional.of(
              new CallNetwork(
                  made, gate, later, casting, new GrpcCalls(channels), note -> host.tell(note)));
      return calling.get();
    }

    SocketNetwork made() {
      return sockets.orElseThrow();
    }

    CallNetwork calls() {
      return calling.orElseThrow();
    }

    Inquiries inquiries() {
      return asking.orElseThrow();
    }
  }

  /**
   * Listens, and starts the machines as soon as there is a network.
   *
   * @throws io.outagelab.core.LabConfigurationException if a port is taken
   */
  public void start() {
    IpAddress own = casting.address(settings.container());
    try {
      network.listen(nodes, own::equals);
      if (settings.container().plays(Part.BACKBONE)) {
        String site = settings.world().guest();
        guests = Optional.of(BgpGuests.listen(stage, host, site, own, BgpListener.PORT));
      }
    } catch (RuntimeException e) {
      close();
      throw e;
    }
    reporter.ifPresent(EventReporter::open);
    doors.ifPresent(Subscription::open);
    distant.ifPresentOrElse(DistantBackbone::open, this::startMachines);
    var unused =
        timer.scheduleWithFixedDelay(
            channels::tryAgain, RETRY_SECONDS, RETRY_SECONDS, TimeUnit.SECONDS);
  }

  private void startMachines() {
    if (started.compareAndSet(false, true)) {
      host.start();
    }
  }

  private void forwardingReceived() {
    startMachines();
    host.tell(now -> network.forwardingChanged());
  }

  private void forwardingChanged() {
    network.forwardingChanged();
    if (publishing.compareAndSet(false, true)) {
      var unused =
          timer.schedule(
              () ->
                  host.tell(
                      now -> {
                        publishing.set(false);
                        watchers.accept(assembled.backbone().snapshot());
                      }),
              PUBLISH_PAUSE.toMillis(),
              TimeUnit.MILLISECONDS);
    }
  }

  private void observed(Stage.Observation observation) {
    Happening happening =
        new Happening(assembled.scale().worldTime(observation.at()), observation.event());
    reporter.ifPresent(api -> api.report(happening));
    listener.accept(happening);
  }

  /** Hands every forwarding table from now on to this, on the stage's thread; the backbone's. */
  void watchForwarding(Consumer<ForwardingTable> watcher) {
    watchers = watcher;
  }

  /** Hands every event from now on to this, on the stage's thread: it must not block. */
  public void listen(Consumer<Happening> more) {
    Consumer<Happening> before = listener;
    listener = before.andThen(more);
  }

  /** The forwarding table now; the backbone's. */
  CompletableFuture<ForwardingTable> snapshot() {
    return CompletableFuture.supplyAsync(() -> assembled.backbone().snapshot(), host::leave);
  }

  /** A node elsewhere announces a prefix, for so long or for good; the backbone's. */
  void originate(String site, Prefix prefix, int preference, Optional<Duration> lease) {
    host.tell(now -> stage.originate(now, site, prefix, preference, lease));
  }

  /** A node elsewhere no longer announces a prefix; the backbone's. */
  void retract(String site, Prefix prefix) {
    host.tell(now -> stage.retract(now, site, prefix));
  }

  /** Tells the operator what to do; the backbone's. */
  void instruct(Instruction instruction) {
    host.tell(now -> stage.instruct(now, Assembled.OPERATOR, instruction));
  }

  /** Something was observed in another container. */
  void overhear(Event event) {
    host.tell(now -> stage.overhear(now, event));
  }

  /** A call came in from another container; the answer fails with NOT_FOUND if nobody has it. */
  CompletableFuture<Payload.Response> arrived(String site, Packet packet, long id) {
    CompletableFuture<Payload.Response> answer = new CompletableFuture<>();
    return follow(
        now -> {
          calls.arrived(now, site, packet, id, answer::complete);
          return answer;
        });
  }

  /** The caller of a call from another container waits no longer. */
  void cancelled(Endpoint caller, long id) {
    host.tell(now -> calls.cancelled(caller, id));
  }

  /**
   * Asks something of the machines here, on their thread. What the question throws, the answer
   * fails with; while the machines do not run it fails with UNAVAILABLE.
   */
  <T> CompletableFuture<T> ask(Function<Tick, T> question) {
    return follow(now -> CompletableFuture.completedFuture(question.apply(now)));
  }

  /** The same with a question whose answer comes later. */
  <T> CompletableFuture<T> follow(Function<Tick, CompletableFuture<T>> question) {
    return isReady()
        ? CompletableFuture.completedFuture(question)
            .thenComposeAsync(asked -> asked.apply(host.now()), host::leave)
        : CompletableFuture.failedFuture(
            Status.UNAVAILABLE
                .withDescription("the machines do not run: ask again in a while")
                .asRuntimeException());
  }

  /** The nodes that play here. */
  List<PlacedNode> nodes() {
    return nodes;
  }

  /** Where DNS is answered here. */
  public Endpoint dnsEndpoint() {
    return new Endpoint(casting.address(settings.container()), settings.dnsPort());
  }

  /** What each name server here was asked and answered. */
  public List<QueryCounts> queryCounts() {
    return nodes.stream()
        .flatMap(node -> Machines.nameServer(node).stream())
        .map(NameServer::counts)
        .toList();
  }

  /** Has a node here handle an arrival at once; on the machines' thread. */
  void hand(Tick now, PlacedNode node, Arrival arrival) {
    stage.hand(now, node.name(), arrival);
  }

  /** Who is asked what, of the resolvers here; for the machines' thread. */
  Inquiries inquiries() {
    return inquiries;
  }

  /** Somebody at a site whom no node plays calls a service; on the machines' thread. */
  Verdict visit(Tick now, String site, Packet packet, Consumer<Payload.Response> respond) {
    return packet.payload() instanceof Payload.Request request
        ? calls.visit(now, site, packet, request.id(), respond)
        : Verdict.SILENT;
  }

  /** What this container plays, and how. */
  public HostingSettings settings() {
    return settings;
  }

  /** The lab's machines and addresses. */
  public Assembled assembled() {
    return assembled;
  }

  /** Which node plays where. */
  public Casting casting() {
    return casting;
  }

  /** The operator, wherever the backbone plays. */
  public OperatorDesk operator() {
    return new OperatorDesk(channels.to(settings.placement().playing(Part.BACKBONE)));
  }

  /** The time since the start. */
  public Tick now() {
    return host.now();
  }

  /** World time since the start. */
  public Duration worldTime() {
    return assembled.scale().worldTime(host.now());
  }

  /** Whether the machines run. */
  public boolean isReady() {
    return started.get() && !host.hasEnded();
  }

  /** Runs this should the machines' thread end by itself, which it never should. */
  public void onDeath(Runnable action) {
    host.onFailure(action);
  }

  /** Whether the machines' thread has ended, which it never should. */
  public boolean isDead() {
    return host.hasEnded();
  }

  /** What the gate did. */
  public Gate gate() {
    return network.gate();
  }

  /** How many events the API will never be told of: too many waited. */
  public long lostEvents() {
    return reporter.map(EventReporter::lost).orElse(0L);
  }

  /** How many exchanges were dropped because a machine failed. */
  public long failures() {
    return host.failures();
  }

  @Override
  public void close() {
    host.drain(LAST_ANSWERS);
    distant.ifPresent(DistantBackbone::close);
    doors.ifPresent(Subscription::close);
    reporter.ifPresent(EventReporter::close);
    guests.ifPresent(BgpGuests::close);
    timer.shutdownNow();
    channels.close();
  }
}
