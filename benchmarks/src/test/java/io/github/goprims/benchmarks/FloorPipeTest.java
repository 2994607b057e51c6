package io.github.goprims.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the JVM alone takes is worth something only if nothing gets lost. */
class FloorPipeTest {
  private static final int VALUES = 20_000;

  @ParameterizedTest
  @CsvSource({
    "floor-park,  0", "floor-yield,  0", "floor-spin,  0",
    "floor-park,  1", "floor-yield,  1", "floor-spin,  1",
    "floor-park, 16", "floor-yield, 16", "floor-spin, 16",
  })
  void handsOnEachValue(String peer, int capacity) throws InterruptedException {
    Pipe pipe = Peers.open(peer, capacity);
    AtomicLong sum = new AtomicLong();
    Crew.run(
        crew -> {
          crew.start(() -> Transfers.send(pipe, VALUES));
          sum.set(Transfers.receive(pipe, VALUES));
        });
    assertThat(sum).hasValue(Transfers.sum(VALUES));
  }

  @ParameterizedTest
  @CsvSource({
    "goprims,     2", "goprims,     10",
    "floor-park,  2", "floor-park,  10",
    "floor-yield, 2", "floor-yield, 10",
    "floor-spin,  2", "floor-spin,  10",
    "floor-switch, 2", "floor-switch, 10",
  })
  void aRingEndsAfterItsLaps(String peer, int threads) throws InterruptedException {
    RingBenchmark ring = new RingBenchmark();
    ring.peer = peer;
    ring.threads = threads;
    ring.hop();
  }
}
