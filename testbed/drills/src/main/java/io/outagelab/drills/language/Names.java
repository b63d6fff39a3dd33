package io.outagelab.drills.language;

import io.outagelab.core.dns.DnsNames;
import io.outagelab.core.net.Prefix;
import io.outagelab.world.DnsService;
import io.outagelab.world.Site;
import io.outagelab.world.SiteKind;
import io.outagelab.world.StaticPrefix;
import io.outagelab.world.World;
import io.outagelab.world.yaml.Reading;
import io.outagelab.world.yaml.Shape;
import io.outagelab.world.yaml.Shapes;
import io.outagelab.world.yaml.YamlNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/** The names that a drill may use, taken from its world and from the drill itself. */
final class Names {
  static final String ALL = "all";
  static final String ANY = "any";
  static final String EVERY_RESOLVER = "all-resolvers";
  static final String ANY_RESOLVER = "any-resolver";

  static final String APP = "front end";
  static final String MILESTONE = "milestone";
  static final String PREFIXES = "prefix, a name under 'prefixes' or a name-server service";
  static final String RESOLVER = "resolver";
  static final String SERVICE = "name-server service";
  static final String SITE = "site";
  static final String VANTAGE = "site to look from";
  static final String WATCHED = "watched domain";

  private Names() {}

  /** Makes every name of the world known to the reading. */
  static void define(World world, Reading reading) {
    world.sites().forEach(site -> reading.define(SITE, site.name()));
    world.sites().forEach(site -> reading.define(VANTAGE, site.name()));
    List.of(ALL, ANY).forEach(word -> reading.define(VANTAGE, word));
    world.publicResolvers().forEach(resolver -> reading.define(RESOLVER, resolver.name()));
    List.of(EVERY_RESOLVER, ANY_RESOLVER).forEach(word -> reading.define(RESOLVER, word));
    world.apps().forEach(app -> reading.define(APP, app.name()));
    List.of(ALL, ANY).forEach(word -> reading.define(APP, word));
    world.dnsServices().forEach(service -> reading.define(SERVICE, service.name()));
    world.monitors().names().forEach(name -> reading.define(WATCHED, DnsNames.display(name)));
  }

  /**
   * The prefixes that a drill may call by one word, before its own: what each service announces.
   */
  static Map<String, List<Prefix>> groups(World world) {
    Map<String, List<Prefix>> groups = new LinkedHashMap<>();
    for (DnsService service : world.dnsServices()) {
      groups.put(service.name(), service.announces());
    }
    return groups;
  }

  /** Every prefix that somebody in the world originates. */
  static NavigableSet<Prefix> prefixes(World world) {
    NavigableSet<Prefix> all = new TreeSet<>();
    world.dnsServices().forEach(service -> all.addAll(service.announces()));
    world.originations().stream().map(StaticPrefix::prefix).forEach(all::add);
    return all;
  }

  /** The sites from which a whole is judged: those outside. */
  static List<String> outside(World world) {
    return world.sites(SiteKind.OUTSIDE).stream().map(Site::name).toList();
  }

  /** A choice: the word for every one, the word for any one, a name, or a list of names. */
  static Shape<Choice> choice(String kind, String every, String any) {
    return Shapes.oneOrMore(Shapes.reference(kind))
        .rule(
            names ->
                names.size() > 1 && (names.contains(every) || names.contains(any))
                    ? Optional.of("has %s or %s among names".formatted(every, any))
                    : Optional.empty())
        .map(
            names -> {
              if (names.equals(List.of(every))) {
                return new Choice.Every();
              }
              return names.equals(List.of(any)) ? new Choice.Any() : new Choice.These(names);
            });
  }

  /** A prefix of the world. */
  static Shape<Prefix> prefix(SortedSet<Prefix> known) {
    return Shapes.prefix()
        .rule(
            prefix ->
                known.contains(prefix)
                    ? Optional.empty()
                    : Optional.of(
                        "is not originated by anyone in this world; there are "
                            + String.join(", ", known.stream().map(Prefix::toString).toList())));
  }

  /** Prefixes by one word: a prefix of the world, or the name of a group. */
  static Shape<Map.Entry<String, List<Prefix>>> prefixes(
      SortedSet<Prefix> known, Map<String, List<Prefix>> groups) {
    Shape<Prefix> one = prefix(known);
    Shape<String> group = Shapes.reference(PREFIXES);
    return new Shape<>() {
      @Override
      public Optional<Map.Entry<String, List<Prefix>>> read(YamlNode node, Reading reading) {
        if (node.asText().filter(text -> text.contains("/")).isPresent()) {
          return one.read(node, reading)
              .map(prefix -> Map.entry(prefix.toString(), List.of(prefix)));
        }
        return group
            .read(node, reading)
            .map(name -> Map.entry(name, groups.getOrDefault(name, List.of())));
      }

      @Override
      public String allowed() {
        return "the name of a " + PREFIXES;
      }

      @Override
      public Map<String, Object> schema() {
        return Shapes.text().schema();
      }
    };
  }
}
