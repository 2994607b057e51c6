package io.github.goprims.gosync;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.goprims.gochan.Task;
import io.github.goprims.gochan.testing.OwnJvm;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The search for threads that wait for themselves, in a process of its own. */
class LockOwnersTest {

  @Test
  void whoWouldWaitForItselfIsTold() throws Exception {
    List<String> output = OwnJvm.outputOf(Program.class, "-Dgoprims.debug=other,owners");
    assertThat(output)
        .containsExactly(
            "sync: lock is held by the thread that waits for it, main: accounts(locked)",
            "sync: lock is held by the thread that waits for it, main: accounts(locked)",
            "handed on",
            "sync: lock is held by the thread that waits for it, main: accounts(locked)",
            "sync: lock is held by the thread that waits for it, main: cache(locked)",
            "sync: lock is held by the thread that waits for it, main: cache(locked)",
            "sync: lock is held by the thread that waits for it, main: cache(locked)",
            "sync: lock is held by the thread that waits for it, main: cache(locked)");
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
      CACHE.rLock();
      CACHE.rUnlock();
      CACHE.rUnlock();
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
