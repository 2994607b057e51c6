package io.github.goprims.gotest.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.goprims.gosync.Held;
import io.github.goprims.gosync.RWMutex;
import io.github.goprims.gosync.WaitGroup;
import org.junit.jupiter.api.Test;

/** A sum is read under one lock and written under another: what came in between is gone. */
@SuppressWarnings("try") // held, and not used
class LostUpdateTest {

  private abstract static class Sum {
    final RWMutex lock = new RWMutex();
    int value;

    abstract void add(int amount);

    int get() {
      try (Held held = lock.rHold()) {
        return value;
      }
    }
  }

  private static final class Planted extends Sum {
    @Override
    void add(int amount) {
      int before = get();
      try (Held held = lock.hold()) {
        value = before + amount;
      }
    }
  }

  private static final class Mended extends Sum {
    @Override
    void add(int amount) {
      try (Held held = lock.hold()) {
        value += amount;
      }
    }
  }

  private static void addsAll(Sum sum) throws InterruptedException {
    WaitGroup adders = new WaitGroup();
    for (int amount = 1; amount <= 3; amount++) {
      int mine = amount;
      adders.go(() -> sum.add(mine));
    }
    adders.await();
    assertThat(sum.get()).as("sum").isEqualTo(6);
  }

  static void planted() throws InterruptedException {
    addsAll(new Planted());
  }

  @Test
  void schedulesFindIt() {
    Hunt.schedulesFind(20, AssertionError.class, "[sum]", LostUpdateTest::planted);
  }

  @Test
  void twinPasses() throws Exception {
    Hunt.twinPasses(() -> addsAll(new Mended()));
  }
}
