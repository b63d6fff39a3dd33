package io.outagelab.console.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.outagelab.console.api.Json;
import io.outagelab.console.command.CommandLineFixture.Ended;
import io.outagelab.console.shell.ExitCode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PipedReader;
import java.io.PipedWriter;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A real lab on real sockets, from up to down. */
class UpCommandTest {
  @TempDir private Path state = Path.of("");

  private static int freePort() throws IOException {
    try (DatagramSocket socket =
        new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
      return socket.getLocalPort();
    }
  }

  @Test
  @Timeout(60)
  void aLabComesUpAnswersAndGoesDown() throws Exception {
    CommandLineFixture lab = new CommandLineFixture(state);
    PipedReader pipe = new PipedReader(1 << 16);
    StringWriter errors = new StringWriter();
    PrintWriter out = new PrintWriter(new PipedWriter(pipe), true);
    String[] up = {
      "up",
      "--world",
      "tiny",
      "--port",
      "0",
      "--dns-port",
      Integer.toString(freePort()),
      "--bgp-port",
      "0",
      "-o",
      "json",
      "--seed",
      "1"
    };
    CompletableFuture<Integer> ended =
        CompletableFuture.supplyAsync(
            () ->
                LabCommand.commandLine(lab.shell(out, new PrintWriter(errors, true))).execute(up));

    String first = new BufferedReader(pipe).readLine();
    assertThat(first).as("first line; errors: %s", errors).isNotNull();
    assertThat(Json.parse(first).path("name").asText()).isEqualTo("tiny");

    Ended status = lab.run("status", "-o", "json");
    assertThat(Json.parse(status.out()).path("world").asText()).isEqualTo("tiny");
    Ended root = lab.run("dig", ".", "NS", "--trace");
    assertThat(root.exitCode()).isEqualTo(ExitCode.OK);
    assertThat(root.out()).contains("ns.root.example.");
    String api = Json.text(recorded(), "host") + ":" + Json.number(recorded(), "port");
    assertThat(lab.run("down", "--lab", api).exitCode()).isEqualTo(ExitCode.OK);
    assertThat(ended.get(20, TimeUnit.SECONDS)).isEqualTo(ExitCode.OK);
    assertThat(lab.run("status").exitCode()).isEqualTo(ExitCode.INVALID);
  }

  private JsonNode recorded() throws IOException {
    return Json.parse(Files.readString(state.resolve("outage-lab").resolve("lab.json")));
  }
}
