package io.github.goprims.examples.digesttree;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SumLineTest {

  private static final String DIGEST = "001fff";

  @ParameterizedTest
  @CsvSource({
    "plain, '001fff  plain|'",
    "'with space', '001fff  with space|'",
    "'\t\"quoted\" ''twice''', '001fff  \t\"quoted\" ''twice''|'",
    "back\\slash, '\\001fff  back\\\\slash|'",
    "'line\nfeed', '\\001fff  line\\nfeed|'",
    "'carriage\rreturn', '\\001fff  carriage\\rreturn|'",
    "'\\\n\r\\n', '\\001fff  \\\\\\n\\r\\\\n|'",
  })
  void onlyNamesThatCouldBeMisreadAreEscaped(String name, String line) {
    assertThat(new String(SumLine.of(DIGEST, Name.typed(name)), StandardCharsets.US_ASCII))
        .isEqualTo(line.replace('|', '\n'));
  }

  @Test
  void bytesThatAreNoTextStay() {
    byte[] line = SumLine.of(DIGEST, Name.typed("\u00e9"));
    assertThat(line).endsWith('\n').startsWith("001fff  ".getBytes(StandardCharsets.US_ASCII));
  }
}
