package io.github.goprims.gotest.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.goprims.gosync.Held;
import io.github.goprims.gosync.Mutex;
import io.github.goprims.gosync.WaitGroup;
import org.junit.jupiter.api.Test;

/** A log keeps its last eight lines: who looks for the newest and then reads it may be too late. */
@SuppressWarnings("try") // held, and not used
class OverrunTest {

  private abstract static class Log {
    final Mutex lock = new Mutex();
    final int[] lines = new int[8];
    int newest;

    void write(int line) {
      try (Held held = lock.hold()) {
        newest = line;
        lines[line % lines.length] = line;
      }
    }

    int newest() {
      try (Held held = lock.hold()) {
        return newest;
      }
    }

    int read(int line) {
      try (Held held = lock.hold()) {
        return lines[line % lines.length];
      }
    }

    abstract void check();
  }

  private static final class Planted extends Log {
    @Override
    void check() {
      int line = newest();
      assertThat(read(line)).as("line").isEqualTo(line);
    }
  }

  private static final class Mended extends Log {
    @Override
    void check() {
      try (Held held = lock.hold()) {
        assertThat(lines[newest % lines.length]).as("line").isEqualTo(newest);
      }
    }
  }

  private static void readsWhatIsWritten(Log log) throws InterruptedException {
    WaitGroup users = new WaitGroup();
    users.go(
        () -> {
          for (int line = 1; line <= 20; line++) {
            log.write(line);
          }
        });
    users.go(log::check);
    users.await();
  }

  static void planted() throws InterruptedException {
    readsWhatIsWritten(new Planted());
  }

  @Test
  void schedulesFindIt() {
    Hunt.schedulesFind(300, AssertionError.class, "[line]", OverrunTest::planted);
  }

  @Test
  void twinPasses() throws Exception {
    Hunt.twinPasses(() -> readsWhatIsWritten(new Mended()));
  }
}
