package io.github.goprims.examples.digesttree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.goprims.examples.digesttree.CommandLine.UsageException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommandLineTest {

  @Test
  void withoutArgumentsItIsAboutTheCurrentDirectory() throws Exception {
    assertThat(CommandLine.parse())
        .isEqualTo(
            new CommandLine(
                Path.of("."),
                Name.typed("."),
                Runtime.getRuntime().availableProcessors(),
                ProgressMode.AUTO,
                false));
  }

  @Test
  void optionsMayComeBeforeAndAfterThePathAndInBothSpellings() throws Exception {
    CommandLine expected =
        new CommandLine(Path.of("top"), Name.typed("top"), 7, ProgressMode.NEVER, false);

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
    "--fast, unknown option: --fast",
    "-w, unknown option: -w",
    "--workers, no value for option: --workers",
    "--workers=, 'workers must be from 1 to 1024: '",
    "--workers=0, workers must be from 1 to 1024: 0",
    "--workers=1025, workers must be from 1 to 1024: 1025",
    "--workers=two, workers must be from 1 to 1024: two",
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
