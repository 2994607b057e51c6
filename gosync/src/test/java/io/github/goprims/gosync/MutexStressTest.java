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
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Many threads lock one mutex in every way there is, under interrupts, timeouts and contexts that
 * end; some hold it longer than others have patience, and some let another thread unlock. What they
 * count under the lock must come to what they say they did, and in the end the lock is free.
 *
 * <p>{@code -Dgoprims.seed=N} repeats a run's choices, {@code -Dgoprims.stress.rounds=N} makes it
 * longer.
 */
@ExtendWith(LeakCheck.class)
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class MutexStressTest {

  private static final long SEED = Long.getLong("goprims.seed", System.nanoTime());
  private static final int STEPS = 1_000 * Integer.getInteger("goprims.stress.rounds", 2);
  private static final int THREADS = 16;

  private final Mutex mutex = new Mutex();
  private final AtomicBoolean over = new AtomicBoolean();
  private final Queue<Thread> unlockers = new ConcurrentLinkedQueue<>();

  // Guarded by mutex.
  private long count;
  private int holders;

  @EveryThreadKind
  @Spec({"MUTEX-01", "MUTEX-03", "MUTEX-08", "INT-02", "INT-03", "INT-04", "INT-05"})
  void oneHolderAtATimeWhateverHappens(ThreadKind kind) throws InterruptedException {
    System.out.println("mutex stress, " + kind + ": -Dgoprims.seed=" + SEED);
    SplittableRandom random = new SplittableRandom(SEED);
    List<Attempt<Long>> lockers = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      SplittableRandom own = random.split();
      ThreadKind each = i % 4 == 0 ? kind.other() : kind;
      lockers.add(each.attempt("locker " + i, () -> run(each, own)));
    }
    Thread pest = ThreadKind.PLATFORM.start("pest", () -> pester(lockers, random.split()));
    long held = lockers.stream().mapToLong(Attempt::result).sum();
    over.set(true);
    pest.interrupt();
    for (Thread unlocker : unlockers) {
      unlocker.join();
    }
    assertThat(count).as("seed %d", SEED).isEqualTo(held);
    assertThat(mutex.toString()).as("seed %d", SEED).endsWith("(unlocked)");
    assertThat(mutex.tryLock()).isTrue();
  }

  private long run(ThreadKind kind, SplittableRandom random) throws Exception {
    long held = 0;
    for (int step = 0; step < STEPS; step++) {
      if (lock(random)) {
        held++;
        assertThat(holders++).as("alone, seed %d", SEED).isZero();
        count++;
        if (random.nextInt(500) == 0) {
          LockSupport.parkNanos(2_000_000);
        }
        holders--;
        if (random.nextInt(200) == 0) {
          unlockers.add(kind.start("unlocker", mutex::unlock));
        } else {
          mutex.unlock();
        }
      }
    }
    return held;
  }

  private boolean lock(SplittableRandom random) {
    try {
      switch (random.nextInt(6)) {
        case 0 -> {
          return mutex.tryLock();
        }
        case 1 -> {
          return mutex.tryLock(Duration.ofNanos(random.nextInt(100_000)));
        }
        case 2 -> {
          Duration timeout = Duration.ofNanos(random.nextInt(1_000_000));
          try (CancelableContext context = Context.background().withTimeout(timeout)) {
            mutex.lock(context);
          }
        }
        case 3, 4 -> mutex.lockInterruptibly();
        default -> mutex.lock();
      }
      return true;
    } catch (InterruptedException | ContextDoneException e) {
      return false;
    }
  }

  /** Interrupts somebody every 50 microseconds or so. */
  private void pester(List<Attempt<Long>> victims, SplittableRandom random) {
    while (!over.get()) {
      victims.get(random.nextInt(victims.size())).interrupt();
      LockSupport.parkNanos(50_000);
    }
  }
}
