package io.github.goprims.examples.digesttree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.goprims.examples.digesttree.CommandLine.UsageException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommandLineTest {

  @Test
  void withoutArgumentsItIsAboutTheCurrentDirectory() throws Exception {
    assertThat(CommandLine.parse())
        .isEqualTo(
            new CommandLine(
                Path.of("."),
                Name.typed("."),
                Runtime.getRuntime().availableProcessors(),
                null,
                ProgressMode.AUTO,
                false));
  }

  @Test
  void optionsMayStandAnywhereInBothSpellings() throws Exception {
    CommandLine expected =
        new CommandLine(Path.of("top"), Name.typed("top"), 7, null, ProgressMode.NEVER, false);

    assertThat(CommandLine.parse("--workers", "7", "top", "--progress=never")).isEqualTo(expected);
    assertThat(CommandLine.parse("--workers=7", "--progress", "never", "top")).isEqualTo(expected);
  }

  @Test
  void afterTwoDashesEverythingIsAPath() throws Exception {
    assertThat(CommandLine.parse("--", "--help").path()).isEqualTo(Path.of("--help"));
    assertThat(CommandLine.parse("-").path()).isEqualTo(Path.of("-"));
  }

  @ParameterizedTest
  @CsvSource({
    "1ms, PT0.001S",
    "500ms, PT0.5S",
    "2s, PT2S",
    "1m, PT1M",
    "36h, PT36H",
    "pt1.5s, PT1.5S"
  })
  void timeoutsHaveAUnitOrAreDurations(String text, Duration timeout) throws Exception {
    assertThat(CommandLine.parse("--timeout", text).timeout()).isEqualTo(timeout);
    assertThat(CommandLine.parse("--timeout=" + text).timeout()).isEqualTo(timeout);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "2",
        "two",
        "2 s",
        "1.5s",
        "-2s",
        "0ms",
        "PT0S",
        "PT0.0009S",
        "PT-1S",
        "PT",
        "10001h",
        "PT36000000.1S",
        "99999999999s",
        "PT9223372036854775807S",
        "PT99999999999999999999S"
      })
  void aTimeoutThatCannotBeIsRefused(String text) {
    assertThatThrownBy(() -> CommandLine.parse("--timeout=" + text))
        .isInstanceOf(UsageException.class)
        .hasMessage("timeout must be from 1ms to 10000h, such as 500ms or 2s: " + text);
  }

  @ParameterizedTest
  @CsvSource({
    "--fast, unknown option: --fast",
    "-w, unknown option: -w",
    "--workers, no value for option: --workers",
    "--workers=, 'workers must be from 1 to 1024: '",
    "--workers=0, workers must be from 1 to 1024: 0",
    "--workers=1025, workers must be from 1 to 1024: 1025",
    "--workers=two, workers must be from 1 to 1024: two",
    "--timeout, no value for option: --timeout",
    "--progress=maybe, 'progress must be always, never or auto: maybe'",
    "a|b, more than one path",
    "'', empty path",
  })
  void wrongUsageIsNamed(String arguments, String complaint) {
    assertThatThrownBy(() -> CommandLine.parse(arguments.split("\\|")))
        .isInstanceOf(UsageException.class)
        .hasMessage(complaint);
  }
}
