package io.github.goprims.planted;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The planted bugs can be planted into the library as it is. */
class PlantedBugTest {

  @ParameterizedTest
  @MethodSource("bugs")
  void appliesAndCompiles(PlantedBug bug, @TempDir Path folder) throws Exception {
    assertThat(bug.compileInto(folder)).isNotEmptyDirectory();
  }

  @Test
  void eachSoakOfPrimitivesHasTheThreeKinds() throws IOException {
    assertThat(bugs())
        .extracting(PlantedBug::toString)
        .contains(
            "channels/lost-value",
            "channels/lost-wake-up",
            "channels/unlock-too-early",
            "locks/lost-hand-over",
            "locks/lost-wake-up",
            "locks/unlock-too-early");
  }

  static List<PlantedBug> bugs() throws IOException {
    return PlantedBug.all();
  }
}
