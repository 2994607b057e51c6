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

/** Weighted semaphores that overflows of the stack should not damage. */
final class SemaphoreVictims {

  private SemaphoreVictims() {}

  static void addTo(Map<String, Supplier<Victim>> all) {
    all.put("WeightedSemaphore", () -> new SemaphoreVictim(0));
    all.put("WeightedSemaphore with a waiter", () -> new SemaphoreVictim(1));
    all.put("WeightedSemaphore, timed", TimedSemaphoreVictim::new);
  }

  private static final class SemaphoreVictim implements Victim {
    private final WeightedSemaphore semaphore = WeightedSemaphore.of(3);
    private final List<Thread> waiters = new ArrayList<>();
    private boolean held;

    SemaphoreVictim(int waiters) {
      if (waiters > 0) {
        require(semaphore.tryAcquire(2), "not free");
        held = true;
        this.waiters.add(
            waiting(
                () -> {
                  semaphore.acquire(3);
                  semaphore.release(3);
                }));
      }
    }

    @Override
    public void operate() throws Exception {
      if (!held) {
        semaphore.acquire(2);
        held = true;
      }
      semaphore.release(2);
      held = false;
    }

    @Override
    public boolean works() throws Exception {
      if (held && semaphore.toString().contains("(free=1")) {
        semaphore.release(2); // the release had done nothing
      }
      boolean taken = semaphore.tryAcquire(3, LONG);
      if (taken) {
        semaphore.release(3);
      }
      return taken && ends(waiters) && semaphore.toString().endsWith("(free=3, size=3)");
    }
  }

  /** It gives up at the front, before one that fits. */
  private static final class TimedSemaphoreVictim implements Victim {
    private final WeightedSemaphore semaphore = WeightedSemaphore.of(3);

    {
      require(semaphore.tryAcquire(1), "not free");
    }

    @Override
    public void operate() throws Exception {
      require(!semaphore.tryAcquire(3, MOMENT), "more than there is");
    }

    @Override
    public boolean works() throws Exception {
      boolean taken = semaphore.tryAcquire(2, LONG);
      return taken && semaphore.toString().endsWith("(free=0, size=3)");
    }
  }
}
