package io.outagelab.console.serve;

import static java.util.stream.Collectors.joining;

import io.outagelab.authoritative.dnssec.SigningPolicy;
import io.outagelab.authoritative.transfer.RemoteServer;
import io.outagelab.authoritative.transfer.TransferPolicy.Grant;
import io.outagelab.authoritative.tsig.TsigKey;
import io.outagelab.authoritative.tsig.TsigKeys;
import io.outagelab.console.serve.ReplicationPlan.SigningPlan;
import io.outagelab.console.serve.ReplicationPlan.ZonePlan;
import io.outagelab.console.serve.ReplicationShapes.Entries;
import io.outagelab.console.serve.ReplicationShapes.GrantEntry;
import io.outagelab.console.serve.ReplicationShapes.KeyEntry;
import io.outagelab.console.serve.ReplicationShapes.RemoteEntry;
import io.outagelab.console.serve.ReplicationShapes.SignEntry;
import io.outagelab.console.serve.ReplicationShapes.ZoneEntry;
import io.outagelab.core.LabConfigurationException;
import io.outagelab.core.dns.DnsNames;
import io.outagelab.core.net.Endpoint;
import io.outagelab.core.net.IpAddress;
import io.outagelab.core.net.Prefix;
import io.outagelab.world.yaml.Place;
import io.outagelab.world.yaml.Problems;
import io.outagelab.world.yaml.Reading;
import io.outagelab.world.yaml.YamlNode;
import io.outagelab.world.yaml.YamlNode.Mapping;
import io.outagelab.world.yaml.YamlNode.Sequence;
import io.outagelab.world.yaml.YamlReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.xbill.DNS.Name;

/**
 * Reads the file that says how the zones of a name server move. Everything that is wrong with it is
 * told at once, each with file, line and key.
 */
public final class ReplicationLoader {
  private final Path folder;
  private final List<IpAddress> own;
  private final Reading reading;
  private final Map<String, TsigKey> keys = new LinkedHashMap<>();
  private final Map<String, RemoteServer> remotes = new LinkedHashMap<>();

  private ReplicationLoader(Path folder, List<IpAddress> own, Reading reading) {
    this.folder = folder;
    this.own = own;
    this.reading = reading;
  }

  /**
   * The plan in this file.
   *
   * @param own the addresses that the server listens on, and asks from
   */
  public static ReplicationPlan load(Path file, List<IpAddress> own) {
    Problems problems = new Problems();
    Reading reading = Reading.of(new Place(file.toString(), 1), problems);
    Path folder = file.toAbsolutePath().getParent();
    ReplicationLoader loader =
        new ReplicationLoader(folder == null ? Path.of("") : folder, own, reading);
    Optional<Entries> entries =
        YamlReader.read(file, problems)
            .flatMap(
                root -> {
                  define(root, reading);
                  return ReplicationShapes.shape().read(root, reading);
                });
    Optional<ReplicationPlan> plan = entries.map(loader::plan);
    problems.throwIfAny();
    return plan.orElseThrow(() -> new IllegalStateException("no plan and no problem: " + file));
  }

  /** Collects the names that references may use, sound or not, so that none is reported twice. */
  private static void define(YamlNode root, Reading reading) {
    define(root, "keys", ReplicationShapes.KEY, reading);
    define(root, "remotes", ReplicationShapes.REMOTE, reading);
  }

  private static void define(YamlNode root, String list, String kind, Reading reading) {
    if (root instanceof Mapping all && all.get(list).orElse(root) instanceof Sequence items) {
      items.items().stream()
          .filter(Mapping.class::isInstance)
          .flatMap(item -> ((Mapping) item).get("name").stream())
          .flatMap(name -> name.asText().stream())
          .forEach(name -> reading.define(kind, name));
    }
  }

  /** What the entries stand for; what makes no sense of it is reported. */
  private ReplicationPlan plan(Entries entries) {
    entries.keys().forEach(entry -> key(entry).ifPresent(key -> keys.put(entry.name(), key)));
    entries.remotes().forEach(entry -> remotes.put(entry.name(), remote(entry)));
    Optional<Path> storage = entries.storage().map(folder::resolve);
    TreeMap<Name, ZonePlan> zones = new TreeMap<>();
    for (ZoneEntry entry : entries.zones()) {
      if (zones.put(entry.name(), zone(entry, storage)) != null) {
        reading.problemAt("zones", DnsNames.display(entry.name()), "is given twice");
      }
    }
    return new ReplicationPlan(
        storage,
        new TsigKeys(List.copyOf(keys.values())),
        servers(entries.notified()),
        grants(entries.grants(), Optional.empty()),
        zones);
  }

  private Optional<TsigKey> key(KeyEntry entry) {
    String path = "keys[%s]".formatted(entry.name());
    if (entry.secret().isPresent() == entry.file().isPresent()) {
      reading.problemAt(path, entry.name(), "has either a secret or a secret-file");
      return Optional.empty();
    }
    return entry
        .secret()
        .or(() -> entry.file().flatMap(file -> secret(path + ".secret-file", file)))
        .flatMap(secret -> sound(path, () -> TsigKey.of(entry.name(), entry.algorithm(), secret)));
  }

  private Optional<String> secret(String path, String file) {
    try {
      return Optional.of(Files.readString(folder.resolve(file)).strip());
    } catch (IOException e) {
      reading.problemAt(path, file, "cannot be read: " + e.getMessage());
      return Optional.empty();
    }
  }

  private <T> Optional<T> sound(String path, Supplier<T> making) {
    try {
      return Optional.of(making.get());
    } catch (LabConfigurationException e) {
      reading.problemAt(path, "", String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }

  private RemoteServer remote(RemoteEntry entry) {
    if (own.stream().noneMatch(one -> one.family() == entry.address().family())) {
      reading.problemAt(
          "remotes[%s].address".formatted(entry.name()),
          entry.address().toString(),
          "is of another family than %s, which the server listens on and asks from"
              .formatted(own.stream().map(IpAddress::toString).collect(joining(" and "))));
    }
    return new RemoteServer(
        new Endpoint(entry.address(), entry.port()), entry.key().flatMap(this::known));
  }

  private Optional<TsigKey> known(String key) {
    return Optional.ofNullable(keys.get(key));
  }

  private ZonePlan zone(ZoneEntry entry, Optional<Path> storage) {
    String path = "zones[%s]".formatted(DnsNames.display(entry.name()));
    boolean isCopied = !entry.primaries().isEmpty();
    if (isCopied && entry.sign().isPresent()) {
      reading.problemAt(path, "sign", "a copy is served as it comes: its primary signs it");
    }
    if (storage.isEmpty() && (isCopied || entry.sign().isPresent())) {
      reading.problemAt(path, isCopied ? "primaries" : "sign", "needs a storage: a folder");
    }
    return new ZonePlan(
        servers(entry.primaries()),
        servers(entry.notified()),
        grants(entry.grants(), Optional.of(entry.name())),
        storage.flatMap(kept -> entry.sign().flatMap(sign -> signing(path + ".sign", sign, kept))));
  }

  private Optional<SigningPlan> signing(String path, SignEntry entry, Path storage) {
    SigningPolicy usual = SigningPolicy.DEFAULT;
    Path keyFolder = entry.keys().map(folder::resolve).orElse(storage.resolve("keys"));
    return sound(
        path,
        () ->
            new SigningPlan(
                keyFolder,
                entry.algorithm(),
                new SigningPolicy(
                    entry.denial(),
                    entry.validity(),
                    shorter(usual.jitter(), entry.validity().dividedBy(10)),
                    entry.renewBefore(),
                    shorter(usual.together(), entry.validity().dividedBy(10)),
                    usual.backdating(),
                    entry.dnskeyTtl(),
                    entry.cds())));
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  /** Those that are sound; the others have been reported where they are defined. */
  private List<RemoteServer> servers(List<String> names) {
    return names.stream().flatMap(name -> Optional.ofNullable(remotes.get(name)).stream()).toList();
  }

  private List<Grant> grants(List<GrantEntry> entries, Optional<Name> zone) {
    List<Grant> grants = new ArrayList<>();
    for (GrantEntry entry : entries) {
      switch (entry) {
        case GrantEntry.OfRemote(String name) ->
            servers(List.of(name))
                .forEach(
                    remote ->
                        grants.add(
                            new Grant(
                                Prefix.host(remote.address().address()),
                                remote.key().map(TsigKey::name),
                                zone)));
        case GrantEntry.OfClients(Prefix clients, Optional<String> key) ->
            grants.add(new Grant(clients, key.flatMap(this::known).map(TsigKey::name), zone));
      }
    }
    return grants;
  }
}
