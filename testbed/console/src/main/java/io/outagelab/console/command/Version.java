package io.outagelab.console.command;

import java.util.Optional;
import picocli.CommandLine.IVersionProvider;

/** The version of the lab and of the Java that runs it. */
public final class Version implements IVersionProvider {
  @Override
  public String[] getVersion() {
    String version =
        Optional.ofNullable(Version.class.getPackage().getImplementationVersion())
            .orElse("0.1.0-SNAPSHOT");
    return new String[] {"Outage Lab %s on Java %s".formatted(version, Runtime.version())};
  }
}
