package io.outagelab.console.structure;

import static org.assertj.core.api.Assertions.assertThat;

import io.outagelab.console.Repository;
import io.outagelab.core.dns.DnsNames;
import io.outagelab.drills.Drills;
import io.outagelab.world.World;
import io.outagelab.world.WorldLoader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What holds for every source file, checked on the text itself. */
class TidyTest {
  private static final int MAX_LINES = 500;
  private static final int MAX_COLUMNS = 100;

  /** A table in one may be wider than code. */
  private static final String TEXT_BLOCK = "\"\"\"";

  private static final List<String> TREES =
      List.of("apps", "authoritative-dns", "backbone", "resolver", "testbed");

  /** What plays in every world: no name from any of them may stand in these. */
  private static final List<String> ENGINES =
      List.of(
          "apps/engine",
          "authoritative-dns/engine",
          "backbone/bgp",
          "backbone/config-push",
          "resolver/engine",
          "testbed/core",
          "testbed/assembly",
          "testbed/edge",
          "testbed/simulation");

  /** Names in a world that are also plain words of the trade. */
  private static final Set<String> PLAIN_WORDS =
      Set.of(
          "badge",
          "core",
          "edge",
          "graph",
          "identity",
          "inner",
          "outside",
          "partner",
          "public",
          "root",
          "store");

  private static final Path ROOT = Repository.root();

  private static List<Path> javaFiles(List<String> trees) {
    List<Path> files = new ArrayList<>();
    for (String tree : trees) {
      try (Stream<Path> walk = Files.walk(ROOT.resolve(tree))) {
        walk.filter(file -> file.toString().endsWith(".java"))
            .filter(file -> !ROOT.relativize(file).toString().contains("target/"))
            .sorted()
            .forEach(files::add);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return files;
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String shown(Path file) {
    return ROOT.relativize(file).toString();
  }

  @Test
  void noFileIsLong() {
    assertThat(javaFiles(TREES))
        .filteredOn(file -> read(file).lines().count() > MAX_LINES)
        .extracting(TidyTest::shown)
        .isEmpty();
  }

  @Test
  void noLineIsWide() {
    List<String> wide = new ArrayList<>();
    for (Path file : javaFiles(TREES)) {
      int number = 0;
      boolean isTextBlock = false;
      for (String line : read(file).lines().toList()) {
        number++;
        isTextBlock ^= line.contains(TEXT_BLOCK);
        if (width(line) > MAX_COLUMNS && !isTextBlock && !line.startsWith("import ")) {
          wide.add(shown(file) + ":" + number);
        }
      }
    }
    assertThat(wide).isEmpty();
  }

  /** How wide a reader sees it: figures in Javadoc spell some characters as entities. */
  private static int width(String line) {
    return line.replaceAll("&(lt|gt|amp);", "?").length();
  }

  @Test
  void nothingSleeps() {
    assertThat(javaFiles(TREES))
        .filteredOn(
            file -> Pattern.compile("Thread\\s*\\.\\s*sleep\\s*\\(").matcher(read(file)).find())
        .extracting(TidyTest::shown)
        .isEmpty();
  }

  @Test
  void everyPackageSaysThatNullIsNotInIt() {
    Set<Path> folders = new LinkedHashSet<>();
    javaFiles(TREES).stream()
        .filter(file -> shown(file).contains("src/main/java"))
        .forEach(file -> folders.add(file.resolveSibling("package-info.java")));

    assertThat(folders)
        .filteredOn(info -> !Files.isRegularFile(info) || !read(info).contains("@NullMarked"))
        .extracting(TidyTest::shown)
        .isEmpty();
  }

  @Test
  void theWrapperFindsAJdkBeforeItStarts() {
    String wrapper = read(ROOT.resolve("mvnw"));

    int selection = wrapper.indexOf(".mvn/select-jdk.sh");
    assertThat(selection).isPositive().isLessThan(wrapper.indexOf("set -euf"));
  }

  @Test
  void enginesKnowNoNameOfAnyWorldOrDrill() {
    Set<String> names = namesOfWorlds();
    assertThat(names).hasSizeGreaterThan(10);
    Pattern any =
        Pattern.compile(
            "(?i)(?<![a-z0-9])("
                + String.join("|", names.stream().map(Pattern::quote).toList())
                + ")(?![a-z0-9])");
    List<String> known = new ArrayList<>();
    for (Path file : javaFiles(ENGINES)) {
      if (shown(file).contains("src/main/java")) {
        Matcher found = any.matcher(read(file));
        while (found.find()) {
          known.add(shown(file) + ": " + found.group());
        }
      }
    }
    assertThat(known).isEmpty();
  }

  /** What worlds and drills call things, apart from plain words of the trade. */
  private static Set<String> namesOfWorlds() {
    Set<String> names = new TreeSet<>();
    Path worlds = ROOT.resolve("worlds");
    for (Path file : worldFiles(worlds)) {
      World world = WorldLoader.load(file);
      names.add(world.name());
      names.add(world.name().replaceAll("-[0-9]+$", ""));
      world.sites().forEach(site -> names.add(site.name()));
      world.services().forEach(service -> names.add(service.name()));
      world.dnsServices().forEach(service -> names.add(service.name()));
      world.monitors().names().forEach(name -> names.add(DnsNames.display(name)));
    }
    Drills.list(worlds).forEach(drill -> names.add(drill.name()));
    names.removeIf(
        name -> name.length() < 3 || PLAIN_WORDS.contains(name.toLowerCase(Locale.ROOT)));
    return names;
  }

  private static List<Path> worldFiles(Path worlds) {
    try (Stream<Path> folders = Files.list(worlds)) {
      return folders
          .map(folder -> folder.resolve(WorldLoader.FILE))
          .filter(Files::isRegularFile)
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
