package io.github.goprims.faults;

import static io.github.goprims.faults.Trial.require;

import io.github.goprims.gochan.Task;
import io.github.goprims.gocontext.CancelableContext;
import io.github.goprims.gocontext.Context;
import io.github.goprims.gosync.Mutex;
import io.github.goprims.gosync.RWMutex;
import io.github.goprims.gosync.Spreading;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Mutexes and both sides of read-write locks. */
final class LockScenarios {

  private static final Duration MOMENT = Duration.ofNanos(100_000);

  private LockScenarios() {}

  private interface Timed {
    boolean take(Duration patience) throws InterruptedException;
  }

  private interface Until {
    void take(Context context) throws InterruptedException;
  }

  /** One side of a lock, and what keeps it from being taken. */
  private record Side(
      Task take,
      Task takeInterruptibly,
      BooleanSupplier tryTake,
      Timed timed,
      Until until,
      Task giveBack,
      Supplier<AutoCloseable> hold,
      Task block,
      BooleanSupplier tryBlock,
      Task unblock,
      Object lock) {

    static Side mutex() {
      Mutex mutex = new Mutex();
      return new Side(
          mutex::lock,
          mutex::lockInterruptibly,
          mutex::tryLock,
          mutex::tryLock,
          mutex::lock,
          mutex::unlock,
          mutex::hold,
          mutex::lock,
          mutex::tryLock,
          mutex::unlock,
          mutex);
    }

    static Side writing() {
      RWMutex mutex = new RWMutex();
      return new Side(
          mutex::lock,
          mutex::lockInterruptibly,
          mutex::tryLock,
          mutex::tryLock,
          mutex::lock,
          mutex::unlock,
          mutex::hold,
          mutex::lock,
          mutex::tryLock,
          mutex::unlock,
          mutex);
    }

    /** What is in its way is a reader. */
    static Side writingAmongReaders() {
      return writingAmongReaders(new RWMutex());
    }

    /** What is in its way is a reader on a stripe, and the readers have to be gathered. */
    static Side writingAmongSpreadReaders() {
      return writingAmongReaders(Spreading.spread(new RWMutex()));
    }

    private static Side writingAmongReaders(RWMutex mutex) {
      return new Side(
          mutex::lock,
          mutex::lockInterruptibly,
          mutex::tryLock,
          mutex::tryLock,
          mutex::lock,
          mutex::unlock,
          mutex::hold,
          mutex::rLock,
          mutex::tryRLock,
          mutex::rUnlock,
          mutex);
    }

    static Side reading() {
      return reading(new RWMutex());
    }

    /** Readers count themselves apart from each other, until a writer comes. */
    static Side readingSpread() {
      return reading(Spreading.spread(new RWMutex()));
    }

    private static Side reading(RWMutex mutex) {
      return new Side(
          mutex::rLock,
          mutex::rLockInterruptibly,
          mutex::tryRLock,
          mutex::tryRLock,
          mutex::rLock,
          mutex::rUnlock,
          mutex::rHold,
          mutex::lock,
          mutex::tryLock,
          mutex::unlock,
          mutex);
    }

    private boolean isUnlocked() {
      return lock.toString().endsWith("(unlocked)");
    }

    /** Takes it and gives it back, as others do. */
    private void use() throws Exception {
      take.run();
      giveBack.run();
    }

    /** Fails unless nobody has it any more and others get it. */
    private void requireFree(Trial trial) throws Exception {
      trial.partnersOver();
      trial.soon("unlocked: " + lock, this::isUnlocked);
      require(timed.take(trial.patience), "cannot be taken: " + lock);
      giveBack.run();
      require(tryBlock.getAsBoolean(), "cannot be blocked: " + lock);
      unblock.run();
      require(isUnlocked(), "not free at the end: " + lock);
    }
  }

  static void addTo(Map<String, Scenario> all) {
    add(all, "Mutex", Side::mutex);
    add(all, "RWMutex write", Side::writing);
    add(all, "RWMutex write, among readers", Side::writingAmongReaders);
    add(all, "RWMutex read", Side::reading);
    add(all, "RWMutex write, among spread readers", Side::writingAmongSpreadReaders);
    add(all, "RWMutex read, spread", Side::readingSpread);
  }

  private static void add(Map<String, Scenario> all, String name, Supplier<Side> made) {
    all.put(name + ": lock", trial -> takeFree(trial, made.get()));
    all.put(name + ": lock, contended", trial -> takeLate(trial, made.get(), s -> s.take.run()));
    all.put(
        name + ": lockInterruptibly, contended",
        trial -> takeLate(trial, made.get(), s -> s.takeInterruptibly.run()));
    all.put(
        name + ": tryLock in time, contended",
        trial -> takeLate(trial, made.get(), s -> s.timed.take(Duration.ofSeconds(20))));
    all.put(
        name + ": lock with a context, contended",
        trial -> {
          CancelableContext context = Context.background().withCancel();
          takeLate(trial, made.get(), s -> s.until.take(context));
        });
    all.put(
        name + ": lockInterruptibly, interrupted",
        trial ->
            giveUp(
                trial,
                made.get(),
                s -> s.takeInterruptibly.run(),
                () -> trial.operator().interrupt()));
    all.put(
        name + ": tryLock, timed out",
        trial -> giveUp(trial, made.get(), s -> s.timed.take(MOMENT), () -> {}));
    all.put(
        name + ": lock with a context, canceled",
        trial -> {
          CancelableContext context = Context.background().withCancel();
          giveUp(trial, made.get(), s -> s.until.take(context), context::cancel);
        });
    all.put(name + ": unlock", trial -> giveBack(trial, made.get(), 0));
    all.put(name + ": unlock with a waiter", trial -> giveBack(trial, made.get(), 1));
    all.put(name + ": unlock with waiters", trial -> giveBack(trial, made.get(), 3));
    all.put(name + ": hold and close", trial -> hold(trial, made.get()));
  }

  private static void takeFree(Trial trial, Side side) {
    trial.operate(side.take);
    trial.afterwards(
        thrown -> {
          if (thrown == null) {
            side.giveBack.run();
          }
          side.requireFree(trial);
        });
  }

  private interface Take {
    void take(Side side) throws Exception;
  }

  /** It becomes free while the operation waits for it; another waits behind. */
  private static void takeLate(Trial trial, Side side, Take take) throws Exception {
    side.block.run();
    trial.operate(() -> take.take(side));
    trial.meanwhile(
        () -> {
          trial.operatorBlockedOrOver();
          Trial.Partner behind = trial.partner(side::use);
          behind.awaitBlockedOrOver();
          side.unblock.run();
        });
    trial.afterwards(
        thrown -> {
          if (thrown == null) {
            side.giveBack.run();
          }
          side.requireFree(trial);
        });
  }

  /** The operation gives up, before another who waits behind it. */
  private static void giveUp(Trial trial, Side side, Take take, Task end) throws Exception {
    side.block.run();
    AtomicInteger taken = new AtomicInteger();
    trial.operate(
        () -> {
          try {
            take.take(side);
          } catch (Exception expected) {
            // the end of the wait
          }
        });
    trial.meanwhile(
        () -> {
          trial.operatorBlockedOrOver();
          trial
              .partner(
                  () -> {
                    side.use();
                    taken.incrementAndGet();
                  })
              .awaitBlockedOrOver();
          end.run();
        });
    trial.afterwards(
        thrown -> {
          require(taken.get() == 0, "taken too early");
          side.unblock.run();
          side.requireFree(trial);
        });
  }

  private static void giveBack(Trial trial, Side side, int waiters) throws Exception {
    side.take.run();
    for (int i = 0; i < waiters; i++) {
      trial.waiting(
          () -> {
            side.block.run();
            side.unblock.run();
          });
    }
    trial.operate(side.giveBack);
    trial.afterwards(
        thrown -> {
          if (thrown != null
              && trial.mayRepeat
              && !Trial.holds(Duration.ofMillis(20), side::isUnlocked)) {
            side.giveBack.run(); // had done nothing
          }
          side.requireFree(trial);
        });
  }

  private static void hold(Trial trial, Side side) {
    AutoCloseable[] held = new AutoCloseable[1];
    trial.operate(
        () -> {
          held[0] = side.hold.get();
          held[0].close();
        });
    trial.afterwards(
        thrown -> {
          if (thrown != null && held[0] != null && !side.isUnlocked()) {
            side.giveBack.run();
          }
          side.requireFree(trial);
        });
  }
}
