package io.github.goprims.gotest.catalogue;

import io.github.goprims.gochan.Channel;
import io.github.goprims.gochan.Go;
import io.github.goprims.gotest.BubbleDeadlockError;
import org.junit.jupiter.api.Test;

/** A condition made by hand: who opens it between the look and the wait wakes nobody. */
class LostWakeUpTest {

  private interface Gate {
    void await() throws InterruptedException;

    void open();
  }

  private static final class Planted implements Gate {
    private final Channel<Boolean> wakeUps = Channel.make();
    private volatile boolean open;

    @Override
    public void await() throws InterruptedException {
      if (!open) {
        wakeUps.receive();
      }
    }

    @Override
    public void open() {
      open = true;
      wakeUps.trySend(true);
    }
  }

  /** To close is to say it to those as well who come later. */
  private static final class Mended implements Gate {
    private final Channel<Boolean> opened = Channel.make();

    @Override
    public void await() throws InterruptedException {
      opened.receive();
    }

    @Override
    public void open() {
      opened.close();
    }
  }

  private static void opensForOne(Gate gate) {
    Go.go("guest", gate::await);
    gate.open();
  }

  static void planted() {
    opensForOne(new Planted());
  }

  @Test
  void schedulesFindIt() {
    Hunt.schedulesFind(
        200,
        BubbleDeadlockError.class,
        "goroutine \"guest\": chan receive",
        LostWakeUpTest::planted);
  }

  @Test
  void twinPasses() throws Exception {
    Hunt.twinPasses(() -> opensForOne(new Mended()));
  }
}
