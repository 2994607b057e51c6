package io.github.goprims.examples.travel;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class GrpcTimeoutTest {

  @ParameterizedTest
  @CsvSource({
    "2H, PT2H",
    "3M, PT3M",
    "4S, PT4S",
    "5m, PT0.005S",
    "6u, PT0.000006S",
    "7n, PT0.000000007S",
    "0n, PT0S",
    "00000010S, PT10S",
    "99999999H, PT99999999H",
  })
  void aNumberHasAUnit(String header, Duration expected) {
    assertThat(GrpcTimeout.parse(header)).isEqualTo(expected);
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(
      strings = {
        "",
        "S",
        "10",
        "-1S",
        "+1S",
        "1.5S",
        "1 S",
        " 1S",
        "1S ",
        "1s",
        "1h",
        "1U",
        "123456789n",
        "000000001S",
        "1SS",
        "1mS",
        "٣S",
        "1S\n",
      })
  void anythingElseIsNoTimeout(String header) {
    assertThat(GrpcTimeout.parse(header)).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "PT0S, 0n",
    "PT-1S, 0n",
    "PT0.000000001S, 1n",
    "PT0.099999999S, 99999999n",
    "PT0.1S, 100000u",
    "PT1.000000999S, 1000000u",
    "PT99.999999999S, 99999999u",
    "PT100S, 100000m",
    "PT100000S, 100000S",
    "PT100000000S, 1666666M",
    "PT100000000M, 1666666H",
    "PT100000000H, 99999999H",
  })
  void theFinestUnitIsTakenAndTheRestCut(Duration timeout, String expected) {
    assertThat(GrpcTimeout.format(timeout)).isEqualTo(expected);
  }

  @Test
  void whatTravelsIsNeverMore() {
    for (long nanos = 1; nanos > 0; nanos = nanos * 3 + 1) {
      Duration timeout = Duration.ofNanos(nanos);
      Duration travelled = GrpcTimeout.parse(GrpcTimeout.format(timeout));
      assertThat(travelled).isLessThanOrEqualTo(timeout);
      Duration cut = timeout.minus(travelled);
      assertThat(cut.multipliedBy(100_000)).as("of " + timeout).isLessThan(timeout);
    }
    Duration longest = Duration.ofSeconds(Long.MAX_VALUE);
    assertThat(GrpcTimeout.format(longest)).isEqualTo("99999999H");
  }
}
