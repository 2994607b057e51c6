package io.github.goprims.gotest.catalogue;

import io.github.goprims.gosync.Cond;
import io.github.goprims.gosync.Held;
import io.github.goprims.gosync.Mutex;
import io.github.goprims.gosync.WaitGroup;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;

/** Who was woken for an item takes it, without a look whether another was faster. */
@SuppressWarnings("try") // held, and not used
class IfForWhileTest {

  private abstract static class Queue {
    final Mutex lock = new Mutex();
    final Cond added = Cond.on(lock);
    final Deque<String> items = new ArrayDeque<>();

    void put(String item) {
      try (Held held = lock.hold()) {
        items.add(item);
        added.signal();
      }
    }

    abstract String take() throws InterruptedException;
  }

  private static final class Planted extends Queue {
    @Override
    String take() throws InterruptedException {
      try (Held held = lock.hold()) {
        if (items.isEmpty()) {
          added.await();
        }
        return items.remove();
      }
    }
  }

  private static final class Mended extends Queue {
    @Override
    String take() throws InterruptedException {
      try (Held held = lock.hold()) {
        while (items.isEmpty()) {
          added.await();
        }
        return items.remove();
      }
    }
  }

  private static void givesEachItsItem(Queue queue) throws InterruptedException {
    WaitGroup takers = new WaitGroup();
    for (int i = 0; i < 2; i++) {
      takers.go(queue::take);
    }
    queue.put("bread");
    queue.put("wine");
    takers.await();
  }

  static void planted() throws InterruptedException {
    givesEachItsItem(new Planted());
  }

  @Test
  void schedulesFindIt() {
    Hunt.schedulesFind(300, NoSuchElementException.class, "", IfForWhileTest::planted);
  }

  @Test
  void twinPasses() throws Exception {
    Hunt.twinPasses(() -> givesEachItsItem(new Mended()));
  }
}
