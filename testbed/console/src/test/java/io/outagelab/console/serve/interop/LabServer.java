package io.outagelab.console.serve.interop;

import io.outagelab.console.Main;
import io.outagelab.core.dns.DnsCodec;
import io.outagelab.core.dns.DnsNames;
import io.outagelab.core.dns.Question;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.xbill.DNS.Message;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** {@code lab serve authoritative} in a folder of its own: zones, configuration, storage. */
record LabServer(Path folder, int port) {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int REPLY_MILLIS = 500;

  /** A port of 127.0.0.1 that nobody has at the moment. */
  static int freePort() {
    try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return probe.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes the file of a zone. */
  void zone(String origin, String text) {
    write("zones/" + origin + ".zone", text);
  }

  /** Says how zones move; the key {@code transfer} and the remote {@code neighbour} are there. */
  void configure(int neighbour, String more) {
    write(
        "lab.yaml",
        """
        storage: storage
        keys:
          - {name: transfer, algorithm: hmac-sha256, secret: %s}
        remotes:
          - {name: neighbour, address: 127.0.0.1, port: %d, key: transfer}
        %s
        """
            .formatted(Neighbour.SECRET, neighbour, more));
  }

  private void write(String file, String text) {
    try {
      Path path = folder.resolve(file);
      Files.createDirectories(path.getParent());
      Files.writeString(path, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Starts it, and waits until it answers. */
  Running start() {
    Running lab =
        Running.start(
            folder,
            "lab",
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "serve",
                "authoritative",
                "--zones",
                folder.resolve("zones").toString(),
                "--config",
                folder.resolve("lab.yaml").toString(),
                "--listen",
                "127.0.0.1:" + port));
    await(lab::log, () -> ask(port, "example", Type.SOA).isPresent());
    return lab;
  }

  /** Waits until it is so. */
  static void await(Supplier<String> what, BooleanSupplier condition) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("waited in vain; " + what.get());
      }
      LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
    }
  }

  /** What a server on 127.0.0.1 answers; nothing if it does not, or not in time. */
  static Optional<Message> ask(int port, String name, int type) {
    byte[] query = DnsCodec.query(1, Question.of(DnsNames.of(name), type), false).toWire();
    try (DatagramSocket socket = new DatagramSocket()) {
      socket.setSoTimeout(REPLY_MILLIS);
      socket.connect(InetAddress.getLoopbackAddress(), port);
      socket.send(new DatagramPacket(query, query.length));
      DatagramPacket packet = new DatagramPacket(new byte[4096], 4096);
      socket.receive(packet);
      return DnsCodec.decode(Arrays.copyOf(packet.getData(), packet.getLength()));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** The serial that a server on 127.0.0.1 has of a zone; -1 if it has none. */
  static long serial(int port, String zone) {
    List<Record> answer =
        ask(port, zone, Type.SOA).map(reply -> reply.getSection(Section.ANSWER)).orElse(List.of());
    return answer.size() == 1 && answer.getFirst() instanceof SOARecord soa ? soa.getSerial() : -1;
  }

  /** How many records a server on 127.0.0.1 answers a question with. */
  static int answers(int port, String name, int type) {
    return ask(port, name, type).map(reply -> reply.getSection(Section.ANSWER).size()).orElse(0);
  }
}
