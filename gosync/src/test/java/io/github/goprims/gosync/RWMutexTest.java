package io.github.goprims.gosync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import io.github.goprims.gochan.testing.Attempt;
import io.github.goprims.gochan.testing.Await;
import io.github.goprims.gochan.testing.EveryThreadKind;
import io.github.goprims.gochan.testing.LeakCheck;
import io.github.goprims.gochan.testing.Spec;
import io.github.goprims.gochan.testing.ThreadKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReadWriteLock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a lock for readers and writers promises those who wait for it as long as that needs. */
@ExtendWith(LeakCheck.class)
class RWMutexTest {

  static final String READER = "sync.RWMutex.RLock";
  static final String WRITER = "sync.RWMutex.Lock";
  private static final String NEXT_WRITER = "sync.Mutex.Lock";

  final RWMutex mutex = new RWMutex().named("cache");

  private Attempt<Void> waitingReader(ThreadKind kind) {
    return kind.attempt("reader", () -> mutex.rLock()).awaitBlocked(READER);
  }

  private Attempt<Void> waitingWriter(ThreadKind kind) {
    return kind.attempt("writer", () -> mutex.lock()).awaitBlocked(WRITER);
  }

  @EveryThreadKind
  @Spec({"RW-01", "RW-12"})
  void readersAreInTogether(ThreadKind kind) {
    int readers = 5;
    CyclicBarrier inside = new CyclicBarrier(readers);
    List<Attempt<Void>> attempts = new ArrayList<>();
    for (int i = 0; i < readers; i++) {
      attempts.add(
          kind.attempt(
              "reader",
              () -> {
                mutex.rLock();
                inside.await();
              }));
    }
    attempts.forEach(Attempt::result);
    assertThat(mutex).hasToString("cache(readers=5)");
    assertThat(mutex.tryLock()).isFalse();
    for (int i = 0; i < readers; i++) {
      mutex.rUnlock(); // for those threads
    }
    assertThat(mutex).hasToString("cache(unlocked)");
  }

  @EveryThreadKind
  @Spec({"RW-01", "RW-12"})
  void aWriterIsAlone(ThreadKind kind) {
    mutex.lock();
    assertThat(mutex).hasToString("cache(locked)");
    assertThat(mutex.tryRLock()).isFalse();
    assertThat(mutex.tryLock()).isFalse();
    Attempt<Void> reader = waitingReader(kind);
    Attempt<Void> writer =
        kind.other().attempt("next writer", () -> mutex.lock()).awaitBlocked(NEXT_WRITER);
    assertThat(mutex).hasToString("cache(locked, waiting readers=1, waiting writers=1)");
    kind.attempt("unlocks for another", mutex::unlock).result();
    reader.result();
    writer.awaitBlocked(WRITER);
    mutex.rUnlock();
    writer.result();
    mutex.unlock();
    assertThat(mutex).hasToString("cache(unlocked)");
  }

  @EveryThreadKind
  @Spec({"RW-02", "RW-03", "RW-06"})
  void readersWaitBehindAWriterThatWaits(ThreadKind kind) {
    mutex.rLock();
    mutex.rLock();
    Attempt<Void> writer = waitingWriter(kind);
    Attempt<Void> reader = waitingReader(kind);
    assertThat(mutex).hasToString("cache(readers=2, waiting readers=1, waiting writers=1)");
    mutex.rUnlock();
    assertThat(Await.isBlocked(writer.thread(), WRITER)).isTrue();
    mutex.rUnlock();
    writer.result();
    assertThat(reader.hasEnded()).isFalse();
    mutex.unlock();
    reader.result();
    mutex.rUnlock();
    assertThat(mutex.tryLock()).isTrue();
  }

  @EveryThreadKind
  @Spec({"RW-04", "RW-07"})
  void queuedReadersGoBeforeTheNextWriter(ThreadKind kind) {
    mutex.lock();
    Attempt<Void> next = kind.attempt("next", () -> mutex.lock()).awaitBlocked(NEXT_WRITER);
    List<Attempt<Void>> readers = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      readers.add(waitingReader(i % 2 == 0 ? kind : kind.other()));
    }
    mutex.unlock();
    readers.forEach(Attempt::result);
    next.awaitBlocked(WRITER);
    for (int i = 0; i < 3; i++) {
      assertThat(next.hasEnded()).isFalse();
      mutex.rUnlock();
    }
    next.result();
    mutex.unlock();
  }

  @EveryThreadKind
  @Spec("RW-05")
  void thereIsNoWayFromReadingToWriting(ThreadKind kind) {
    Attempt<Void> upgrade =
        kind.attempt(
            "upgrade",
            () -> {
              mutex.rLock();
              mutex.lock();
            });
    upgrade.awaitBlocked(WRITER);
    mutex.rUnlock();
    upgrade.result();
    mutex.unlock();
  }

  @EveryThreadKind
  @Spec({"RW-08", "RW-09", "RW-15"})
  void triesWaitForNothingAndLeaveNothing(ThreadKind kind) {
    assertThat(mutex.tryRLock()).isTrue();
    assertThat(mutex.tryRLock()).isTrue();
    assertThat(mutex.tryLock()).isFalse();
    assertThat(mutex.tryRLock()).as("after the failed try").isTrue();
    Attempt<Void> writer = waitingWriter(kind);
    assertThat(mutex.tryRLock()).as("while a writer waits").isFalse();
    assertThat(mutex.tryLock()).isFalse();
    for (int i = 0; i < 3; i++) {
      mutex.rUnlock();
    }
    writer.result();
    mutex.unlock();
    assertThat(mutex.tryLock()).isTrue();
    mutex.unlock();
    assertThat(mutex).hasToString("cache(unlocked)");
  }

  private void assertMisuse(Runnable unlock, String text) {
    String before = mutex.toString();
    assertThatExceptionOfType(IllegalMonitorStateException.class)
        .isThrownBy(unlock::run)
        .withMessage(text + before);
    assertThat(mutex).as("nothing has changed").hasToString(before);
  }

  private void assertUnlockIsMisuse() {
    assertMisuse(mutex::unlock, "sync: Unlock of unlocked RWMutex: ");
  }

  private void assertRUnlockIsMisuse() {
    assertMisuse(mutex::rUnlock, "sync: RUnlock of unlocked RWMutex: ");
  }

  @EveryThreadKind
  @Spec({"RW-10", "RW-11", "FAIL-02", "FAIL-04"})
  void unlocksOfUnlockedFailAndChangeNothing(ThreadKind kind) {
    assertUnlockIsMisuse();
    assertRUnlockIsMisuse();

    mutex.rLock();
    assertUnlockIsMisuse();
    Attempt<Void> writer = waitingWriter(kind);
    assertUnlockIsMisuse();
    Attempt<Void> behindTheWriter = waitingReader(kind);
    assertUnlockIsMisuse();
    mutex.rUnlock();
    writer.result();

    assertRUnlockIsMisuse();
    Attempt<Void> second = waitingReader(kind);
    assertRUnlockIsMisuse();
    mutex.unlock();
    behindTheWriter.result();
    second.result();
    mutex.rUnlock();
    mutex.rUnlock();
    assertUnlockIsMisuse();
    assertRUnlockIsMisuse();
    assertThat(mutex.tryLock()).isTrue();
  }

  @EveryThreadKind
  @Spec("RW-13")
  void theLockerIsTheReadLock(ThreadKind kind) {
    Locker locker = mutex.rLocker();
    locker.lock();
    locker.lock();
    assertThat(mutex).hasToString("cache(readers=2)");
    assertThat(locker).hasToString("cache(readers=2)");
    Attempt<Void> writer = waitingWriter(kind);
    Attempt<Void> reader = kind.attempt("reader", locker::lock).awaitBlocked(READER);
    locker.unlock();
    locker.unlock();
    writer.result();
    mutex.unlock();
    reader.result();
    locker.unlock();
    assertMisuse(locker::unlock, "sync: RUnlock of unlocked RWMutex: ");
  }

  private int plain;

  @EveryThreadKind
  @Spec({"RW-01", "RW-14"})
  void readersSeeWhatWritersWrote(ThreadKind kind) {
    int threads = 8;
    int rounds = 2_000;
    List<Attempt<Integer>> attempts = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      int id = i;
      attempts.add(
          kind.attempt(
              "both",
              () -> {
                int writes = 0;
                int last = 0;
                for (int round = 0; round < rounds; round++) {
                  if ((round + id) % 10 == 0) {
                    mutex.lock();
                    plain++;
                    mutex.unlock();
                    writes++;
                  } else {
                    mutex.rLock();
                    assertThat(plain).isGreaterThanOrEqualTo(last);
                    last = plain;
                    mutex.rUnlock();
                  }
                }
                return writes;
              }));
    }
    assertThat(attempts.stream().mapToInt(Attempt::result).sum()).isEqualTo(plain);
    assertThat(mutex).hasToString("cache(unlocked)");
  }

  @Test
  @Spec("RW-16")
  void thereCanBeAMillionReaders() {
    int readers = 1_000_000;
    for (int i = 0; i < readers; i++) {
      mutex.rLock();
    }
    assertThat(mutex).hasToString("cache(readers=1000000)");
    for (int i = 0; i < readers; i++) {
      mutex.rUnlock();
    }
    assertThat(mutex.tryLock()).isTrue();
  }

  @EveryThreadKind
  @Spec("RW-17")
  void blockersTellTheKindsOfWaitingApart(ThreadKind kind) {
    mutex.rLock();
    Attempt<Void> writer = waitingWriter(kind);
    Attempt<Void> next = kind.attempt("next", () -> mutex.lock()).awaitBlocked(NEXT_WRITER);
    Attempt<Void> reader = waitingReader(kind);
    String state = "cache(readers=1, waiting readers=1, waiting writers=2)";
    assertThat(LockSupport.getBlocker(writer.thread()))
        .isInstanceOf(RWMutexLockWait.class)
        .hasToString("sync.RWMutex.Lock: " + state);
    assertThat(LockSupport.getBlocker(reader.thread()))
        .isInstanceOf(RWMutexRLockWait.class)
        .hasToString("sync.RWMutex.RLock: " + state);
    assertThat(LockSupport.getBlocker(next.thread()))
        .isInstanceOf(MutexLockWait.class)
        .hasToString("sync.Mutex.Lock: cache(locked, waiters=1)");
    mutex.rUnlock();
    writer.result();
    mutex.unlock();
    reader.result();
    mutex.rUnlock();
    next.result();
  }

  @EveryThreadKind
  @Spec({"INT-06", "INT-09"})
  void locksAndUnlocksKeepTheInterruptFlag(ThreadKind kind) {
    mutex.rLock();
    Attempt<Void> writer = waitingWriter(kind);
    Attempt<Void> reader = waitingReader(kind);
    writer.interrupt();
    reader.interrupt();
    writer.awaitBlocked(WRITER);
    reader.awaitBlocked(READER);
    Thread.currentThread().interrupt();
    mutex.rUnlock();
    assertThat(Thread.interrupted()).isTrue();
    writer.result();
    Thread.currentThread().interrupt();
    mutex.unlock();
    assertThat(Thread.interrupted()).isTrue();
    reader.result();
    assertThat(writer.leftInterrupted()).isTrue();
    assertThat(reader.leftInterrupted()).isTrue();
  }

  @Test
  void holdUnlocksAtTheEndOfTheBlock() {
    Held writing;
    Held reading;
    try (Held held = mutex.hold()) {
      assertThat(mutex).hasToString("cache(locked)");
      writing = held;
    }
    try (Held held = mutex.rHold()) {
      assertThat(mutex).hasToString("cache(readers=1)");
      reading = held;
    }
    assertMisuse(writing::close, "sync: Unlock of unlocked RWMutex: ");
    assertMisuse(reading::close, "sync: RUnlock of unlocked RWMutex: ");
    assertThat(mutex.hold()).as("the same each time").isSameAs(writing);
    mutex.unlock();
    assertThat(mutex.rHold()).as("the same each time").isSameAs(reading);
  }

  /** So many that the first are in while the others are being told. */
  @EveryThreadKind
  @Spec({"RW-04", "RW-09"})
  void aReaderLetInFindsNoWriter(ThreadKind kind) {
    int readers = 300;
    mutex.lock();
    List<Attempt<Boolean>> attempts = new ArrayList<>();
    for (int i = 0; i < readers; i++) {
      attempts.add(
          kind.attempt(
              "reader",
              () -> {
                mutex.rLock();
                return mutex.tryRLock();
              }));
    }
    attempts.forEach(reader -> reader.awaitBlocked(READER));
    mutex.unlock();
    assertThat(attempts).extracting(Attempt::result).containsOnly(true);
    assertThat(mutex).hasToString("cache(readers=600)");
  }

  @EveryThreadKind
  void theViewsAsLocksAreTheseLocks(ThreadKind kind) throws Exception {
    ReadWriteLock view = mutex.asReadWriteLock();
    Lock read = view.readLock();
    Lock write = view.writeLock();
    read.lock();
    assertThat(read.tryLock()).isTrue();
    assertThat(read.tryLock(1, TimeUnit.DAYS)).isTrue();
    read.lockInterruptibly();
    assertThat(mutex).hasToString("cache(readers=4)");
    assertThat(write.tryLock()).isFalse();
    assertThat(write.tryLock(0, TimeUnit.DAYS)).isFalse();
    Attempt<Void> interrupted =
        kind.attempt("writer", write::lockInterruptibly).awaitBlocked(WRITER);
    interrupted.interrupt();
    assertThat(interrupted.failure()).isInstanceOf(InterruptedException.class);
    for (int i = 0; i < 4; i++) {
      read.unlock();
    }
    write.lock();
    assertThat(write).hasToString("cache(locked)");
    assertThat(read).hasToString("cache(locked)");
    assertMisuse(read::unlock, "sync: RUnlock of unlocked RWMutex: ");
    write.unlock();
    assertMisuse(write::unlock, "sync: Unlock of unlocked RWMutex: ");
    assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(read::newCondition);
    assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(write::newCondition);
  }

  /** It met a writer, and has noted that it cannot wait when that had opened the lock. */
  @EveryThreadKind
  @Spec({"RW-02", "INT-12"})
  void aReaderThatRanOutOfStackKeepsNoWriterOut(ThreadKind kind) {
    mutex.rLock();
    mutex.hot.addState(1);
    mutex.orphans++;
    Attempt<Void> writer = waitingWriter(kind);
    assertThat(mutex).hasToString("cache(readers=1, waiting writers=1)");
    mutex.rUnlock();
    writer.result();
    mutex.unlock();
    assertThat(mutex).hasToString("cache(unlocked)");
  }

  @Test
  void anUnnamedLockPrintsItsIdentity() {
    assertThat(new RWMutex().toString()).matches("rwmutex@[0-9a-f]+\\(unlocked\\)");
  }

  @Test
  @Spec("INT-11")
  void nullIsRefused() {
    Duration noTime = null;
    assertThatNullPointerException().isThrownBy(() -> mutex.named(null)).withMessage("name");
    assertThatNullPointerException().isThrownBy(() -> mutex.tryLock(noTime)).withMessage("timeout");
    assertThatNullPointerException()
        .isThrownBy(() -> mutex.tryRLock(noTime))
        .withMessage("timeout");
    assertThatNullPointerException().isThrownBy(() -> mutex.lock(null)).withMessage("context");
    for (Lock view :
        List.of(mutex.asReadWriteLock().readLock(), mutex.asReadWriteLock().writeLock())) {
      assertThatNullPointerException().isThrownBy(() -> view.tryLock(1, null)).withMessage("unit");
    }
    assertThatNullPointerException().isThrownBy(() -> mutex.rLock(null)).withMessage("context");
    assertThat(mutex).hasToString("cache(unlocked)");
  }
}
