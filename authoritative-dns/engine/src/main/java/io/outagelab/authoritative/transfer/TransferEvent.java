package io.outagelab.authoritative.transfer;

import io.outagelab.authoritative.zone.Serial;
import io.outagelab.core.Event;
import io.outagelab.core.Layer;
import io.outagelab.core.dns.DnsNames;
import io.outagelab.core.net.Endpoint;
import java.time.Duration;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.xbill.DNS.Name;

/** What is observed as zones move between servers. */
public sealed interface TransferEvent extends Event {
  /** The zone it is about. */
  Name zone();

  /** The same about the other server by the address that people know it by. */
  TransferEvent naming(UnaryOperator<Endpoint> known);

  @Override
  default Layer layer() {
    return Layer.DNS;
  }

  @Override
  default String subject() {
    return DnsNames.display(zone());
  }

  /**
   * A secondary has a new version of a zone.
   *
   * @param incremental whether it came as differences
   * @param records how many records were received
   */
  record ZoneTransferred(
      Name zone, Serial serial, Endpoint primary, boolean incremental, int records)
      implements TransferEvent {
    @Override
    public TransferEvent naming(UnaryOperator<Endpoint> known) {
      return new ZoneTransferred(zone, serial, known.apply(primary), incremental, records);
    }

    @Override
    public String detail() {
      return "serial %s came from %s as %s of %d records"
          .formatted(serial, primary, incremental ? "differences" : "a whole", records);
    }

    @Override
    public Map<String, String> attributes() {
      return Map.of(
          "zone", subject(),
          "serial", serial.toString(),
          "primary", primary.toString(),
          "kind", incremental ? "ixfr" : "axfr",
          "records", Integer.toString(records));
    }
  }

  /** A primary could not be asked for a newer version, or did not give it. */
  record RefreshFailed(Name zone, Endpoint primary, TransferFailure reason)
      implements TransferEvent {
    @Override
    public TransferEvent naming(UnaryOperator<Endpoint> known) {
      return new RefreshFailed(zone, known.apply(primary), reason);
    }

    @Override
    public String detail() {
      return "no newer version from %s: %s".formatted(primary, reason.label());
    }

    @Override
    public Map<String, String> attributes() {
      return Map.of("zone", subject(), "primary", primary.toString(), "reason", reason.label());
    }
  }

  /** The changes of a zone could not be had or did not fit: the whole is asked for. */
  record DifferencesRefused(Name zone, Endpoint primary, TransferFailure reason)
      implements TransferEvent {
    @Override
    public TransferEvent naming(UnaryOperator<Endpoint> known) {
      return new DifferencesRefused(zone, known.apply(primary), reason);
    }

    @Override
    public String detail() {
      return "no differences from %s: %s; asking for the whole".formatted(primary, reason.label());
    }

    @Override
    public Map<String, String> attributes() {
      return Map.of("zone", subject(), "primary", primary.toString(), "reason", reason.label());
    }
  }

  /** A secondary's copy is too old to be served (RFC 1035 §3.3.13). */
  record ZoneExpired(Name zone, Duration expire) implements TransferEvent {
    @Override
    public TransferEvent naming(UnaryOperator<Endpoint> known) {
      return this;
    }

    @Override
    public String detail() {
      return "no primary confirmed it for %s: no longer served".formatted(expire);
    }

    @Override
    public Map<String, String> attributes() {
      return Map.of("zone", subject());
    }

    @Override
    public Weight weight() {
      return Weight.STORY;
    }
  }

  /** A secondary has answered a NOTIFY. */
  record SecondaryNotified(Name zone, Serial serial, Endpoint secondary) implements TransferEvent {
    @Override
    public TransferEvent naming(UnaryOperator<Endpoint> known) {
      return new SecondaryNotified(zone, serial, known.apply(secondary));
    }

    @Override
    public String detail() {
      return "%s knows of serial %s".formatted(secondary, serial);
    }

    @Override
    public Weight weight() {
      return Weight.METRIC;
    }
  }

  /** A secondary has answered no NOTIFY, however often it was sent (RFC 1996 §3.6). */
  record NotifyAbandoned(Name zone, Serial serial, Endpoint secondary) implements TransferEvent {
    @Override
    public TransferEvent naming(UnaryOperator<Endpoint> known) {
      return new NotifyAbandoned(zone, serial, known.apply(secondary));
    }

    @Override
    public String detail() {
      return "%s did not answer that it knows of serial %s".formatted(secondary, serial);
    }

    @Override
    public Map<String, String> attributes() {
      return Map.of(
          "zone", subject(), "secondary", secondary.toString(), "serial", serial.toString());
    }
  }
}
