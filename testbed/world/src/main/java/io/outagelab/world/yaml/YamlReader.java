package io.outagelab.world.yaml;

import io.outagelab.world.yaml.YamlNode.Entry;
import io.outagelab.world.yaml.YamlNode.Mapping;
import io.outagelab.world.yaml.YamlNode.Scalar;
import io.outagelab.world.yaml.YamlNode.Sequence;
import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * Turns the text of one YAML document into nodes with places. Constructs no objects, whatever tags
 * say. Too large, too deep, recursive or multiplied by aliases: each is a problem, not a crash.
 */
public final class YamlReader {
  /** The largest file that is read, in octets. */
  public static final int MAX_SIZE = 4 * 1024 * 1024;

  private static final int MAX_DEPTH = 40;
  private static final int MAX_ALIASES = 100;
  private static final int MAX_NODES = 200_000;
  private static final String STANDARD_TAGS = Tag.PREFIX;

  private final String file;
  private final Problems problems;
  private final Set<Node> open = Collections.newSetFromMap(new IdentityHashMap<>());
  private int nodes;
  private boolean tooMany;

  private YamlReader(String file, Problems problems) {
    this.file = file;
    this.problems = problems;
  }

  /** The document in this file; empty, with problems, if there is none to go on with. */
  public static Optional<YamlNode> read(Path path, Problems problems) {
    Place start = new Place(path.toString(), 1);
    try {
      if (!Files.isRegularFile(path)) {
        problems.add(start, "there is no such file");
        return Optional.empty();
      }
      if (Files.size(path) > MAX_SIZE) {
        problems.add(
            start,
            "the file has %d octets; at most %d are read".formatted(Files.size(path), MAX_SIZE));
        return Optional.empty();
      }
      String text =
          StandardCharsets.UTF_8
              .newDecoder()
              .decode(ByteBuffer.wrap(Files.readAllBytes(path)))
              .toString();
      return parse(text, path.toString(), problems);
    } catch (CharacterCodingException e) {
      problems.add(start, "the file is not UTF-8 text");
      return Optional.empty();
    } catch (IOException e) {
      problems.add(start, "the file cannot be read: " + e.getMessage());
      return Optional.empty();
    }
  }

  /** The document in this text, which problems call by the name of {@code file}. */
  public static Optional<YamlNode> parse(String text, String file, Problems problems) {
    return new YamlReader(file, problems).parse(text);
  }

  private Optional<YamlNode> parse(String text) {
    LoaderOptions options = new LoaderOptions();
    options.setCodePointLimit(MAX_SIZE);
    options.setNestingDepthLimit(MAX_DEPTH);
    options.setMaxAliasesForCollections(MAX_ALIASES);
    options.setAllowRecursiveKeys(false);
    try {
      Node root = new Yaml(options).compose(new StringReader(text));
      if (root == null) {
        problems.add(new Place(file, 1), "the file is empty");
        return Optional.empty();
      }
      YamlNode node = convert(root);
      return tooMany ? Optional.empty() : Optional.of(node);
    } catch (MarkedYAMLException e) {
      Mark mark = e.getProblemMark();
      String what = e.getProblem() == null ? e.getMessage() : e.getProblem();
      problems.add(new Place(file, mark == null ? 1 : mark.getLine() + 1), "not YAML: " + what);
    } catch (YAMLException e) {
      problems.add(new Place(file, 1), "not YAML: " + e.getMessage());
    }
    return Optional.empty();
  }

  private YamlNode convert(Node node) {
    Place place = new Place(file, node.getStartMark().getLine() + 1);
    if (++nodes > MAX_NODES) {
      if (!tooMany) {
        tooMany = true;
        problems.add(place, "more than %d values: aliases multiply them".formatted(MAX_NODES));
      }
      return new Scalar(place, "", false);
    }
    if (!node.getTag().startsWith(STANDARD_TAGS)) {
      problems.add(place, "the tag %s is not used here".formatted(node.getTag().getValue()));
    }
    if (!open.add(node)) {
      problems.add(place, "an alias makes this value contain itself");
      return new Scalar(place, "", false);
    }
    YamlNode converted =
        switch (node) {
          case MappingNode mapping -> mapping(place, mapping);
          case SequenceNode sequence ->
              new Sequence(place, sequence.getValue().stream().map(this::convert).toList());
          case ScalarNode scalar ->
              new Scalar(place, scalar.getValue(), scalar.getScalarStyle() != ScalarStyle.PLAIN);
          default -> throw new IllegalStateException("YAML has no node " + node.getNodeId());
        };
    open.remove(node);
    return converted;
  }

  private Mapping mapping(Place place, MappingNode mapping) {
    Map<String, Entry> entries = new LinkedHashMap<>();
    for (NodeTuple tuple : mapping.getValue()) {
      Place keyPlace = new Place(file, tuple.getKeyNode().getStartMark().getLine() + 1);
      if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
        problems.add(keyPlace, "a key is a single value, not a list or a mapping");
        continue;
      }
      YamlNode value = convert(tuple.getValueNode());
      Entry first = entries.putIfAbsent(key.getValue(), new Entry(keyPlace, key.getValue(), value));
      if (first != null) {
        problems.add(
            new Problem(
                keyPlace,
                "",
                key.getValue(),
                "stands here a second time; the first is in line " + first.place().line()));
      }
    }
    List<Entry> inOrder = new ArrayList<>(entries.values());
    return new Mapping(place, inOrder);
  }
}
