package io.outagelab.backbone.linkstate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LinkStateTest {
  private final LinkStateNetwork network = new LinkStateNetwork();

  @Test
  void everyRouterFindsTheShortestPath() {
    triangle();

    assertThat(network.router(1).routes()).hasToString("{2: 10 by 1, 3: 20 by 1}");
    assertThat(network.router(3).routes()).hasToString("{1: 20 by 2, 2: 10 by 2}");
  }

  private void triangle() {
    network.up(1, 1, 2, 10);
    network.up(2, 2, 3, 10);
    network.up(3, 1, 3, 30);
    network.settle();
  }

  @Test
  void ofEqualPathsTheOneWithTheLowestLinkWins() {
    network.up(7, 1, 3, 10);
    network.up(8, 3, 4, 10);
    network.up(5, 1, 2, 10);
    network.up(6, 2, 4, 10);

    network.settle();

    assertThat(network.router(1).routes().firstLinkTo(4)).hasValue(5);
  }

  @Test
  void trafficGoesRoundALinkThatIsDown() {
    triangle();

    network.down(1);
    network.settle();

    assertThat(network.router(1).routes()).hasToString("{2: 40 by 3, 3: 30 by 3}");
  }

  @Test
  void aPartHasNoPathIntoTheOtherAndJoinsItAgain() {
    network.up(1, 1, 2, 1);
    network.up(2, 2, 3, 1);
    network.up(3, 3, 4, 1);
    network.settle();

    network.down(2);
    network.settle();
    assertThat(network.router(1).routes()).hasToString("{2: 1 by 1}");
    assertThat(network.router(4).routes()).hasToString("{3: 1 by 3}");

    network.up(2, 2, 3, 1);
    network.settle();
    assertThat(network.router(1).routes()).hasToString("{2: 1 by 1, 3: 2 by 1, 4: 3 by 1}");
  }

  @Test
  void anAdjacencyCountsOnlyIfBothEndsSpeakOfIt() {
    network.up(1, 1, 2, 1);
    network.settle();

    Lsp liar = new Lsp(9, 1, List.of(new Lsp.Adjacency(2, 77, 1)));
    network.receive(2, 1, liar.encode());
    network.settle();

    assertThat(network.router(1).routes().reaches(9)).isFalse();
  }

  @Test
  void anOlderLspIsAnsweredWithTheNewerAndChangesNothing() {
    network.up(1, 1, 2, 1);
    network.settle();
    network.receive(1, 1, new Lsp(9, 5, List.of(new Lsp.Adjacency(2, 3, 1))).encode());
    network.settle();
    int before = network.delivered();

    network.receive(1, 1, new Lsp(9, 4, List.of()).encode());
    network.settle();

    assertThat(network.delivered() - before).isEqualTo(1);
  }

  @Test
  void aRouterOutbidsAnLspOfItsOwnThatItDidNotSend() {
    network.up(1, 1, 2, 1);
    network.settle();

    network.receive(2, 1, new Lsp(1, 50, List.of()).encode());
    network.settle();
    assertThat(network.router(2).routes().reaches(1)).isFalse();

    network.receive(1, 1, new Lsp(1, 50, List.of()).encode());
    network.settle();
    assertThat(network.router(2).routes().reaches(1)).isTrue();
  }

  @Test
  void aRepeatedLspIsNotFloodedAgain() {
    network.up(1, 1, 2, 1);
    network.settle();
    byte[] lsp = new Lsp(9, 5, List.of()).encode();
    network.receive(1, 1, lsp);
    network.settle();
    int before = network.delivered();

    network.receive(1, 1, lsp);
    network.settle();

    assertThat(network.delivered()).isEqualTo(before);
  }

  @Test
  void pathsThatStayTheSameAreNotTold() {
    network.up(1, 1, 2, 1);
    network.settle();
    int before = network.routesChanged();

    network.up(2, 1, 2, 5);
    network.settle();

    assertThat(network.routesChanged()).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16})
  void shortestPathsAgreeWithFloydAndWarshall(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int count = random.nextInt(2, 25);
    int[][] metrics = new int[count][count];
    for (int[] row : metrics) {
      Arrays.fill(row, 1_000_000);
    }
    for (int link = 0; link < 2 * count; link++) {
      int a = random.nextInt(count);
      int b = random.nextInt(count);
      int metric = random.nextInt(1, 20);
      if (a != b) {
        network.up(link, a, b, metric);
        metrics[a][b] = Math.min(metrics[a][b], metric);
        metrics[b][a] = metrics[a][b];
      }
    }

    network.settle();

    floydAndWarshall(metrics);
    for (int a = 0; a < count; a++) {
      for (int b = 0; b < count; b++) {
        int expected = a == b ? 1_000_000 : metrics[a][b];
        assertThat(network.router(a).routes().metricTo(b).orElse(1_000_000))
            .as("seed %d, %d to %d", seed, a, b)
            .isEqualTo(expected);
      }
    }
  }

  private static void floydAndWarshall(int[][] metrics) {
    int count = metrics.length;
    for (int via = 0; via < count; via++) {
      for (int a = 0; a < count; a++) {
        for (int b = 0; b < count; b++) {
          metrics[a][b] = Math.min(metrics[a][b], metrics[a][via] + metrics[via][b]);
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void whatWasEncodedIsDecoded(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Lsp.Adjacency> adjacencies = new ArrayList<>();
    for (int i = random.nextInt(40); i > 0; i--) {
      adjacencies.add(
          new Lsp.Adjacency(random.nextInt(), random.nextInt(), random.nextInt(1, 0xffffff)));
    }
    Lsp lsp = new Lsp(random.nextInt(), random.nextLong(0x1_0000_0000L), adjacencies);

    assertThat(Lsp.decode(lsp.encode())).contains(lsp);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void garbageChangesNothing(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    network.up(1, 1, 2, 1);
    network.settle();
    byte[] good = new Lsp(3, 9, List.of(new Lsp.Adjacency(1, 4, 1))).encode();

    for (int i = 0; i < 2_000; i++) {
      byte[] garbage = Arrays.copyOf(good, random.nextInt(good.length + 4));
      for (int flips = random.nextInt(1, 6); flips > 0 && garbage.length > 0; flips--) {
        garbage[random.nextInt(garbage.length)] ^= (byte) (1 << random.nextInt(8));
      }
      network.receive(1, 1, garbage);
    }
    network.settle();

    assertThat(network.router(1).routes().reaches(2)).isTrue();
  }

  @Test
  void theHighestSequenceOfOnesOwnIsLeftAlone() {
    network.up(1, 1, 2, 1);
    network.settle();

    network.receive(1, 1, new Lsp(1, Lsp.MAX_SEQUENCE, List.of()).encode());
    network.settle();

    assertThat(network.router(1).routes().reaches(2)).isTrue();
  }
}
