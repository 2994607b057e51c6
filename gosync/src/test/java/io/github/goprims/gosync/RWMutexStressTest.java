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
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Many readers and writers, each choosing among all forms, under interrupts, timeouts and contexts
 * that end. Writers are alone, readers see no change while they are in, what was counted under the
 * write lock comes to what the writers say they did, and in the end nobody holds anything.
 *
 * <p>{@code -Dgoprims.seed=N} repeats a run's choices, {@code -Dgoprims.stress.rounds=N} makes it
 * longer.
 */
@ExtendWith(LeakCheck.class)
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class RWMutexStressTest {

  private static final long SEED = Long.getLong("goprims.seed", System.nanoTime());
  private static final int STEPS = 1_000 * Integer.getInteger("goprims.stress.rounds", 2);
  private static final int THREADS = 16;

  private final RWMutex mutex = new RWMutex();
  private final AtomicBoolean over = new AtomicBoolean();
  private final Queue<Thread> unlockers = new ConcurrentLinkedQueue<>();
  private final AtomicInteger readers = new AtomicInteger();

  // Guarded by mutex.
  private long count;
  private int writers;

  @EveryThreadKind
  @Spec({"RW-01", "RW-12", "RW-14", "INT-02", "INT-03", "INT-04", "INT-05"})
  void manyReadersOrOneWriterWhateverHappens(ThreadKind kind) throws InterruptedException {
    for (int writes : new int[] {1, 10, 50}) {
      run(kind, writes);
    }
  }

  private void run(ThreadKind kind, int percentWrites) throws InterruptedException {
    System.out.println("rwmutex stress, " + kind + ": -Dgoprims.seed=" + SEED);
    SplittableRandom random = new SplittableRandom(SEED);
    over.set(false);
    count = 0;
    List<Attempt<Long>> lockers = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      SplittableRandom own = random.split();
      ThreadKind each = i % 4 == 0 ? kind.other() : kind;
      lockers.add(each.attempt("locker " + i, () -> run(each, own, percentWrites)));
    }
    Thread pest = ThreadKind.PLATFORM.start("pest", () -> pester(lockers, random.split()));
    long written = lockers.stream().mapToLong(Attempt::result).sum();
    over.set(true);
    pest.interrupt();
    for (Thread unlocker : unlockers) {
      unlocker.join();
    }
    assertThat(count).as("seed %d", SEED).isEqualTo(written);
    assertThat(mutex.toString()).as("seed %d", SEED).endsWith("(unlocked)");
    assertThat(mutex.tryLock()).isTrue();
    mutex.unlock();
  }

  private long run(ThreadKind kind, SplittableRandom random, int percentWrites) throws Exception {
    long written = 0;
    for (int step = 0; step < STEPS; step++) {
      if (random.nextInt(100) < percentWrites) {
        written += write(kind, random) ? 1 : 0;
      } else {
        if (random.nextInt(8) == 0) {
          mutex.spread(); // as if readers had been in each other's way
        }
        read(kind, random);
      }
    }
    return written;
  }

  private boolean write(ThreadKind kind, SplittableRandom random) {
    if (!lock(random)) {
      return false;
    }
    assertThat(writers++).as("alone, seed %d", SEED).isZero();
    assertThat(readers.get()).as("without readers, seed %d", SEED).isZero();
    count++;
    linger(random);
    writers--;
    if (random.nextInt(200) == 0) {
      unlockers.add(kind.start("unlocker", mutex::unlock));
    } else {
      mutex.unlock();
    }
    return true;
  }

  private void read(ThreadKind kind, SplittableRandom random) {
    if (!rLock(random)) {
      return;
    }
    readers.incrementAndGet();
    long before = count;
    assertThat(writers).as("no writer, seed %d", SEED).isZero();
    linger(random);
    assertThat(count).as("no change, seed %d", SEED).isEqualTo(before);
    readers.decrementAndGet();
    if (random.nextInt(200) == 0) {
      unlockers.add(kind.start("unlocker", mutex::rUnlock));
    } else {
      mutex.rUnlock();
    }
  }

  private static void linger(SplittableRandom random) {
    if (random.nextInt(500) == 0) {
      LockSupport.parkNanos(500_000);
    }
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
          try (CancelableContext context = soonOver(random)) {
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

  private boolean rLock(SplittableRandom random) {
    try {
      switch (random.nextInt(8)) {
        case 0 -> {
          return mutex.tryRLock();
        }
        case 1 -> {
          return mutex.tryRLock(Duration.ofNanos(random.nextInt(100_000)));
        }
        case 2 -> {
          try (CancelableContext context = soonOver(random)) {
            mutex.rLock(context);
          }
        }
        case 3, 4 -> mutex.rLockInterruptibly();
        default -> mutex.rLock();
      }
      return true;
    } catch (InterruptedException | ContextDoneException e) {
      return false;
    }
  }

  private static CancelableContext soonOver(SplittableRandom random) {
    return Context.background().withTimeout(Duration.ofNanos(random.nextInt(1_000_000)));
  }

  /** Interrupts somebody every 50 microseconds or so. */
  private void pester(List<Attempt<Long>> victims, SplittableRandom random) {
    while (!over.get()) {
      victims.get(random.nextInt(victims.size())).interrupt();
      LockSupport.parkNanos(50_000);
    }
  }
}
