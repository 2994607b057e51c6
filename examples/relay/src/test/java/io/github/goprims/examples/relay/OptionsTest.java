package io.github.goprims.examples.relay;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OptionsTest {

  @Test
  void whatIsNotGivenHasAValue() {
    assertThat(Options.of("--seed", "5")).isEqualTo(new Options(3_000, 8, 5));
    assertThat(Options.of("--seed", "-1", "--kills", "0", "--jobs", "10"))
        .isEqualTo(new Options(10, 0, -1));
  }

  @ParameterizedTest
  @CsvSource({
    "--jobs abc,--jobs abc: not a whole number",
    "--kills 2.5,--kills 2.5: not a whole number",
    "--kills -1,--kills -1: not from 0 to 2147483647",
    "--jobs 3000000000,--jobs 3000000000: not from 0 to 2147483647",
    "--seed x,--seed x: not a whole number",
    "--seed,--seed: needs a value",
    "--seeds 1,--seeds: not known here"
  })
  void whatIsNoGoodIsNamed(String args, String message) {
    assertThatThrownBy(() -> Options.of(args.split(" ")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(message + "\nusage: ");
  }

  @Test
  void noTrialBegins() throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Relay.class.getName(),
                "--jobs",
                "abc")
            .redirectErrorStream(true)
            .start();
    assertThat(new String(process.getInputStream().readAllBytes(), UTF_8))
        .startsWith("--jobs abc: not a whole number")
        .hasLineCount(2);
    assertThat(process.waitFor()).isEqualTo(2);
  }
}
