package io.outagelab.world;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.outagelab.core.LabConfigurationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WorldProblemsTest {
  private static final Path BAD = Path.of("src/test/resources/bad-world");

  @TempDir Path folder;

  /** To accept new messages: {@code -Dregenerate=true}, then review the difference. */
  @Test
  void tellsEveryProblemOfABadWorldAtOnceWithFileAndLine() throws IOException {
    Throwable thrown = catchThrowable(() -> WorldLoader.load(BAD));

    assertThat(thrown).isInstanceOf(LabConfigurationException.class);
    String message = String.valueOf(thrown.getMessage()).replace('\\', '/') + "\n";
    Path golden = BAD.resolve("problems.txt");
    if (Boolean.getBoolean("regenerate")) {
      Files.writeString(golden, message);
    }
    assertThat(message).isEqualTo(Files.readString(golden));
    assertThat(message.lines()).allMatch(line -> line.matches("src/test/\\S+:\\d+: .+"));
  }

  /** One change each to a sound world, and what must be said about it. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          planes: 2 | planes: 200 | backbone.planes: '200' is not a whole number from 1 to 32
          drainable-planes: 1 | drainable-planes: 3 | '3' is more than the 2 planes
          as: 64511, | as: 64496, | '64496' is the backbone's AS, but the site is outside
          kind: edge, as: 64496 | kind: edge, as: 64497 | is not the backbone's AS 64496
          between: [core, edge]} | between: [core, outside]} | 'outside' is outside: the backbone does not
          between: [core, edge]} | between: [core, core]} | joins core to itself
          between: [edge, outside] | between: [edge, core] | 'core, edge' belong to one AS
          hosts: 10.1.2.0/24 | hosts: 10.1.1.128/25 | '10.1.1.128/25' overlaps 10.1.1.0/24, the hosts of core
          hosts: 10.1.2.0/24 | hosts: 10.1.0.128/25 | overlaps 10.1.0.0/24, the backbone's loopbacks
          , hosts: 10.1.3.0/24 | "" | site outside needs hosts: a prefix for the
          hosts: 10.1.3.0/24 | hosts: 10.1.3.0/31 | has room for 0, not for the
          loopbacks: 10.1.0.0/24 | loopbacks: 10.1.0.0/30 | has room for 2 routers, not 6
          loopbacks: 10.1.0.0/24 | loopbacks: 10.4.1.0/24 | a live lab could not tell them apart
          192.0.2.128/25, at | 192.0.2.0/24, at | '192.0.2.0/24' stands here a second time
          announces: [192.0.2.0/25] | announces: [] | '192.0.2.53' is in no prefix that edge originates or announces
          address: 10.1.9.10 | address: 10.1.7.10 | '10.1.7.10' is in no prefix that core
          address: 10.1.9.20 | address: 10.1.9.10 | belongs to store already
          address: 192.0.2.180 | address: [192.0.2.180, 10.9.255.255] | ends in 255.255, which no host
          address: 192.0.2.180 | address: [192.0.2.180, 203.0.2.180] | ends in 2.180 like 192.0.2.180 of www
          needs: [{service: store, | needs: [{service: www, | 'www -> www' is a cycle
          resolver: inner\\n    needs | needs | has needs but no resolver
          users: 1000 | users: 3 | '4' is more than the 3 users
          targets: data-centre | targets: data-centre, quorum: 2 | health.quorum: '2' is more than the 1 sites of the kind data-centre
          targets: data-centre | targets: data-centre, quorum: 3/2 | '3/2' is not a quorum: a whole number from 1 to 999, majority, or a share such as 3/4
          targets: data-centre | targets: data-centre, quorum: 0 | '0' is not a quorum
          targets: data-centre | targets: data-centre, when-blind: keep | 'keep' is not one of fail-closed, fail-static
          targets: data-centre | targets: data-centre, keep-last: 1 | health.keep-last: '1' would let no site withdraw ever: there are 1; it is at most 0
          targets: data-centre | targets: data-centre, dead-man: 30s | health.dead-man: '30s' is not longer than the interval 30s: it would run out
          targets: data-centre | targets: office | has nothing to check: there is no site of this kind
          &hints {ns.root.example: 203.0.113.1} | &hints {ns.root.example: 203.0.113.2} | is not the address of any name service
          names: [www.example] | names: [ftp.example] | has no address and no CNAME in any zone
          [zones/root.zone] | [zones/root.zone, zones/root.zone] | '.' stands here twice
          zones: [zones/root.zone] | secondary-of: root | secondary-of: 'root' is the service itself
          zones: [zones/root.zone] | secondary-of: roots | 'roots' is not the name of a DNS service
          zones: [zones/root.zone] | zones: [zones/root.zone]\\n    secondary-of: other\\n  - {name: other, sites: [outside], servers: {ns.other.example: 203.0.113.9}, secondary-of: www-dns} | 'other' has no zones of its own that could be copied
          zones: [zones/root.zone] | zones: [zones/root.zone]\\n  - {name: other, sites: [edge], servers: {ns.other.example: 192.0.2.9}, secondary-of: six}\\n  - {name: six, sites: [edge], servers: {ns.six.example: "2001:db8::9"}, announces: ["2001:db8::/48"], zones: [zones/root.zone]} | 'six' has no address that can be asked from 10.1.2.0/24, the hosts of edge
          zones: [zones/root.zone] | rate-limit: 5 | serves nothing: it has zones of its own, or is secondary-of another service
          zones: [zones/root.zone] | zones: [zones/root.zone, zones/www.example.zone]\\n    secondary-of: www-dns | has the zone www.example, which this service has from elsewhere
          guest: outside | guest: inside | guest: 'inside' is not the name of a site
          interval: 30s | interval: 30 | '30' is not a duration
          exists: false | exists: [] | a list is not true or false
          world: tiny | world: | world: is missing
          """)
  void findsWhatOnlyTheWholeShows(String find, String change, String expected) throws IOException {
    copyTiny();
    Path file = folder.resolve(WorldLoader.FILE);
    String text = Files.readString(file);
    String wanted = find.replace("\\n", "\n");
    assertThat(text).contains(wanted);
    Files.writeString(
        file,
        text.replaceFirst(
            Pattern.quote(wanted), Matcher.quoteReplacement(change.replace("\\n", "\n"))));

    assertThatThrownBy(() -> WorldLoader.load(folder))
        .isInstanceOf(LabConfigurationException.class)
        .hasMessageContaining(expected);
  }

  @Test
  void findsACycleOfNeeds() throws IOException {
    copyTiny();
    Path file = folder.resolve(WorldLoader.FILE);
    Files.writeString(
        file,
        Files.readString(file)
            .replace(
                "name-in-dns: store.www.example}",
                "name-in-dns: store.www.example, resolver: inner, needs: [{service: www}]}"));

    assertThatThrownBy(() -> WorldLoader.load(folder))
        .hasMessageContaining(
            "'store -> www -> store' is a cycle: none of these could ever answer");
  }

  @Test
  void pointsIntoTheOverlayThatAMistakeIsIn() throws IOException {
    copyTiny();
    Path overlay = folder.resolve("mitigations/wrong.yaml");
    Files.writeString(
        overlay, "# wrong\nresolvers:\n  - {name: public, policy: {max-ttl: ages}}\n");

    assertThatThrownBy(() -> WorldLoader.load(folder, List.of("wrong")))
        .hasMessage(
            overlay
                + ":3: resolvers[public].policy.max-ttl: 'ages' is not a duration such as 50ms,"
                + " 90s, 40m, 5h21m or 7d");
  }

  @Test
  void namesTheMitigationsThereAre() {
    assertThatThrownBy(() -> WorldLoader.load(Worlds.TINY, List.of("../../etc")))
        .hasMessageContaining("there is no mitigation '../../etc'; there are fail-static");
  }

  @Test
  void saysWhichFileIsMissing() {
    assertThatThrownBy(() -> WorldLoader.load(folder))
        .hasMessage(folder.resolve("world.yaml") + ":1: there is no such file");
  }

  @Test
  void checksAPushAgainstTheWorldItIsFor() throws IOException {
    World tiny = WorldLoader.load(Worlds.TINY);
    Path push = folder.resolve("push.yaml");
    Files.writeString(
        push,
        """
        change: x
        author: y
        set: {drained: true, colour: red}
        on: {planes: [1, 3], sites: [core, outside]}
        """);

    assertThatThrownBy(() -> PushLoader.load(push, tiny))
        .hasMessageContaining(push + ":3: set: 'colour' is not a key here; allowed are drained")
        .hasMessageContaining(":4: on.planes[1]: '3' is not a whole number from 1 to 2")
        .hasMessageContaining(":4: on.sites[1]: 'outside' is not the name of a site");
  }

  private void copyTiny() throws IOException {
    Worlds.copy(Worlds.TINY, folder);
  }
}
