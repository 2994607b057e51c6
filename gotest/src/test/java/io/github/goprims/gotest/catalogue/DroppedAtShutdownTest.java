package io.github.goprims.gotest.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.goprims.gochan.Channel;
import io.github.goprims.gochan.Go;
import io.github.goprims.gochan.Select;
import io.github.goprims.gosync.WaitGroup;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A writer that is told to stop stops, whatever there is still to write. */
class DroppedAtShutdownTest {

  private abstract static class Writer {
    final Channel<Integer> items = Channel.make(8);
    final List<Integer> written = new ArrayList<>();
    private final WaitGroup running = new WaitGroup();

    void start() {
      running.go("writer", this::writeAll);
    }

    abstract void writeAll() throws InterruptedException;

    void write(Integer item) throws InterruptedException {
      Go.sleep(Duration.ofMillis(20));
      written.add(item);
    }

    abstract void tellToStop();

    void shutDown() throws InterruptedException {
      tellToStop();
      running.await();
    }
  }

  private static final class Planted extends Writer {
    private final Channel<Void> stop = Channel.make();

    @Override
    void writeAll() throws InterruptedException {
      while (Select.firstOrdered(
          Select.receive(stop, closed -> false),
          Select.receive(
              items,
              item -> {
                write(item);
                return true;
              }))) {}
    }

    @Override
    void tellToStop() {
      stop.close();
    }
  }

  /** To close the queue says that nothing more comes, and not that nothing is there. */
  private static final class Mended extends Writer {
    @Override
    void writeAll() throws InterruptedException {
      items.forEachReceived(this::write);
    }

    @Override
    void tellToStop() {
      items.close();
    }
  }

  private static void writesAll(Writer writer) throws InterruptedException {
    writer.start();
    for (int item = 1; item <= 3; item++) {
      writer.items.send(item);
    }
    writer.shutDown();
    assertThat(writer.written).as("written").containsExactly(1, 2, 3);
  }

  static void planted() throws InterruptedException {
    writesAll(new Planted());
  }

  @Test
  void oneRunFindsIt() {
    Hunt.oneRunFinds(AssertionError.class, "[written]", DroppedAtShutdownTest::planted);
  }

  @Test
  void twinPasses() throws Exception {
    Hunt.twinPasses(() -> writesAll(new Mended()));
  }
}
