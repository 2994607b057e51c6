package io.github.goprims.flashsale;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.goprims.flashsale.load.Load;
import io.github.goprims.flashsale.load.Soak;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ArgumentsTest {

  private static String read(String... args) {
    return Arguments.read(
        args,
        arguments ->
            arguments.wholeNumber("--number", 7, 1, 10)
                + arguments.value("--text", "other", "fit", text -> text));
  }

  @Test
  void whatIsNotGivenHasAValue() {
    assertThat(read()).isEqualTo("7other");
    assertThat(read("--text", "value", "--number", "10")).isEqualTo("10value");
  }

  @ParameterizedTest
  @CsvSource({
    "--number abc,--number abc: not a whole number from 1 to 10",
    "--number 0,--number 0: not a whole number from 1 to 10",
    "--number 11,--number 11: not a whole number from 1 to 10",
    "--number,--number: needs a value",
    "--numbers 5,--numbers: not known here"
  })
  void whatIsNoGoodIsNamed(String args, String message) {
    assertThatThrownBy(() -> read(args.split(" ")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  @Test
  void theServiceDoesNotStart() throws Exception {
    assertRefused(FlashSale.class, "--port", "abc", "a whole number from 0 to 65535");
  }

  @Test
  void noLoadIsSent() throws Exception {
    assertRefused(Load.class, "--rate", "abc", "a whole number from 1 to 100000");
    assertRefused(Load.class, "--service", "localhost:8080", "an address for HTTP");
  }

  @Test
  void noSoakBegins() throws Exception {
    assertRefused(Soak.class, "--minutes", "NaN", "a number above 0");
  }

  /** The program says what is wrong, nothing else, and ends with status 2. */
  private static void assertRefused(Class<?> program, String option, String value, String kind)
      throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                program.getName(),
                option,
                value)
            .redirectErrorStream(true)
            .start();
    assertThat(new String(process.getInputStream().readAllBytes(), UTF_8))
        .isEqualTo("%s %s: not %s%n".formatted(option, value, kind));
    assertThat(process.waitFor()).isEqualTo(2);
  }
}
