package io.outagelab.shell;

import java.util.List;
import java.util.Optional;

/** An environment of a shell, as it was written. */
record Environment(
    String world,
    Optional<List<String>> with,
    Optional<String> container,
    Optional<String> compression,
    String seed,
    String net,
    String dnsPort,
    String grpcPort,
    String state,
    Optional<String> token,
    String tokenFile,
    List<String> plays)
    implements ShellConfig {

  /** That of a shell for resolvers that has only been told which one it is. */
  static Environment of(String container) {
    return new Environment(
        "../../worlds/facebook-2021",
        Optional.empty(),
        Optional.of(container),
        Optional.empty(),
        "1",
        "10.53",
        "53",
        "9000",
        "/lab/state",
        Optional.of("given"),
        "/lab/token/operator",
        List.of("resolvers"));
  }

  Environment nobody() {
    return new Environment(
        world,
        with,
        Optional.empty(),
        compression,
        seed,
        net,
        dnsPort,
        grpcPort,
        state,
        token,
        tokenFile,
        plays);
  }

  Environment numbers(String compression, String seed, String dnsPort, String grpcPort) {
    return new Environment(
        world,
        with,
        container,
        Optional.of(compression),
        seed,
        net,
        dnsPort,
        grpcPort,
        state,
        token,
        tokenFile,
        plays);
  }

  Environment at(String net) {
    return new Environment(
        world,
        with,
        container,
        compression,
        seed,
        net,
        dnsPort,
        grpcPort,
        state,
        token,
        tokenFile,
        plays);
  }

  Environment with(String mitigation) {
    return new Environment(
        world,
        Optional.of(List.of(mitigation)),
        container,
        compression,
        seed,
        net,
        dnsPort,
        grpcPort,
        state,
        token,
        tokenFile,
        plays);
  }

  /** Without a token, which is then in this file. */
  Environment tokenIn(String file) {
    return new Environment(
        world,
        with,
        container,
        compression,
        seed,
        net,
        dnsPort,
        grpcPort,
        state,
        Optional.empty(),
        file,
        plays);
  }
}
