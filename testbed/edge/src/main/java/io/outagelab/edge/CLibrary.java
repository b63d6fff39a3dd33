package io.outagelab.edge;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Array;
import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * Functions of the C library, called through {@code java.lang.foreign}. That is final since Java
 * 22, and this is built for 21: hence the reflection, which is over once a function is found.
 * Integers are as wide in C as in Java, pointers and sizes are a {@code long}.
 */
final class CLibrary {
  /** The first Java whose {@code java.lang.foreign} is no preview. */
  static final int FIRST_RELEASE = 22;

  private static final String FOREIGN = "java.lang.foreign.";

  private CLibrary() {}

  /** Whether functions can be called, and without a warning from the JVM. */
  static boolean isUsable() {
    if (Runtime.version().feature() < FIRST_RELEASE) {
      return false;
    }
    try {
      Module module = CLibrary.class.getModule();
      return (boolean) Module.class.getMethod("isNativeAccessEnabled").invoke(module);
    } catch (ReflectiveOperationException e) {
      return false;
    }
  }

  /** Where the octets of a direct buffer are. */
  static long address(ByteBuffer direct) {
    try {
      Class<?> segment = type("MemorySegment");
      Object octets = segment.getMethod("ofBuffer", Buffer.class).invoke(null, direct);
      return (long) segment.getMethod("address").invoke(octets);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("no address of a buffer", e);
    }
  }

  /**
   * A function that returns an {@code int}, and has room of its own for {@code errno}: for one
   * thread at a time.
   *
   * @param errno four octets of a direct buffer, which a call that fails writes to
   * @param parameters {@code int.class} or {@code long.class} each
   */
  static MethodHandle function(String name, ByteBuffer errno, Class<?>... parameters) {
    try {
      Class<?> linkers = type("Linker");
      Object linker = linkers.getMethod("nativeLinker").invoke(null);
      Object symbols = linkers.getMethod("defaultLookup").invoke(linker);
      Optional<?> symbol =
          (Optional<?>) type("SymbolLookup").getMethod("find", String.class).invoke(symbols, name);
      Class<?> option = type("Linker$Option");
      Object options = Array.newInstance(option, 1);
      Object keepErrno =
          option
              .getMethod("captureCallState", String[].class)
              .invoke(null, (Object) new String[] {"errno"});
      Array.set(options, 0, keepErrno);
      Class<?> segment = type("MemorySegment");
      Class<?> signature = type("FunctionDescriptor");
      MethodHandle function =
          (MethodHandle)
              linkers
                  .getMethod("downcallHandle", segment, signature, options.getClass())
                  .invoke(linker, symbol.orElseThrow(), signature(parameters), options);
      Object room = segment.getMethod("ofBuffer", Buffer.class).invoke(null, errno);
      return MethodHandles.insertArguments(function, 0, room);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("no function " + name, e);
    }
  }

  private static Object signature(Class<?>... parameters) throws ReflectiveOperationException {
    Class<?> layout = type("MemoryLayout");
    Object[] layouts = (Object[]) Array.newInstance(layout, parameters.length);
    for (int i = 0; i < layouts.length; i++) {
      layouts[i] = layout(parameters[i]);
    }
    return type("FunctionDescriptor")
        .getMethod("of", layout, layouts.getClass())
        .invoke(null, layout(int.class), layouts);
  }

  private static Object layout(Class<?> primitive) throws ReflectiveOperationException {
    return type("ValueLayout")
        .getField(primitive == int.class ? "JAVA_INT" : "JAVA_LONG")
        .get(null);
  }

  private static Class<?> type(String name) throws ClassNotFoundException {
    return Class.forName(FOREIGN + name);
  }
}
