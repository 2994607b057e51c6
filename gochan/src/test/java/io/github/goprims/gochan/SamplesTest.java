package io.github.goprims.gochan;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The samples of the Javadoc, which quotes them, run. */
class SamplesTest {

  @Test
  void samplesOfTheDocumentationRun() throws Exception {
    assertThat(ChannelSamples.hello()).isEqualTo("hello");

    Channel<Integer> numbers = Channel.make(2);
    numbers.send(1);
    numbers.send(2);
    numbers.close();
    assertThat(ChannelSamples.sumUntilClosed(numbers)).isEqualTo(3);

    Channel<String> lines = Channel.make(2);
    StringBuilder order = new StringBuilder();
    DeferSamples.produce(
        lines, () -> order.append("source closed, channel closed: ").append(lines.isClosed()));
    assertThat(order).hasToString("source closed, channel closed: false");
    assertThat(lines).containsExactly("one", "two");
  }
}
