package io.outagelab.console.command;

import java.lang.reflect.Constructor;
import java.util.Arrays;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.IFactory;

/** Makes commands and hands them the root of the command line. */
final class Commands implements IFactory {
  private final LabCommand root;
  private final IFactory usual = CommandLine.defaultFactory();

  Commands(LabCommand root) {
    this.root = root;
  }

  @Override
  public <K> K create(Class<K> type) throws Exception {
    Optional<Constructor<?>> constructor =
        Arrays.stream(type.getDeclaredConstructors())
            .filter(c -> Arrays.equals(c.getParameterTypes(), new Class<?>[] {LabCommand.class}))
            .findFirst();
    return constructor.isPresent()
        ? type.cast(constructor.get().newInstance(root))
        : usual.create(type);
  }
}
