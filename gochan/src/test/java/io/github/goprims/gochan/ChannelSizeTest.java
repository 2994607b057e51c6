package io.github.goprims.gochan;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openjdk.jol.info.GraphLayout;

/** A channel that nobody has used, with all that it refers to; docs/measurements.md has a table. */
class ChannelSizeTest {

  @ParameterizedTest
  @CsvSource({"0, 64", "1, 472", "16, 584", "1024, 8648"})
  void aChannelNeedsNoMoreThan(int capacity, long bytes) {
    long size = GraphLayout.parseInstance(Channel.make(capacity)).totalSize();
    assertThat(size).isBetween(1L, bytes);
  }
}
