package io.github.goprims.gotest.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.goprims.gochan.Channel;
import io.github.goprims.gochan.ChannelClosedException;
import io.github.goprims.gosync.WaitGroup;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Whoever fails first tells all to stop; but two may each find that nobody has. */
class RaceOfClosersTest {

  private static void planted(Channel<Void> stop) {
    if (!stop.isClosed()) {
      stop.close();
    }
  }

  /** Looks and closes in one step. */
  private static void mended(Channel<Void> stop) {
    stop.tryClose();
  }

  private static void stopsOnce(Consumer<Channel<Void>> way) throws InterruptedException {
    Channel<Void> stop = Channel.make();
    WaitGroup workers = new WaitGroup();
    for (int i = 0; i < 3; i++) {
      workers.go(() -> way.accept(stop));
    }
    workers.await();
    assertThat(stop.isClosed()).isTrue();
  }

  static void planted() throws InterruptedException {
    stopsOnce(RaceOfClosersTest::planted);
  }

  @Test
  void schedulesFindIt() {
    Hunt.schedulesFind(
        60, ChannelClosedException.class, "close of closed channel", RaceOfClosersTest::planted);
  }

  @Test
  void twinPasses() throws Exception {
    Hunt.twinPasses(() -> stopsOnce(RaceOfClosersTest::mended));
  }
}
