package io.github.goprims.gosync;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.goprims.gochan.testing.Attempt;
import io.github.goprims.gochan.testing.EveryThreadKind;
import io.github.goprims.gochan.testing.LeakCheck;
import io.github.goprims.gochan.testing.Spec;
import io.github.goprims.gochan.testing.ThreadKind;
import io.github.goprims.gocontext.CancelableContext;
import io.github.goprims.gocontext.Context;
import io.github.goprims.gocontext.ContextDoneException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Many threads acquire different weights in every way there is, under interrupts, timeouts and
 * contexts that end, and give them back in other portions, sometimes late. Never is more in use
 * than there is, everybody gets through, and in the end all is free.
 *
 * <p>{@code -Dgoprims.seed=N} repeats a run's choices, {@code -Dgoprims.stress.rounds=N} makes it
 * longer.
 */
@ExtendWith(LeakCheck.class)
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class WeightedSemaphoreStressTest {

  private static final long SEED = Long.getLong("goprims.seed", System.nanoTime());
  private static final int STEPS = 1_000 * Integer.getInteger("goprims.stress.rounds", 2);
  private static final int THREADS = 16;
  private static final int SIZE = 20;

  private final WeightedSemaphore semaphore = WeightedSemaphore.of(SIZE).named("stressed");
  private final AtomicLong inUse = new AtomicLong();
  private final AtomicBoolean over = new AtomicBoolean();

  @EveryThreadKind
  @Spec({"SEM-01", "SEM-03", "SEM-06", "SEM-07", "SEM-12", "INT-02", "INT-03", "INT-04", "INT-05"})
  void neverIsMoreInUseThanThereIs(ThreadKind kind) {
    System.out.println("semaphore stress, " + kind + ": -Dgoprims.seed=" + SEED);
    SplittableRandom random = new SplittableRandom(SEED);
    List<Attempt<Void>> users = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      SplittableRandom own = random.split();
      ThreadKind each = i % 4 == 0 ? kind.other() : kind;
      users.add(each.attempt("user " + i, () -> run(own)));
    }
    Thread pest = ThreadKind.PLATFORM.start("pest", () -> pester(users, random.split()));
    users.forEach(Attempt::result);
    over.set(true);
    pest.interrupt();
    assertThat(inUse.get()).as("seed %d", SEED).isZero();
    assertThat(semaphore)
        .as("seed %d", SEED)
        .hasToString("stressed(free=%d, size=%d)".formatted(SIZE, SIZE));
  }

  private void run(SplittableRandom random) {
    for (int step = 0; step < STEPS; step++) {
      long weight = random.nextInt(8) == 0 ? random.nextInt(SIZE + 1) : random.nextInt(4);
      if (acquire(random, weight)) {
        assertThat(inUse.addAndGet(weight)).as("in use, seed %d", SEED).isLessThanOrEqualTo(SIZE);
        if (random.nextInt(500) == 0) {
          LockSupport.parkNanos(2_000_000);
        }
        long part = random.nextLong(weight + 1);
        inUse.addAndGet(-part);
        semaphore.release(part);
        inUse.addAndGet(part - weight);
        semaphore.release(weight - part);
      }
    }
  }

  private boolean acquire(SplittableRandom random, long weight) {
    try {
      switch (random.nextInt(6)) {
        case 0 -> {
          return semaphore.tryAcquire(weight);
        }
        case 1 -> {
          return semaphore.tryAcquire(weight, Duration.ofNanos(random.nextInt(100_000)));
        }
        case 2 -> {
          Duration timeout = Duration.ofNanos(random.nextInt(1_000_000));
          long more = random.nextInt(50) == 0 ? SIZE : 0; // waits for the end of the context
          try (CancelableContext context = Context.background().withTimeout(timeout)) {
            semaphore.acquire(context, more + weight);
            assertThat(more + weight).as("seed %d", SEED).isLessThanOrEqualTo(SIZE);
          }
          if (more > 0) { // it fitted, since weight is zero
            semaphore.release(more);
          }
        }
        default -> semaphore.acquire(weight);
      }
      return true;
    } catch (InterruptedException | ContextDoneException e) {
      return false;
    }
  }

  /** Interrupts somebody every 50 microseconds or so. */
  private void pester(List<Attempt<Void>> victims, SplittableRandom random) {
    while (!over.get()) {
      victims.get(random.nextInt(victims.size())).interrupt();
      LockSupport.parkNanos(50_000);
    }
  }
}
