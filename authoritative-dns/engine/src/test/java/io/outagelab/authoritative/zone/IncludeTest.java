package io.outagelab.authoritative.zone;

import static org.assertj.core.api.Assertions.assertThat;

import io.outagelab.core.LabConfigurationException;
import io.outagelab.core.dns.DnsNames;
import io.outagelab.core.dns.RRset;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** RFC 1035 §5.1: {@code $INCLUDE}. */
class IncludeTest {
  private static final String APEX =
      """
      $TTL 300
      @ SOA ns hostmaster 1 7200 3600 1209600 60
      @ NS ns
      ns A 192.0.2.1
      """;

  private final Map<String, String> files = new TreeMap<>();

  private ZoneReading read(String text) {
    files.put("zones/test.zone", APEX + text);
    return ZoneFile.read(
        "zones/test.zone",
        DnsNames.of("test"),
        path -> {
          String found = files.get(path);
          if (found == null) {
            throw new LabConfigurationException("there is no such file");
          }
          return found;
        });
  }

  private List<String> rrsets(String text) {
    return read(text).orThrow().rrsets().stream().map(RRset::toString).toList();
  }

  private List<String> problems(String text) {
    return read(text) instanceof ZoneReading.Refused(List<ZoneProblem> problems)
        ? problems.stream().map(ZoneProblem::toString).toList()
        : List.of();
  }

  @Test
  void readsAFileWhereTheDirectiveStands() {
    files.put("zones/hosts/web.inc", "www A 192.0.2.2\n$INCLUDE more.inc ; beside this one\n");
    files.put("zones/hosts/more.inc", "more A 192.0.2.3\n");

    assertThat(rrsets("$INCLUDE ./hosts/web.inc\n"))
        .contains("www.test 300 A x1", "more.test 300 A x1");
  }

  /** An origin may be given for the file; it ends with the file, as do its TTL and owner name. */
  @Test
  void restoresOriginTtlAndOwnerName() {
    files.put("zones/x.inc", "$TTL 10\na A 192.0.2.2\n$ORIGIN deep.test.\nb A 192.0.2.3\n");

    assertThat(rrsets("o A 192.0.2.9\n$INCLUDE \"x.inc\" sub\n  TXT text\nc A 192.0.2.4\n"))
        .contains(
            "a.sub.test 10 A x1",
            "b.deep.test 10 A x1",
            "o.test 300 A x1",
            "o.test 300 TXT x1",
            "c.test 300 A x1");
  }

  @Test
  void handsTheTtlDownButNotTheOwnerName() {
    files.put("zones/x.inc", "  A 192.0.2.2\na A 192.0.2.3\n");

    assertThat(problems("o TXT text\n$INCLUDE x.inc\n"))
        .singleElement()
        .asString()
        .startsWith("zones/x.inc:1: no owner name");
  }

  @Test
  void namesTheIncludedFileAndItsLine() {
    files.put("zones/x.inc", "; fine\na A nonsense\nb.else. A 192.0.2.3\nns 60 A 192.0.2.4\n");

    assertThat(problems("y A worse\n$INCLUDE x.inc\n"))
        .containsExactly(
            "zones/test.zone:5: 'worse' is not an IPv4 address, in 'y A worse'",
            "zones/x.inc:2: 'nonsense' is not an IPv4 address, in 'a A nonsense'",
            "zones/x.inc:3: b.else A: is out of the zone 'test'",
            "zones/x.inc:4: ns.test A: has TTL 60, but zones/test.zone:4 says 300:"
                + " one RRset has one TTL (RFC 2181 §5.2)");
  }

  @Test
  void keepsInsideTheFolder() {
    String[] paths = {
      "/etc/passwd", "../x", "a/../../x", "a\\\\..\\\\x", "C:x", "a/", "\"\"", "a\0b"
    };
    for (String path : paths) {
      assertThat(problems("$INCLUDE " + path + "\n"))
          .singleElement()
          .asString()
          .startsWith("zones/test.zone:5: $INCLUDE needs the path of a file in the folder");
    }
    assertThat(problems("$INCLUDE \"a\tb\"\n")).singleElement().asString().contains("control");
    assertThat(problems("$INCLUDE\n")).singleElement().asString().contains("needs the path");
    assertThat(problems("$INCLUDE gone\n"))
        .containsExactly(
            "zones/test.zone:5: $INCLUDE of 'zones/gone': there is no such file,"
                + " in '$INCLUDE gone'");
  }

  @Test
  void refusesCirclesAndDepth() {
    files.put("zones/a", "$INCLUDE b\n");
    files.put("zones/b", "x A 192.0.2.2\n$INCLUDE ./a\n");
    assertThat(problems("$INCLUDE a\n"))
        .containsExactly(
            "zones/b:2: $INCLUDE goes round in a circle: zones/test.zone > zones/a > zones/b >"
                + " zones/a, in '$INCLUDE ./a'");
    assertThat(problems("$INCLUDE test.zone\n")).singleElement().asString().contains("circle");

    for (int depth = 0; depth < 20; depth++) {
      files.put("zones/d" + depth, "$INCLUDE d" + (depth + 1) + "\n");
    }
    assertThat(problems("$INCLUDE d0\n"))
        .containsExactly("zones/d9:1: $INCLUDE is allowed 10 files deep, in '$INCLUDE d10'");
  }

  @Test
  void boundsHowOftenFilesAreIncluded() {
    files.put("zones/a", "; nothing\n");

    assertThat(problems("$INCLUDE a\n".repeat(MasterFile.MAX_INCLUSIONS + 1)))
        .singleElement()
        .asString()
        .startsWith("zones/test.zone:10005: ")
        .contains("a zone may include files 10000 times");
  }
}
