package io.outagelab.console.compose;

import static org.assertj.core.api.Assertions.assertThat;

import io.outagelab.console.compose.Subnets.Used;
import io.outagelab.core.net.Prefix;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SubnetsTest {
  @TempDir private Path kernel = Path.of("");

  /** A number as this machine's kernel prints it. */
  static String hex(int networkOrder) {
    int number =
        ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN
            ? Integer.reverseBytes(networkOrder)
            : networkOrder;
    return String.format(Locale.ROOT, "%08X", number);
  }

  @Test
  void readsTheKernelsRoutes() throws IOException {
    Files.createDirectories(kernel.resolve("net"));
    Files.writeString(
        kernel.resolve("net").resolve("route"),
        """
        Iface\tDestination\tGateway\tFlags\tRefCnt\tUse\tMetric\tMask\tMTU\tWindow\tIRTT
        eth0\t00000000\t010200C0\t0003\t0\t0\t0\t00000000\t0\t0\t0
        tun0\t%s\t00000000\t0001\t0\t0\t0\t%s\t0\t0\t0
        br-1234\t%s\t00000000\t0001\t0\t0\t0\t%s\t0\t0\t0
        """
            .formatted(hex(0x0a000000), hex(0xff000000), hex(0x0a350000), hex(0xffff0000)));

    List<Used> routes = Subnets.routes(kernel, Set.of("br-1234"));

    assertThat(routes).containsExactly(new Used(Prefix.of("10.0.0.0/8"), "a route by tun0"));
    assertThat(routes.getFirst().overlaps(Prefix.of("10.53.0.0/16"))).isTrue();
    assertThat(routes.getFirst().overlaps(Prefix.of("172.30.0.0/16"))).isFalse();
    assertThat(Subnets.free(routes)).contains("172.30");
  }

  @Test
  void aTunnelThatTakesTheWholeInternetIsNoSubnetInUse() throws IOException {
    Files.createDirectories(kernel.resolve("net"));
    Files.writeString(
        kernel.resolve("net").resolve("route"),
        """
        Iface\tDestination\tGateway\tFlags\tRefCnt\tUse\tMetric\tMask\tMTU\tWindow\tIRTT
        tun0\t%s\t0100080A\t0003\t0\t0\t0\t%s\t0\t0\t0
        tun0\t%s\t0100080A\t0003\t0\t0\t0\t%s\t0\t0\t0
        tun0\t%s\t00000000\t0001\t0\t0\t0\t%s\t0\t0\t0
        """
            .formatted(
                hex(0),
                hex(0x80000000),
                hex(0x80000000),
                hex(0x80000000),
                hex(0x0a080000),
                hex(0xffff0000)));

    List<Used> routes = Subnets.routes(kernel, Set.of());

    assertThat(routes).containsExactly(new Used(Prefix.of("10.8.0.0/16"), "a route by tun0"));
    assertThat(Subnets.free(routes)).contains("10.53");
  }

  @Test
  void knowsOfNoRoutesWhereTheKernelTellsOfNone() {
    assertThat(Subnets.routes(kernel, Set.of())).isEmpty();
    assertThat(Subnets.free(List.of())).contains("10.53");
  }

  @Test
  void takesWhatIsNoPrefixForNone() {
    assertThat(Subnets.ipv4("fd00::/8")).isEmpty();
    assertThat(Subnets.ipv4("10.53.0.0/99")).isEmpty();
    assertThat(Subnets.ipv4("")).isEmpty();
  }
}
