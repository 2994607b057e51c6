package io.github.goprims.gotest.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.goprims.gosync.Held;
import io.github.goprims.gosync.Mutex;
import io.github.goprims.gosync.WaitGroup;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A cache looks under its lock and stores under its lock; in between, another loads the same. */
@SuppressWarnings("try") // held, and not used
class CheckThenActTest {

  private abstract static class Cache {
    final Mutex lock = new Mutex();
    final Map<String, Integer> values = new HashMap<>();
    final AtomicInteger loads = new AtomicInteger();

    abstract int get(String key);

    int load(String key) {
      loads.incrementAndGet();
      return key.length();
    }
  }

  private static final class Planted extends Cache {
    @Override
    int get(String key) {
      Integer value = find(key);
      if (value != null) {
        return value;
      }
      int loaded = load(key);
      try (Held held = lock.hold()) {
        values.put(key, loaded);
      }
      return loaded;
    }

    private @Nullable Integer find(String key) {
      try (Held held = lock.hold()) {
        return values.get(key);
      }
    }
  }

  private static final class Mended extends Cache {
    @Override
    int get(String key) {
      try (Held held = lock.hold()) {
        return values.computeIfAbsent(key, this::load);
      }
    }
  }

  private static void loadsOnce(Cache cache) throws InterruptedException {
    WaitGroup readers = new WaitGroup();
    for (int i = 0; i < 2; i++) {
      readers.go(() -> assertThat(cache.get("four")).isEqualTo(4));
    }
    readers.await();
    assertThat(cache.loads).as("loads").hasValue(1);
  }

  static void planted() throws InterruptedException {
    loadsOnce(new Planted());
  }

  @Test
  void schedulesFindIt() {
    Hunt.schedulesFind(60, AssertionError.class, "[loads]", CheckThenActTest::planted);
  }

  @Test
  void twinPasses() throws Exception {
    Hunt.twinPasses(() -> loadsOnce(new Mended()));
  }
}
