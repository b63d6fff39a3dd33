package io.outagelab.authoritative.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import io.outagelab.authoritative.transfer.IncomingTransfer.Progress;
import io.outagelab.authoritative.tsig.TsigAlgorithm;
import io.outagelab.authoritative.tsig.TsigKey;
import io.outagelab.authoritative.tsig.TsigKeys;
import io.outagelab.authoritative.zone.Serial;
import io.outagelab.authoritative.zone.Zone;
import io.outagelab.authoritative.zone.ZoneSet;
import io.outagelab.core.Tick;
import io.outagelab.core.net.Endpoint;
import io.outagelab.core.net.Prefix;
import io.outagelab.core.net.Transport;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.Message;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/**
 * Whatever zones there are, what goes out comes in the same. Replay one seed by putting it in place
 * of the others.
 */
class TransferRoundTripTest {
  private static final TsigKey KEY =
      TsigKey.of("transfer", TsigAlgorithm.HMAC_SHA256, "c2VjcmV0IG9mIHRoZSB0ZXN0cw==");
  private static final Endpoint LOCAL = Endpoint.of("192.0.2.77", 4000);
  private static final RemoteServer SERVER = RemoteServer.of(Endpoint.of("192.0.2.1", 53), KEY);

  /** Zones drawn by chance, each a version of the one before. */
  private record Draw(SplittableRandom random) {
    private static final List<String> OWNERS =
        List.of("", "a.", "A.b.", "c.", "*.c.", "deep.er.", "sub.", "ns.sub.", "x.y.z.", "q.");

    private List<Zone> versions(int count) {
      List<Zone> versions = new ArrayList<>();
      List<Line> lines = new ArrayList<>();
      long serial = random.nextLong(1L << 32);
      for (int version = 0; version < count; version++) {
        int size = random.nextInt(3) == 0 ? 2_000 : random.nextInt(40);
        lines.removeIf(line -> random.nextInt(3) == 0);
        while (lines.size() < size) {
          lines.add(line());
        }
        int longTtls = random.nextInt(30);
        List<Record> records = new ArrayList<>(lines.stream().map(l -> l.rr(longTtls)).toList());
        records.add(Zones.soa(serial));
        versions.add(Zones.of(records));
        serial = new Serial(serial).plus(random.nextLong(1, 1L << 28)).value();
      }
      return versions;
    }

    private Line line() {
      String owner = OWNERS.get(random.nextInt(OWNERS.size())) + "example";
      int number = random.nextInt(10_000);
      return switch (random.nextInt(5)) {
        case 0 -> new Line(owner, Type.A, "10.0." + number / 256 + "." + number % 256);
        case 1 -> new Line(owner, Type.TXT, "\"Text " + number + "\"");
        case 2 -> new Line(owner, Type.MX, number + " Mail.example.");
        case 3 -> new Line(owner, Type.NS, "ns" + number + ".Elsewhere.");
        default -> new Line("h" + number + "." + owner, Type.AAAA, "2001:db8::" + number % 9);
      };
    }
  }

  /** A record but for its TTL, which its whole RRset has in common (RFC 2181 §5.2). */
  private record Line(String owner, int type, String rdata) {
    private Record rr(int longTtls) {
      return Zones.rr(owner, type, type == longTtls ? 7200 : 60, rdata);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void differencesAppliedMakeTheNewerVersion(long seed) {
    List<Zone> versions = new Draw(new SplittableRandom(seed)).versions(8);
    for (int i = 1; i < versions.size(); i++) {
      ZoneDifference difference = ZoneDifference.between(versions.get(i - 1), versions.get(i));

      Zone made = difference.appliedTo(versions.get(i - 1)).orElseThrow();

      assertThat(Zones.records(made)).as("seed %d", seed).isEqualTo(Zones.records(versions.get(i)));
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void wholeZonesComeInAsTheyWentOut(long seed) {
    for (Zone zone : new Draw(new SplittableRandom(seed)).versions(4)) {
      Progress.Complete complete = moved(Wire.axfr(), Optional.empty(), List.of(zone));

      assertThat(complete.incremental()).isFalse();
      assertThat(Zones.records(complete.zone())).as("seed %d", seed).isEqualTo(Zones.records(zone));
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void differencesComeInAsTheyWentOut(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Zone> versions = new Draw(random).versions(6);
    Zone held = versions.get(random.nextInt(versions.size() - 1));

    Progress.Complete complete =
        moved(Wire.ixfr(Soa.serial(held).value()), Optional.of(held), versions);

    assertThat(Zones.records(complete.zone()))
        .as("seed %d", seed)
        .isEqualTo(Zones.records(versions.getLast()));
  }

  /** Asks, signed, a server that has been through these versions, and reads the response. */
  private static Progress.Complete moved(Message query, Optional<Zone> held, List<Zone> versions) {
    TransferPolicy policy =
        new TransferPolicy(List.of(TransferPolicy.Grant.of(Prefix.of("192.0.2.0/24"), KEY)));
    Transfers transfers =
        new Transfers(policy, new TsigKeys(List.of(KEY)), Wire.EPOCH, Integer.MAX_VALUE);
    for (int i = 1; i < versions.size(); i++) {
      transfers.zonesChanged(
          ZoneSet.of(List.of(versions.get(i - 1))), ZoneSet.of(List.of(versions.get(i))));
    }
    Exchange exchange = new Exchange(Transport.TCP, LOCAL, SERVER, query, Wire.EPOCH);
    IncomingTransfer incoming = new IncomingTransfer(exchange, held, Integer.MAX_VALUE);
    Iterator<byte[]> messages =
        transfers.respond(
            Tick.ZERO,
            Transport.TCP,
            LOCAL.address(),
            exchange.octets(),
            ZoneSet.of(List.of(versions.getLast())),
            other -> Optional.empty());
    Progress progress = new Progress.Underway();
    while (messages.hasNext()) {
      assertThat(progress).isInstanceOf(Progress.Underway.class);
      progress = incoming.accept(messages.next(), Wire.EPOCH);
    }
    assertThat(progress).isInstanceOf(Progress.Complete.class);
    return (Progress.Complete) progress;
  }
}
