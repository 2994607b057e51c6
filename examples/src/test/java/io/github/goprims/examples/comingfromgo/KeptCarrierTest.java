package io.github.goprims.examples.comingfromgo;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What keeps a carrier differs between JDK 21 and JDK 25. */
class KeptCarrierTest {

  private static final boolean BEFORE_24 = Runtime.version().feature() < 24;
  private static final String LONG_ENOUGH = "30";
  private static final String SHORT = "2";

  /** JDK 21 starts another carrier meanwhile. */
  @Test
  void aFileKeepsIt(@TempDir Path folder) throws Exception {
    Path pipe = folder.resolve("pipe");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    assertThat(OneCarrier.run(KeptCarrier.class, pipe.toString(), BEFORE_24 ? LONG_ENOUGH : SHORT))
        .isEqualTo(BEFORE_24 ? "true" : "false");
  }

  /** JDK 21 cannot take a thread off its carrier inside of {@code synchronized}. */
  @Test
  void aFunctionOfComputeIfAbsentKeepsItOn21() throws Exception {
    assertThat(OneCarrier.run(KeptCarrier.class, "map", BEFORE_24 ? SHORT : LONG_ENOUGH))
        .isEqualTo(BEFORE_24 ? "false" : "true");
  }
}
