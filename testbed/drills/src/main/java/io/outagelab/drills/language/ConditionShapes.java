package io.outagelab.drills.language;

import io.outagelab.core.net.Prefix;
import io.outagelab.drills.language.Condition.Answer;
import io.outagelab.drills.language.Condition.AppState;
import io.outagelab.drills.language.Condition.Links;
import io.outagelab.world.yaml.Field;
import io.outagelab.world.yaml.ObjectShape;
import io.outagelab.world.yaml.Shape;
import io.outagelab.world.yaml.Shapes;
import io.outagelab.world.yaml.Values;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;

/**
 * The shapes of conditions. A condition is a mapping with exactly one key that says what it is
 * about; expectations carry that key beside their own.
 */
final class ConditionShapes {
  private final SortedSet<Prefix> prefixes;
  private final Map<String, List<Prefix>> groups;
  private final List<Field<Optional<Condition>>> fields = new ArrayList<>();

  /**
   * The shapes for one world and drill.
   *
   * @param prefixes the prefixes that there are
   * @param groups what words stand for several of them
   */
  ConditionShapes(SortedSet<Prefix> prefixes, Map<String, List<Prefix>> groups) {
    this.prefixes = prefixes;
    this.groups = groups;
    about("resolve", resolve(), "What resolvers answer for a name.");
    about("bgp", bgp(), "Whether routers outside have routes for prefixes.");
    about("app", app(), "How apps are, by their monitors.");
    about("backbone", backbone(), "Links of the backbone, and sites cut off.");
    about("dns", dns(), "Instances of a name-server service.");
    about(
        "doors",
        Shapes.choice(inOrder("open", true, "shut", false)).map(Condition.Doors::new),
        "open: every door opens; shut: at least one does not.");
    about(
        "tools",
        Shapes.choice(inOrder("up", true, "down", false)).map(Condition.Tools::new),
        "up: every tool works; down: at least one does not.");
    about("event", event(), "Such an event was observed since the drill's start.");
    about(
        "steady-state",
        Shapes.bool()
            .rule(
                yes ->
                    yes
                        ? Optional.empty()
                        : Optional.of("is not true, which is all that it can be"))
            .map(yes -> new Condition.SteadyState()),
        "Every condition of the steady state holds.");
  }

  private void about(String key, Shape<? extends Condition> shape, String description) {
    fields.add(Field.maybe(key, shape.map(condition -> condition), description));
  }

  /** The keys that say what a condition is about. */
  List<Field<Optional<Condition>>> fields() {
    return fields;
  }

  /** The conditions that a mapping with these keys has. */
  List<Condition> found(Values values) {
    return fields.stream().flatMap(field -> values.get(field).stream()).toList();
  }

  /** What is wrong with a mapping that has these conditions, if anything is. */
  Optional<String> complaint(List<Condition> found) {
    String keys = String.join(", ", fields.stream().map(Field::key).toList());
    return switch (found.size()) {
      case 0 -> Optional.of("has no condition: one of the keys " + keys);
      case 1 -> Optional.empty();
      default -> Optional.of("has %d conditions; one is allowed".formatted(found.size()));
    };
  }

  /** A condition alone. */
  Shape<Condition> condition() {
    return ObjectShape.of(
            "A condition: exactly one of these keys.", List.copyOf(fields), this::found)
        .rule(this::complaint)
        .map(List::getFirst);
  }

  private static Shape<Condition> resolve() {
    Field<String> name =
        Field.required("name", Shapes.reference(Names.WATCHED), "A name that the world watches.");
    Field<Choice> from =
        Field.required(
            "from",
            Names.choice(Names.RESOLVER, Names.EVERY_RESOLVER, Names.ANY_RESOLVER),
            "A public resolver, several, all-resolvers or any-resolver.");
    Map<String, Answer> answers = new LinkedHashMap<>();
    for (Answer answer : Answer.values()) {
      answers.put(answer.label(), answer);
    }
    Field<Answer> expect =
        Field.required("expect", Shapes.choice(answers), "What it answers; failing: not NOERROR.");
    return ObjectShape.of(
        "What resolvers answer for a name.",
        List.of(name, from, expect),
        values -> new Condition.Resolve(values.get(name), values.get(from), values.get(expect)));
  }

  private Shape<Condition> bgp() {
    Field<Map.Entry<String, List<Prefix>>> prefix =
        Field.required(
            "prefix",
            Names.prefixes(prefixes, groups),
            "A prefix, a name under 'prefixes', or a name-server service for all it announces.");
    Field<Choice> seenBy =
        Field.required(
            "seen-by",
            Names.choice(Names.VANTAGE, Names.ALL, Names.ANY),
            "The site or sites whose routers are asked; all or any: of those outside.");
    Field<Boolean> announced =
        Field.required(
            "announced", Shapes.bool(), "true: all of the prefixes are there; false: none is.");
    return ObjectShape.of(
        "Whether routers outside have routes for prefixes.",
        List.of(prefix, seenBy, announced),
        values ->
            new Condition.Bgp(
                values.get(prefix).getValue(),
                values.get(prefix).getKey(),
                values.get(seenBy),
                values.get(announced)));
  }

  private static Shape<Condition> app() {
    Field<Choice> name =
        Field.required(
            "name", Names.choice(Names.APP, Names.ALL, Names.ANY), "An app, several, all, or any.");
    Field<AppState> expect =
        Field.required(
            "expect", Shapes.choice(AppState.class), "How it is; failing: degraded or down.");
    Field<Optional<String>> cause =
        Field.maybe(
            "cause",
            Shapes.choice(inOrder("name", "name", "backend", "backend", "network", "network")),
            "What its monitor names as the cause.");
    return ObjectShape.of(
        "How apps are, by their monitors.",
        List.of(name, expect, cause),
        values -> new Condition.App(values.get(name), values.get(expect), values.get(cause)));
  }

  private static Shape<Condition> backbone() {
    Field<Optional<Links>> linksUp =
        Field.maybe("links-up", links(), "How many long-haul links are up: all, or a number.");
    Field<Optional<Choice>> isolated =
        Field.maybe(
            "sites-isolated",
            new WordsOr<>(
                inOrder("none", new Choice.These(List.of()), Names.ALL, new Choice.Every()),
                Shapes.list(Shapes.reference(Names.SITE), 1).map(Choice.These::new)),
            "Sites cut off from all others: none, all, or a list of at least these.");
    return ObjectShape.of(
            "Links of the backbone, and sites cut off.",
            List.of(linksUp, isolated),
            values -> new Condition.Backbone(values.get(linksUp), values.get(isolated)))
        .rule(
            backbone ->
                backbone.linksUp().isEmpty() && backbone.sitesIsolated().isEmpty()
                    ? Optional.of("asks nothing: links-up, sites-isolated or both are needed")
                    : Optional.empty())
        .map(Condition.class::cast);
  }

  private static Shape<Links> links() {
    return new ParsedShape<>(
        "all or a number of links",
        Map.of("anyOf", List.of(Map.of("const", Names.ALL), Map.of("type", "integer"))),
        text -> {
          if (text.equals(Names.ALL)) {
            return Optional.of(new Links.All());
          }
          return Optional.of(text)
              .filter(number -> number.matches("[0-9]{1,6}"))
              .map(number -> new Links.Exactly(Integer.parseInt(number)));
        });
  }

  private static Shape<Condition> dns() {
    Field<String> service =
        Field.required("service", Shapes.reference(Names.SERVICE), "A name-server service.");
    Shape<Choice> named = Shapes.list(Shapes.reference(Names.SITE), 1).map(Choice.These::new);
    Field<Choice> sites =
        Field.required(
            "sites",
            new WordsOr<>(
                inOrder(Names.ALL, new Choice.Every(), Names.ANY, new Choice.Any()), named),
            "Its instances at all sites, at any, or at these.");
    Field<Optional<Boolean>> healthy =
        Field.maybe("healthy", Shapes.bool(), "Whether they count themselves healthy.");
    Field<Optional<Boolean>> announcing =
        Field.maybe("announcing", Shapes.bool(), "Whether they announce all their prefixes.");
    return ObjectShape.of(
            "Instances of a name-server service.",
            List.of(service, sites, healthy, announcing),
            values ->
                new Condition.Dns(
                    values.get(service),
                    values.get(sites),
                    values.get(healthy),
                    values.get(announcing)))
        .rule(
            dns ->
                dns.healthy().isEmpty() && dns.announcing().isEmpty()
                    ? Optional.of("asks nothing: healthy, announcing or both are needed")
                    : Optional.empty())
        .map(Condition.class::cast);
  }

  private static Shape<Condition> event() {
    Map<String, String> names = new LinkedHashMap<>();
    EventCatalogue.names().forEach(event -> names.put(event, event));
    Field<String> name = Field.required("name", Shapes.choice(names), "The event's name.");
    Field<Optional<String>> subject =
        Field.maybe("subject", Shapes.text(), "Whom or what it is about.");
    List<Field<Optional<String>>> attributes =
        EventCatalogue.attributes().stream()
            .map(key -> Field.maybe(key, Shapes.text(), "An attribute of the event."))
            .toList();
    List<Field<?>> all = new ArrayList<>(List.of(name, subject));
    all.addAll(attributes);
    return ObjectShape.of(
            "Such an event was observed since the drill's start.",
            all,
            values -> {
              SortedMap<String, String> wanted = new TreeMap<>();
              attributes.forEach(
                  field -> values.get(field).ifPresent(value -> wanted.put(field.key(), value)));
              return new Condition.Observed(
                  EventCatalogue.entry(values.get(name)).layer(),
                  values.get(name),
                  values.get(subject),
                  wanted);
            })
        .rule(ConditionShapes::unknownAttribute)
        .map(Condition.class::cast);
  }

  private static Optional<String> unknownAttribute(Condition.Observed observed) {
    EventCatalogue.Entry entry = EventCatalogue.entry(observed.name());
    return observed.attributes().keySet().stream()
        .filter(key -> !entry.attributes().contains(key))
        .findFirst()
        .map(
            key ->
                "asks for %s, which %s does not say; it says %s"
                    .formatted(key, observed.name(), String.join(", ", entry.attributes())));
  }

  private static <T> Map<String, T> inOrder(String first, T one, String second, T other) {
    Map<String, T> words = new LinkedHashMap<>();
    words.put(first, one);
    words.put(second, other);
    return words;
  }

  private static <T> Map<String, T> inOrder(
      String first, T one, String second, T other, String third, T last) {
    Map<String, T> words = inOrder(first, one, second, other);
    words.put(third, last);
    return words;
  }
}
