package io.outagelab.shell;

import io.smallrye.config.ConfigSourceContext;
import io.smallrye.config.ConfigSourceFactory;
import io.smallrye.config.ConfigValue;
import io.smallrye.config.PropertiesConfigSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.config.spi.ConfigSource;

/**
 * Settings of the machinery that follow from others and cannot be written as plain defaults. What
 * is set in the environment has precedence.
 */
public final class DerivedConfig implements ConfigSourceFactory {
  /** Above defaults in libraries, below everything that anybody sets. */
  private static final int ORDINAL = 110;

  private static final String GRPC_PORT = "9000";

  /** Made by the machinery. */
  public DerivedConfig() {}

  @Override
  public Iterable<ConfigSource> getConfigSources(ConfigSourceContext context) {
    Map<String, String> derived = new HashMap<>();
    // One that is none is reported with all other problems, from a process that runs.
    derived.put(
        "quarkus.grpc.server.port",
        value(context, "lab.grpc-port").filter(DerivedConfig::isPort).orElse(GRPC_PORT));
    Optional<String> collector = value(context, "otel.exporter.otlp.endpoint");
    derived.put("quarkus.otel.sdk.disabled", Boolean.toString(collector.isEmpty()));
    collector.ifPresent(address -> derived.put("quarkus.otel.exporter.otlp.endpoint", address));
    derived.put("quarkus.log.console.json.enabled", Boolean.toString(!isTerminal()));
    return List.of(new PropertiesConfigSource(derived, "derived", ORDINAL));
  }

  private static Optional<String> value(ConfigSourceContext context, String name) {
    return Optional.ofNullable(context.getValue(name))
        .map(ConfigValue::getValue)
        .filter(text -> !text.isBlank());
  }

  /** Of input and output alike; up to JDK 24 from 22 there always is one, and logs are plain. */
  @SuppressWarnings("SystemConsoleNull")
  private static boolean isTerminal() {
    return System.console() != null;
  }

  private static boolean isPort(String text) {
    return text.matches("[1-9][0-9]{0,4}") && Integer.parseInt(text) <= 65_535;
  }
}
