package io.outagelab.console.command;

import java.net.InetSocketAddress;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads {@code HOST:PORT}. */
final class HostAndPort implements ITypeConverter<InetSocketAddress> {
  private static final int MAX_PORT = 65_535;

  @Override
  public InetSocketAddress convert(String value) {
    int colon = value.lastIndexOf(':');
    String port = value.substring(colon + 1);
    if (colon < 1 || !port.matches("[0-9]{1,5}") || Integer.parseInt(port) > MAX_PORT) {
      throw new TypeConversionException(
          "'%s' is not HOST:PORT such as 127.0.0.1:8080".formatted(value));
    }
    String host = value.substring(0, colon).replaceAll("^\\[|]$", "");
    return InetSocketAddress.createUnresolved(host, Integer.parseInt(port));
  }
}
