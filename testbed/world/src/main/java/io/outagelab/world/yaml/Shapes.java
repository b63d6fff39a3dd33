package io.outagelab.world.yaml;

import io.outagelab.core.dns.DnsNames;
import io.outagelab.core.net.IpAddress;
import io.outagelab.core.net.Prefix;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.xbill.DNS.Name;

/** The shapes that files are made of. Objects are made with {@link ObjectShape}. */
public final class Shapes {
  private static final Pattern INTEGER = Pattern.compile("[-+]?[0-9][0-9_]*");
  private static final Pattern DECIMAL = Pattern.compile("[-+]?[0-9][0-9_]*(\\.[0-9]+)?");
  private static final String OCTET = "(25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])";
  private static final Pattern LAST_OCTETS = Pattern.compile(OCTET + "\\." + OCTET);
  private static final String NAME = "[A-Za-z0-9]([A-Za-z0-9@._-]{0,126}[A-Za-z0-9])?";
  private static final Pattern NAMES = Pattern.compile(NAME);
  private static final Duration LONGEST = Duration.ofDays(3_650);

  private Shapes() {}

  /** Any text. */
  public static Shape<String> text() {
    return new ScalarShape<>(
        "a text", Map.of("type", "string"), ScalarShape.Kind.TEXT, Optional::of);
  }

  /** A name: letters, digits, and {@code @ . _ -} between them. */
  public static Shape<String> name() {
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("type", "string");
    schema.put("pattern", "^" + NAME + "$");
    return new ScalarShape<>(
        "a name of letters and digits with @ . _ - between them",
        schema,
        ScalarShape.Kind.TEXT,
        text -> Optional.of(text).filter(candidate -> NAMES.matcher(candidate).matches()));
  }

  /** True or false. */
  public static Shape<Boolean> bool() {
    return new ScalarShape<>(
        "true or false",
        Map.of("type", "boolean"),
        ScalarShape.Kind.PLAIN,
        text ->
            switch (text) {
              case "true" -> Optional.of(true);
              case "false" -> Optional.of(false);
              default -> Optional.empty();
            });
  }

  /** A whole number within bounds, both included. */
  public static Shape<Long> integer(long least, long most) {
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("type", "integer");
    schema.put("minimum", least);
    schema.put("maximum", most);
    return new ScalarShape<>(
        "a whole number from %d to %d".formatted(least, most),
        schema,
        ScalarShape.Kind.PLAIN,
        text ->
            INTEGER.matcher(text).matches() && text.length() < 20
                ? Optional.of(Long.parseLong(text.replace("_", "")))
                    .filter(number -> number >= least && number <= most)
                : Optional.empty());
  }

  /** A whole number within bounds, both included, that fits an {@code int}. */
  public static Shape<Integer> integer(int least, int most) {
    return integer((long) least, (long) most).map(Math::toIntExact);
  }

  /** A number within bounds, both included. */
  public static Shape<Double> decimal(double least, double most) {
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("type", "number");
    schema.put("minimum", least);
    schema.put("maximum", most);
    return new ScalarShape<>(
        "a number from %s to %s".formatted(plain(least), plain(most)),
        schema,
        ScalarShape.Kind.PLAIN,
        text ->
            DECIMAL.matcher(text).matches() && text.length() < 20
                ? Optional.of(Double.parseDouble(text.replace("_", "")))
                    .filter(number -> number >= least && number <= most)
                : Optional.empty());
  }

  private static String plain(double number) {
    return BigDecimal.valueOf(number).stripTrailingZeros().toPlainString();
  }

  /** A duration of at least this. */
  public static Shape<Duration> duration(Duration least) {
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("type", List.of("string", "integer"));
    schema.put("pattern", Durations.PATTERN);
    String allowed = "a duration such as 50ms, 90s, 40m, 5h21m or 7d";
    return new ScalarShape<>(
        least.isZero() ? allowed : allowed + ", at least " + Durations.display(least),
        schema,
        ScalarShape.Kind.TEXT,
        text ->
            Durations.parse(text)
                .filter(value -> value.compareTo(least) >= 0 && value.compareTo(LONGEST) <= 0));
  }

  /** An instant in UTC. */
  public static Shape<Instant> instant() {
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("type", "string");
    schema.put("format", "date-time");
    return new ScalarShape<>(
        "an instant such as 2021-10-04T15:39:00Z",
        schema,
        ScalarShape.Kind.TEXT,
        Shapes::instantOf);
  }

  private static Optional<Instant> instantOf(String text) {
    try {
      return Optional.of(Instant.parse(text));
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  /** An IPv4 or IPv6 address. */
  public static Shape<IpAddress> address() {
    return new ScalarShape<>(
        "an IPv4 or IPv6 address such as 192.0.2.1 or 2001:db8::1",
        Map.of("type", "string"),
        ScalarShape.Kind.TEXT,
        ScalarShape.rejecting(IpAddress::of));
  }

  /** The last two octets of an IPv4 address, such as {@code 30.12}, as one number. */
  public static Shape<Integer> lastOctets() {
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("type", List.of("string", "number"));
    return new ScalarShape<>(
        "the last two octets of an address, such as 30.12",
        schema,
        ScalarShape.Kind.PLAIN,
        text ->
            LAST_OCTETS.matcher(text).matches()
                ? Optional.of((int) (IpAddress.of("0.0." + text).low() & 0xffff))
                : Optional.empty());
  }

  /** A prefix, without bits beyond its length. */
  public static Shape<Prefix> prefix() {
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("type", "string");
    schema.put("pattern", "^[0-9A-Fa-f:.]+/[0-9]{1,3}$");
    return new ScalarShape<>(
        "a prefix such as 192.0.2.0/24 or 2001:db8::/32, without bits beyond its length",
        schema,
        ScalarShape.Kind.TEXT,
        ScalarShape.rejecting(Shapes::prefixOf));
  }

  private static Prefix prefixOf(String text) {
    if (text.indexOf('/') < 0) {
      throw new IllegalArgumentException("a prefix has a length");
    }
    return Prefix.of(text);
  }

  /** A domain name, with or without the final dot. */
  public static Shape<Name> domainName() {
    return new ScalarShape<>(
        "a domain name such as www.example.com",
        Map.of("type", "string"),
        ScalarShape.Kind.TEXT,
        ScalarShape.rejecting(DnsNames::of));
  }

  /** One of the constants of an enum, spelled in kebab case. */
  public static <E extends Enum<E>> Shape<E> choice(Class<E> type) {
    Map<String, E> choices = new LinkedHashMap<>();
    for (E constant : type.getEnumConstants()) {
      choices.put(label(constant), constant);
    }
    return choice(choices);
  }

  /** An enum constant as files spell it. */
  public static String label(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** One of these words; each stands for its value. */
  public static <T> Shape<T> choice(Map<String, T> choices) {
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("type", "string");
    schema.put("enum", List.copyOf(choices.keySet()));
    Map<String, T> byWord = new LinkedHashMap<>(choices);
    return new ScalarShape<>(
        choices.size() == 1
            ? String.join("", choices.keySet())
            : "one of " + String.join(", ", choices.keySet()),
        schema,
        ScalarShape.Kind.TEXT,
        text -> Optional.ofNullable(byWord.get(text)));
  }

  /**
   * A text that stands for something.
   *
   * @param allowed what is allowed
   * @param schema as JSON Schema
   * @param parser what a text stands for; empty if nothing
   */
  public static <T> Shape<T> parsed(
      String allowed, Map<String, Object> schema, Function<String, Optional<T>> parser) {
    return new ScalarShape<>(allowed, schema, ScalarShape.Kind.TEXT, parser);
  }

  /** The name of something that the document defines elsewhere; see {@link Reading#define}. */
  public static Shape<String> reference(String kind) {
    Shape<String> name = name();
    return new Shape<>() {
      @Override
      public Optional<String> read(YamlNode node, Reading reading) {
        Optional<String> value = name.read(node, reading);
        Set<String> defined = reading.defined(kind);
        if (value.isEmpty() || defined.contains(value.get())) {
          return value;
        }
        reading.problem(node, unknown(value.get(), defined));
        return Optional.empty();
      }

      private String unknown(String word, Set<String> defined) {
        String all =
            defined.isEmpty() ? "there is none" : "there are " + String.join(", ", defined);
        return "is not the name of a %s;%s %s".formatted(kind, Nearest.hint(word, defined), all);
      }

      @Override
      public String allowed() {
        return "the name of a " + kind;
      }

      @Override
      public Map<String, Object> schema() {
        return name.schema();
      }
    };
  }

  /** A list of at least so many items. */
  public static <T> Shape<List<T>> list(Shape<T> item, int least) {
    return new ListShape<>(item, least, false);
  }

  /** A list, maybe empty. */
  public static <T> Shape<List<T>> list(Shape<T> item) {
    return list(item, 0);
  }

  /** A list of exactly two items, both of this shape. */
  public static <T> Shape<List<T>> pair(Shape<T> item) {
    return new PairShape<>(item);
  }

  /** A list, maybe empty, whose items are mappings with a {@code name} each, all different. */
  public static <T> Shape<List<T>> namedList(Shape<T> item) {
    return new ListShape<>(item, 0, true);
  }

  /** One item, or a list of at least one. */
  public static <T> Shape<List<T>> oneOrMore(Shape<T> item) {
    Shape<List<T>> list = list(item, 1);
    return new Shape<>() {
      @Override
      public Optional<List<T>> read(YamlNode node, Reading reading) {
        return node instanceof YamlNode.Sequence
            ? list.read(node, reading)
            : item.read(node, reading).map(List::of);
      }

      @Override
      public String allowed() {
        return item.allowed() + ", or a list of such";
      }

      @Override
      public Map<String, Object> schema() {
        return Map.of("anyOf", List.of(item.schema(), list.schema()));
      }
    };
  }

  /** A word that stands for a value, or else another shape. */
  public static <T> Shape<T> wordOr(String word, T value, Shape<T> other) {
    Shape<T> wordShape = choice(Map.of(word, value));
    return new Shape<>() {
      @Override
      public Optional<T> read(YamlNode node, Reading reading) {
        if (node.asText().filter(word::equals).isPresent()) {
          return Optional.of(value);
        }
        if (node instanceof YamlNode.Scalar) {
          reading.problem(node, "is not " + allowed());
          return Optional.empty();
        }
        return other.read(node, reading);
      }

      @Override
      public String allowed() {
        return "'%s' or %s".formatted(word, other.allowed());
      }

      @Override
      public Map<String, Object> schema() {
        return Map.of("anyOf", List.of(wordShape.schema(), other.schema()));
      }
    };
  }

  /** A mapping from names to values of one shape, in file order. */
  public static <K, V> Shape<Map<K, V>> mapByName(Shape<K> key, Shape<V> value) {
    return new MapShape<>(key, value);
  }
}
