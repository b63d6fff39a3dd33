package io.outagelab.world;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QuorumTest {
  @ParameterizedTest
  @CsvSource({
    "1, 4, 1", "3, 4, 3", "5, 4, 5", "majority, 4, 3", "majority, 5, 3", "majority, 1, 1",
    "1/2, 4, 2", "1/2, 5, 3", "2/3, 4, 3", "3/4, 4, 3", "1/999, 4, 1", "4/4, 7, 7"
  })
  void countsSitesRoundedUp(String text, int all, int wanted) {
    Quorum quorum = Quorum.parse(text).orElseThrow();

    assertThat(quorum.of(all)).isEqualTo(wanted);
    assertThat(quorum).hasToString(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", "0", "-1", "1000", "01", "0/2", "3/2", "1/0", "1/", "/2", "1/2/3", "half", "1.5"
      })
  void refusesWhatIsNoQuorum(String text) {
    assertThat(Quorum.parse(text)).isEmpty();
  }
}
