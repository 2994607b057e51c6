package io.github.goprims.gosync;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.goprims.gochan.Channel;
import io.github.goprims.gochan.Go;
import io.github.goprims.gochan.Goroutines;
import io.github.goprims.gochan.Task;
import io.github.goprims.gochan.testing.Await;
import io.github.goprims.gochan.testing.OwnJvm;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The search for threads that wait for themselves, in a process of its own. */
class LockOwnersTest {

  @Test
  void aSelfDeadlockIsReported() throws Exception {
    List<String> output = OwnJvm.outputOf(Program.class, "-Dgoprims.debug=leaks,owners,pool");
    assertThat(output)
        .containsExactly(
            "sync: lock is held by the thread that waits for it, main: accounts(locked)",
            "sync: lock is held by the thread that waits for it, main: accounts(locked)",
            "handed on",
            "sync: lock is held by the thread that waits for it, main: accounts(locked)",
            "sync: lock is held by the thread that waits for it, main: cache(locked)",
            "sync: lock is held by the thread that waits for it, main: cache(locked)",
            "sync: lock is held by the thread that waits for it, main: cache(locked)",
            "sync: lock is held by the thread that waits for it, main: cache(locked)",
            "sync: write lock is asked for by a thread that has a read lock, main: cache(readers=1)",
            "sync: write lock is asked for by a thread that has a read lock, main: cache(readers=2)",
            "read locks handed on",
            "sync: wait of main for notEmpty with the lock of other: accounts(locked)",
            "sync: wait of main for notFull with the lock of other: cache(locked)",
            "waited with its own");
  }

  /** Whoever holds a lock may wait for something else, which no cycle of locks shows. */
  @Test
  void aDumpNamesThoseWhoHoldALock() throws Exception {
    assertThat(OwnJvm.outputOf(Held.class, "-Dgoprims.debug=owners"))
        .contains(
            "    on accounts(locked, waiters=1), held by publisher",
            "    on cache(readers=5, waiting writers=1), held by r1, r2, r3 and 2 more")
        .anyMatch(line -> line.startsWith("    on full("));
  }

  /** Threads with locks that wait at a channel, and others that wait for the locks. */
  static final class Held {
    private Held() {}

    public static void main(String[] args) {
      Mutex accounts = new Mutex().named("accounts");
      RWMutex cache = new RWMutex().named("cache");
      Channel<Integer> full = Channel.make("full", 0);
      Thread publisher =
          Go.go(
              "publisher",
              () -> {
                accounts.lock();
                full.send(1);
              });
      Await.blocked(publisher, "chan send");
      for (int i = 1; i <= 5; i++) {
        Thread reader =
            Go.go(
                "r" + i,
                () -> {
                  cache.rLock();
                  full.send(1);
                });
        Await.blocked(reader, "chan send");
      }
      Await.blocked(Go.go(accounts::lock), "sync.Mutex.Lock");
      Await.blocked(Go.go(cache::lock), "sync.RWMutex.Lock");
      System.out.print(Goroutines.dump());
    }
  }

  /** The program of that process. */
  static final class Program {
    private static final Mutex MUTEX = new Mutex().named("accounts");
    private static final RWMutex CACHE = new RWMutex().named("cache");

    public static void main(String[] args) throws Exception {
      MUTEX.lock();
      isRefused(() -> MUTEX.lock());
      MUTEX.unlock();
      MUTEX.tryLock();
      isRefused(() -> MUTEX.lock());

      // Another thread unlocks, and a third one has to wait for a while.
      Thread other = Thread.ofPlatform().start(MUTEX::unlock);
      other.join();
      MUTEX.lock();
      Thread third = Thread.ofVirtual().start(() -> MUTEX.lock());
      while (third.getState() != Thread.State.WAITING) {
        Thread.onSpinWait();
      }
      MUTEX.unlock();
      third.join();
      Thread fourth = Thread.ofPlatform().start(MUTEX::unlock);
      MUTEX.lock(); // held by the third or by nobody
      fourth.join();
      System.out.println("handed on");
      isRefused(() -> MUTEX.lock());

      CACHE.lock();
      isRefused(() -> CACHE.lock());
      isRefused(() -> CACHE.rLock());
      isRefused(() -> CACHE.tryLock(Duration.ofDays(1)));
      isRefused(CACHE::rLockInterruptibly);
      CACHE.unlock();
      CACHE.rLock();
      isRefused(() -> CACHE.lock());
      CACHE.tryRLock(Duration.ofDays(1));
      isRefused(CACHE::lockInterruptibly);
      CACHE.rUnlock();
      Thread.ofPlatform().start(CACHE::rUnlock).join();
      CACHE.lock();
      CACHE.unlock();
      System.out.println("read locks handed on");

      MUTEX.unlock();
      Cond notEmpty = Cond.on(MUTEX).named("notEmpty");
      Cond notFull = Cond.on(CACHE).named("notFull");
      Thread.ofPlatform().name("other").start(Program::lockBoth).join();
      isRefused(() -> notEmpty.await(Duration.ofDays(1)));
      isRefused(notFull::await);
      MUTEX.unlock();
      CACHE.unlock();
      MUTEX.lock();
      notEmpty.await(Duration.ofNanos(1));
      System.out.println("waited with its own");
    }

    private static void lockBoth() {
      MUTEX.lock();
      CACHE.lock();
    }

    private static void isRefused(Task lock) throws Exception {
      try {
        lock.run();
        throw new AssertionError("locked twice");
      } catch (IllegalMonitorStateException e) {
        System.out.println(e.getMessage());
      }
    }
  }
}
