package io.outagelab.console.serve;

import static io.outagelab.world.yaml.Field.maybe;
import static io.outagelab.world.yaml.Field.optional;
import static io.outagelab.world.yaml.Field.required;
import static io.outagelab.world.yaml.Shapes.address;
import static io.outagelab.world.yaml.Shapes.bool;
import static io.outagelab.world.yaml.Shapes.choice;
import static io.outagelab.world.yaml.Shapes.domainName;
import static io.outagelab.world.yaml.Shapes.duration;
import static io.outagelab.world.yaml.Shapes.integer;
import static io.outagelab.world.yaml.Shapes.list;
import static io.outagelab.world.yaml.Shapes.name;
import static io.outagelab.world.yaml.Shapes.namedList;
import static io.outagelab.world.yaml.Shapes.prefix;
import static io.outagelab.world.yaml.Shapes.reference;
import static io.outagelab.world.yaml.Shapes.text;

import io.outagelab.authoritative.dnssec.KeyAlgorithm;
import io.outagelab.authoritative.dnssec.SigningPolicy;
import io.outagelab.authoritative.dnssec.SigningPolicy.DenialChoice;
import io.outagelab.authoritative.tsig.TsigAlgorithm;
import io.outagelab.core.net.IpAddress;
import io.outagelab.core.net.Prefix;
import io.outagelab.world.yaml.Field;
import io.outagelab.world.yaml.KeyedShape;
import io.outagelab.world.yaml.ObjectShape;
import io.outagelab.world.yaml.Shape;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.xbill.DNS.Name;

/** What the file of a {@link ReplicationPlan} looks like, and what stands in it. */
final class ReplicationShapes {
  /** What references to keys are called. */
  static final String KEY = "key";

  /** What references to other name servers are called. */
  static final String REMOTE = "remote";

  private static final int DNS_PORT = 53;
  private static final int MAX_PORT = 65_535;

  /** A secret that is shared with others. */
  record KeyEntry(
      String name, TsigAlgorithm algorithm, Optional<String> secret, Optional<String> file) {}

  /** Another name server. */
  record RemoteEntry(String name, IpAddress address, int port, Optional<String> key) {}

  /** Who may have a zone. */
  sealed interface GrantEntry {
    /** Another server that is known. */
    record OfRemote(String remote) implements GrantEntry {}

    /** Whoever asks from there. */
    record OfClients(Prefix clients, Optional<String> key) implements GrantEntry {}
  }

  /** How a zone is signed. */
  record SignEntry(
      Optional<String> keys,
      KeyAlgorithm algorithm,
      DenialChoice denial,
      Duration validity,
      Duration renewBefore,
      Duration dnskeyTtl,
      boolean cds) {}

  /** How a zone moves. */
  record ZoneEntry(
      Name name,
      List<String> primaries,
      List<String> notified,
      List<GrantEntry> grants,
      Optional<SignEntry> sign) {}

  /** The whole file. */
  record Entries(
      Optional<String> storage,
      List<KeyEntry> keys,
      List<RemoteEntry> remotes,
      List<String> notified,
      List<GrantEntry> grants,
      List<ZoneEntry> zones) {}

  private ReplicationShapes() {}

  /** The shape of the whole file. */
  static Shape<Entries> shape() {
    Field<Optional<String>> storage =
        maybe("storage", text(), "The folder where copies, signed zones and made keys are kept.");
    Field<List<KeyEntry>> keys =
        optional("keys", namedList(keyShape()), List.of(), "Secrets shared with others (TSIG).");
    Field<List<RemoteEntry>> remotes =
        optional("remotes", namedList(remoteShape()), List.of(), "Other name servers.");
    Field<List<String>> notify = notifyField("Who is told of changes of every zone.");
    Field<List<GrantEntry>> grants = grantsField("Who may have every zone whole.");
    Field<List<ZoneEntry>> zones =
        optional("zones", namedList(zoneShape()), List.of(), "The zones that move.");
    return ObjectShape.of(
        "How the zones of a name server move.",
        List.of(storage, keys, remotes, notify, grants, zones),
        values ->
            new Entries(
                values.get(storage),
                values.get(keys),
                values.get(remotes),
                values.get(notify),
                values.get(grants),
                values.get(zones)));
  }

  private static Field<List<String>> notifyField(String description) {
    return optional("notify", list(reference(REMOTE)), List.of(), description);
  }

  private static Field<List<GrantEntry>> grantsField(String description) {
    return optional("allow-transfer", list(grantShape()), List.of(), description);
  }

  private static Field<Optional<String>> keyField(String description) {
    return maybe(KEY, reference(KEY), description);
  }

  private static Shape<KeyEntry> keyShape() {
    Map<String, TsigAlgorithm> algorithms = new LinkedHashMap<>();
    for (TsigAlgorithm algorithm : TsigAlgorithm.values()) {
      algorithms.put(algorithm.label(), algorithm);
    }
    Field<String> called = required("name", name(), "What both ends call it.");
    Field<TsigAlgorithm> algorithm =
        optional("algorithm", choice(algorithms), TsigAlgorithm.HMAC_SHA256, "How it signs.");
    Field<Optional<String>> secret = maybe("secret", text(), "The secret, in base64.");
    Field<Optional<String>> file =
        maybe("secret-file", text(), "A file with the secret, in base64.");
    return ObjectShape.of(
        "A key.",
        List.of(called, algorithm, secret, file),
        values ->
            new KeyEntry(
                values.get(called), values.get(algorithm), values.get(secret), values.get(file)));
  }

  private static Shape<RemoteEntry> remoteShape() {
    Field<String> called = required("name", name(), "What this file calls it.");
    Field<IpAddress> address = required("address", address(), "Where it listens.");
    Field<Integer> port = optional("port", integer(1, MAX_PORT), DNS_PORT, "Its port.");
    Field<Optional<String>> key = keyField("What all messages both ways are signed with.");
    return ObjectShape.of(
        "Another name server.",
        List.of(called, address, port, key),
        values ->
            new RemoteEntry(
                values.get(called), values.get(address), values.get(port), values.get(key)));
  }

  private static Shape<GrantEntry> grantShape() {
    Field<String> remote = required(REMOTE, reference(REMOTE), "One of the remotes.");
    Field<Prefix> from = required("from", prefix(), "Whoever asks from there.");
    Field<Optional<String>> key = keyField("What requests must be signed with.");
    Map<String, Shape<? extends GrantEntry>> cases = new LinkedHashMap<>();
    cases.put(
        REMOTE,
        ObjectShape.of(
            "A remote.", List.of(remote), values -> new GrantEntry.OfRemote(values.get(remote))));
    cases.put(
        "from",
        ObjectShape.of(
            "Clients.",
            List.of(from, key),
            values -> new GrantEntry.OfClients(values.get(from), values.get(key))));
    return KeyedShape.of(cases);
  }

  private static Shape<ZoneEntry> zoneShape() {
    Field<Name> called = required("name", domainName(), "The name of its apex.");
    Field<List<String>> primaries =
        optional(
            "primaries",
            list(reference(REMOTE), 1),
            List.of(),
            "Where it is copied from, the preferred first.");
    Field<List<String>> notify = notifyField("Who is told of its changes.");
    Field<List<GrantEntry>> grants = grantsField("Who may have it whole.");
    Field<Optional<SignEntry>> sign = maybe("sign", signShape(), "How it is signed here.");
    return ObjectShape.of(
        "A zone.",
        List.of(called, primaries, notify, grants, sign),
        values ->
            new ZoneEntry(
                values.get(called),
                values.get(primaries),
                values.get(notify),
                values.get(grants),
                values.get(sign)));
  }

  private static Shape<SignEntry> signShape() {
    SigningPolicy usual = SigningPolicy.DEFAULT;
    Map<String, KeyAlgorithm> algorithms = new LinkedHashMap<>();
    for (KeyAlgorithm algorithm : KeyAlgorithm.values()) {
      algorithms.put(algorithm.toString().toLowerCase(Locale.ROOT), algorithm);
    }
    Field<Optional<String>> keys =
        maybe("keys", text(), "The folder of its keys, as dnssec-keygen writes them.");
    Field<KeyAlgorithm> algorithm =
        optional(
            "algorithm",
            choice(algorithms),
            KeyAlgorithm.ECDSAP256SHA256,
            "Of a key that is made where the folder holds none.");
    Field<DenialChoice> denial =
        optional("denial", choice(DenialChoice.class), usual.denial(), "How it denies.");
    Field<Duration> validity =
        optional("validity", duration(Duration.ofHours(1)), usual.validity(), "Of its signatures.");
    Field<Duration> renewBefore =
        optional(
            "renew-before",
            duration(Duration.ofMinutes(1)),
            usual.renewBefore(),
            "How long before they expire signatures are renewed.");
    Field<Duration> dnskeyTtl =
        optional("dnskey-ttl", duration(Duration.ZERO), usual.dnskeyTtl(), "TTL of its keys.");
    Field<Boolean> cds =
        optional("cds", bool(), false, "Whether it asks its parent for DS records (RFC 7344).");
    return ObjectShape.of(
        "Signing.",
        List.of(keys, algorithm, denial, validity, renewBefore, dnskeyTtl, cds),
        values ->
            new SignEntry(
                values.get(keys),
                values.get(algorithm),
                values.get(denial),
                values.get(validity),
                values.get(renewBefore),
                values.get(dnskeyTtl),
                values.get(cds)));
  }
}
