package io.outagelab.resolver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.outagelab.core.LabConfigurationException;
import io.outagelab.core.TimeScale;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The knobs. */
class ResolverPolicyTest {
  @Test
  void setsKnobsByName() {
    ResolverPolicy policy =
        with(
            Map.of(
                "serve-stale", "true",
                "max-stale", "2d",
                "query-timeout", "400ms",
                "attempts-per-server", "3",
                "failure-ttl", "0"));

    assertThat(policy.serveStale()).isTrue();
    assertThat(policy.maxStale()).isEqualTo(Duration.ofDays(2));
    assertThat(policy.queryTimeout()).isEqualTo(Duration.ofMillis(400));
    assertThat(policy.attemptsPerServer()).isEqualTo(3);
    assertThat(policy.failureTtl()).isZero();
    assertThat(policy.joinsIdentical()).isEqualTo(ResolverPolicy.defaults().joinsIdentical());
  }

  @Test
  void raisesTheMaximumWithTheFailureTtl() {
    assertThat(with(Map.of("failure-ttl", "30s")).failureTtlMax())
        .isEqualTo(Duration.ofSeconds(30));
  }

  @ParameterizedTest
  @CsvSource({
    "failure-ttl, 500ms, RFC 9520",
    "failure-ttl, 6m, RFC 9520",
    "attempts-per-server, 4, 1 to 3",
    "serve-stale, yes, true or false",
    "max-ttl, seven days, 800ms",
    "max-cnames, many, whole number",
    "max-cname, 3, max-cnames"
  })
  void saysWhatWouldBeAllowed(String knob, String value, String allowed) {
    assertThatThrownBy(() -> with(Map.of(knob, value)))
        .isInstanceOf(LabConfigurationException.class)
        .hasMessageContaining(knob)
        .hasMessageContaining(allowed);
  }

  @Test
  void dividesWorldDurationsOnly() {
    ResolverPolicy scaled = ResolverPolicy.defaults().scaled(new TimeScale(60));

    assertThat(scaled.maxTtl()).isEqualTo(Duration.ofMinutes(168));
    assertThat(scaled.failureTtl()).isEqualTo(Duration.ofSeconds(5).dividedBy(60));
    assertThat(scaled.queryTimeout()).isEqualTo(ResolverPolicy.defaults().queryTimeout());
    assertThat(scaled.resolutionDeadline())
        .isEqualTo(ResolverPolicy.defaults().resolutionDeadline());
  }

  private static ResolverPolicy with(Map<String, String> knobs) {
    return ResolverPolicy.defaults().with(new TreeMap<>(knobs));
  }
}
