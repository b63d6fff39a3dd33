package io.outagelab.harness;

import io.outagelab.assembly.Stage;
import io.outagelab.backbone.Backbone;
import io.outagelab.core.net.IpAddress;
import io.outagelab.edge.BgpListener;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;

/**
 * Lets BGP speakers that are none of the lab's listen in over TCP, at the router of the site where
 * guests stand: BIRD, FRR, GoBGP, ExaBGP. They hear every route that it has, and are not heard.
 */
public final class BgpGuests implements AutoCloseable {
  private final BgpListener listener;

  private BgpGuests(BgpListener listener) {
    this.listener = listener;
  }

  /**
   * Listens for guests of a stage that has the routers.
   *
   * @param site where guests stand
   * @throws io.outagelab.core.LabConfigurationException if the port is taken
   */
  public static BgpGuests listen(
      Stage stage, LiveHost host, String site, IpAddress address, int port) {
    BgpListener listener = BgpListener.open(address, port, new Arrivals(stage, host, site));
    stage.hostGuests(
        effect -> {
          switch (effect) {
            case Backbone.Effect.TellGuest(String name, byte[] octets) ->
                listener.send(name, octets);
            case Backbone.Effect.DismissGuest(String name) -> listener.dismiss(name);
          }
        });
    return new BgpGuests(listener);
  }

  /** Tells the stage, and waits until it has been told: nobody can fill its notes. */
  private record Arrivals(Stage stage, LiveHost host, String site) implements BgpListener.Handler {
    @Override
    public void came(String name, IpAddress address) {
      tell(new Backbone.Input.GuestCame(name, address, site));
    }

    @Override
    public void said(String name, byte[] octets) {
      tell(new Backbone.Input.GuestSaid(name, octets));
    }

    @Override
    public void left(String name) {
      tell(new Backbone.Input.GuestLeft(name));
    }

    private void tell(Backbone.Input.FromGuest input) {
      CompletableFuture<Void> told = new CompletableFuture<>();
      host.leave(
          () -> {
            try {
              if (!host.hasEnded()) {
                stage.guest(host.now(), input);
              }
            } finally {
              told.complete(null);
            }
          });
      told.join();
    }
  }

  /** Where it listens. */
  public InetSocketAddress address() {
    return listener.address();
  }

  @Override
  public void close() {
    listener.close();
  }
}
