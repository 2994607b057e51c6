package io.github.goprims.gosync;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.goprims.gochan.testing.OwnJvm;
import io.github.goprims.gochan.testing.Spec;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Locks among virtual threads that have one carrier together, in a process of their own. */
class OneCarrierTest {

  @Test
  @Spec("MUTEX-15")
  void aWaiterLeavesItsCarrierToTheHolder() throws Exception {
    List<String> output =
        OwnJvm.outputOf(
            Program.class,
            "-Djdk.virtualThreadScheduler.parallelism=1",
            "-Djdk.virtualThreadScheduler.maxPoolSize=1");
    assertThat(output).containsExactly("20000, one(unlocked), both(unlocked)");
  }

  /** The program of that process. */
  static final class Program {
    private static final Mutex MUTEX = new Mutex().named("one");
    private static final RWMutex BOTH = new RWMutex().named("both");
    private static int count;

    public static void main(String[] args) throws Exception {
      List<Thread> threads = new ArrayList<>();
      for (int i = 0; i < 10; i++) {
        threads.add(Thread.ofVirtual().start(Program::run));
      }
      for (Thread thread : threads) {
        thread.join();
      }
      System.out.println(count + ", " + MUTEX + ", " + BOTH);
    }

    private static void run() {
      for (int i = 0; i < 1_000; i++) {
        MUTEX.lock();
        int before = count;
        Thread.yield(); // the others come, and find it locked
        count = before + 1;
        MUTEX.unlock();
        BOTH.rLock();
        Thread.yield();
        BOTH.rUnlock();
        BOTH.lock();
        MUTEX.lock();
        count++;
        MUTEX.unlock();
        Thread.yield();
        BOTH.unlock();
      }
    }
  }
}
