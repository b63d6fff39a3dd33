package io.outagelab.harness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What people type: dig and kdig against a lab. Where CI runs, a tool that is missing is a bug. */
@Tag("embedded")
@Timeout(60)
class DigTest {
  private static final String NAME = "www.example";
  private static final String RESOLVER = "203.0.113.53";
  private static final String NAME_SERVER = "192.0.2.53";

  private static void require(String tool) throws InterruptedException {
    try {
      run(List.of(tool, "-v"));
    } catch (IOException e) {
      if ("true".equals(System.getenv("CI"))) {
        fail(tool + " is not installed, and CI needs it");
      }
      abort(tool + " is not installed");
    }
  }

  private static String run(List<String> command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return said;
  }

  private static String ask(LiveLab live, String tool, String published, String... options)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(tool, "@" + live.address(published)));
    command.addAll(List.of("-p", String.valueOf(live.port()), NAME, "A"));
    command.addAll(List.of(options));
    return run(command);
  }

  @ParameterizedTest
  @ValueSource(strings = {"dig", "kdig"})
  void seesNamesResolveAndFail(String tool) throws IOException, InterruptedException {
    require(tool);
    try (LiveLab live = LiveLab.start("tiny", 300).untilWell()) {
      String frontEnd = live.address("192.0.2.180");
      assertThat(ask(live, tool, RESOLVER)).contains("NOERROR").contains(frontEnd);
      assertThat(ask(live, tool, RESOLVER, "+tcp")).contains("NOERROR").contains(frontEnd);
      assertThat(ask(live, tool, NAME_SERVER, "+norec"))
          .contains(frontEnd)
          .containsPattern("(?i)flags: qr aa;");
      assertThat(ask(live, tool, NAME_SERVER, "+norec", "+tcp")).contains(frontEnd);
      assertThat(ask(live, tool, NAME_SERVER, "+nsid")).contains("www-dns@edge");

      live.push("drain-everything.yaml");
      live.untilStatus(
          status -> "SERVFAIL".equals(status.resolvers().getFirst().names().get(NAME)));

      assertThat(ask(live, tool, RESOLVER, "+edns"))
          .contains("SERVFAIL")
          .containsPattern("EDE: (22|13)");
      assertThat(ask(live, tool, RESOLVER, "+tcp")).contains("SERVFAIL");
      String silence = ask(live, tool, NAME_SERVER, "+norec", "+time=1", timesOne(tool));
      assertThat(silence)
          .doesNotContain("NOERROR")
          .doesNotContain("refused")
          .containsAnyOf("timed out", "no servers could be reached", "timeout");
    }
  }

  private static String timesOne(String tool) {
    return tool.equals("kdig") ? "+retry=0" : "+tries=1";
  }
}
