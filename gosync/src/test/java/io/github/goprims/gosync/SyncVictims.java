package io.github.goprims.gosync;

import static io.github.goprims.gosync.OverflowVictims.LONG;
import static io.github.goprims.gosync.OverflowVictims.MOMENT;
import static io.github.goprims.gosync.OverflowVictims.ends;
import static io.github.goprims.gosync.OverflowVictims.require;
import static io.github.goprims.gosync.OverflowVictims.waiting;

import io.github.goprims.gochan.testing.Overflows.Victim;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Conditions, onces and pools that overflows of the stack should not damage. */
final class SyncVictims {

  private SyncVictims() {}

  static void addTo(Map<String, Supplier<Victim>> all) {
    all.put("Cond, waking", () -> new CondVictim(false));
    all.put("Cond, waiting", () -> new CondVictim(true));
    all.put("Once", OnceVictim::new);
    all.put("Pool", PoolVictim::new);
  }

  private static final class CondVictim implements Victim {
    private final Mutex mutex = new Mutex();
    private final Cond cond = Cond.on(mutex);
    private final List<Thread> waiters = new ArrayList<>();
    private final boolean waiting;

    CondVictim(boolean waiting) {
      this.waiting = waiting;
      waiters.add(
          waiting(
              () -> {
                mutex.lock();
                cond.await();
                mutex.unlock();
              }));
      if (waiting) {
        mutex.lock();
      }
    }

    @Override
    public void operate() throws Exception {
      if (waiting) {
        try {
          cond.await(MOMENT);
        } finally {
          require(mutex.toString().contains("(locked"), "without the lock");
        }
      } else {
        cond.signal();
        cond.broadcast();
      }
    }

    @Override
    public boolean works() throws Exception {
      if (waiting) {
        mutex.unlock();
      }
      cond.broadcast();
      boolean taken = mutex.tryLock(LONG);
      if (taken) {
        mutex.unlock();
      }
      return taken && ends(waiters);
    }
  }

  private static final class OnceVictim implements Victim {
    private final Once once = new Once();

    @Override
    public void operate() {
      once.run(() -> {});
    }

    @Override
    public boolean works() throws Exception {
      Thread other = Thread.ofPlatform().daemon().start(() -> once.run(() -> {}));
      return other.join(LONG);
    }
  }

  private static final class PoolVictim implements Victim {
    private final Pool<Object> pool = Pool.of(Object::new);

    @Override
    public void operate() {
      for (int i = 0; i < 3; i++) {
        pool.put(new Object());
      }
      for (int i = 0; i < 3; i++) {
        pool.get();
      }
    }

    @Override
    public boolean works() {
      Object first = new Object();
      Object second = new Object();
      pool.put(first);
      pool.put(second);
      List<Object> got = new ArrayList<>();
      for (int i = 0; i < 10; i++) {
        got.add(pool.get());
      }
      return got.contains(first) && got.contains(second);
    }
  }
}
