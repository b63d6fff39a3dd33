package io.outagelab.drills.language;

import io.outagelab.core.Layer;
import io.outagelab.core.net.Prefix;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Something that is true of a lab at a moment or is not. Judged from what was observed alone, never
 * from the inside of a player.
 */
public sealed interface Condition {
  /** What a resolver answers. */
  enum Answer {
    /** The name resolves. */
    NOERROR,
    /** There is no such name. */
    NXDOMAIN,
    /** The resolver will not say. */
    REFUSED,
    /** The resolver could not find out. */
    SERVFAIL,
    /** No answer came. */
    TIMEOUT,
    /** Anything known but NOERROR. */
    FAILING;

    /** The word that files use: rcode mnemonics in capitals (RFC 1035 §4.1.1), the rest not. */
    public String label() {
      return this == FAILING ? "failing" : name();
    }
  }

  /** How an app is. */
  enum AppState {
    /** It serves. */
    UP,
    /** It serves some. */
    DEGRADED,
    /** It serves nobody. */
    DOWN,
    /** Degraded or down. */
    FAILING;

    /** The word that files and events use. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** These resolvers answer this name so. */
  record Resolve(String name, Choice from, Answer expect) implements Condition {}

  /**
   * At these sites the routers have routes for all of the prefixes, or for none of them.
   *
   * @param prefixes which prefixes
   * @param called what the file calls them
   * @param seenBy at which sites; every and any speak of the outside ones
   * @param announced whether all of them are there; else none is
   */
  record Bgp(List<Prefix> prefixes, String called, Choice seenBy, boolean announced)
      implements Condition {
    /** Keeps its own copy of the prefixes. */
    public Bgp {
      prefixes = List.copyOf(prefixes);
    }
  }

  /**
   * These apps are so.
   *
   * @param cause the cause their monitors name; empty if any will do
   */
  record App(Choice apps, AppState expect, Optional<String> cause) implements Condition {}

  /**
   * So many long-haul links are up, and these sites are cut off.
   *
   * @param linksUp which number of links is up; empty if any will do
   * @param sitesIsolated which sites are cut off at least; no names for none at all; empty if any
   *     will do
   */
  record Backbone(Optional<Links> linksUp, Optional<Choice> sitesIsolated) implements Condition {}

  /** How many links are up. */
  sealed interface Links {
    /** All of them. */
    record All() implements Links {}

    /** Exactly so many. */
    record Exactly(int links) implements Links {}
  }

  /** These instances of a name-server service are healthy, or announce their prefixes, or not. */
  record Dns(String service, Choice sites, Optional<Boolean> healthy, Optional<Boolean> announcing)
      implements Condition {}

  /** Every door opens; or, if not {@code open}, at least one does not. */
  record Doors(boolean open) implements Condition {}

  /** Every tool works; or, if not {@code up}, at least one does not. */
  record Tools(boolean up) implements Condition {}

  /**
   * Such an event was observed since the drill's start.
   *
   * @param layer the layer that events of this name belong to
   * @param name the event's name
   * @param subject whom it is about; empty if about anyone
   * @param attributes what it must say, by key
   */
  record Observed(
      Layer layer, String name, Optional<String> subject, SortedMap<String, String> attributes)
      implements Condition {
    /** Keeps its own copy of the attributes. */
    public Observed {
      attributes = Collections.unmodifiableSortedMap(new TreeMap<>(attributes));
    }
  }

  /** Every condition of the drill's steady state holds. */
  record SteadyState() implements Condition {}

  /** The layers whose events can change whether it holds. */
  default Set<Layer> layers() {
    return switch (this) {
      case Resolve resolve -> EnumSet.of(Layer.RESOLVER);
      case Bgp bgp -> EnumSet.of(Layer.BGP);
      case App app -> EnumSet.of(Layer.APP);
      case Backbone backbone -> EnumSet.of(Layer.BACKBONE);
      case Dns dns -> EnumSet.of(Layer.DNS, Layer.BGP);
      case Doors doors -> EnumSet.of(Layer.DOORS);
      case Tools tools -> EnumSet.of(Layer.TOOLS);
      case Observed observed -> EnumSet.of(observed.layer());
      case SteadyState steady -> EnumSet.allOf(Layer.class);
    };
  }
}
