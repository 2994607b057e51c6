package io.github.goprims.gotest.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.goprims.gochan.Go;
import io.github.goprims.gochan.Task;
import io.github.goprims.gosync.WaitGroup;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** A goroutine counts itself in: who waits for the group may be there before it. */
class AddInsideTest {

  private interface Start {
    void go(WaitGroup group, Task work);
  }

  private static void planted(WaitGroup group, Task work) {
    Go.go(
        () -> {
          group.add(1);
          work.run();
          group.done();
        });
  }

  private static void mended(WaitGroup group, Task work) {
    group.go(work);
  }

  private static void awaitsAll(Start start) throws InterruptedException {
    WaitGroup group = new WaitGroup();
    AtomicInteger done = new AtomicInteger();
    for (int i = 0; i < 3; i++) {
      start.go(group, done::incrementAndGet);
    }
    group.await();
    assertThat(done).hasValue(3);
  }

  static void planted() throws InterruptedException {
    awaitsAll(AddInsideTest::planted);
  }

  @Test
  void schedulesFindIt() {
    Hunt.schedulesFind(20, AssertionError.class, "3", AddInsideTest::planted);
  }

  @Test
  void twinPasses() throws Exception {
    Hunt.twinPasses(() -> awaitsAll(AddInsideTest::mended));
  }
}
