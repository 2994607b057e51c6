package io.github.goprims.gochan;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openjdk.jol.info.GraphLayout;

/** A channel that nobody has used, with all that it refers to; docs/measurements.md has a table. */
class ChannelSizeTest {

  @ParameterizedTest
  @CsvSource({"0, 64", "1, 176", "16, 288", "1024, 8352"})
  void aChannelNeedsNoMoreThan(int capacity, long bytes) {
    long size = GraphLayout.parseInstance(Channel.make(capacity)).totalSize();
    assertThat(size).isBetween(1L, bytes);
  }

  /** As it is once senders and receivers have run on two processors. */
  @Test
  void aBufferWhoseSidesAreApartNeedsAnother184() {
    Channel<Integer> channel = Channel.make(16);
    ((BufferedCore) channel.core()).part();
    assertThat(GraphLayout.parseInstance(channel).totalSize()).isBetween(1L, 288L + 184);
  }
}
