package io.github.goprims.gosync;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.goprims.gochan.testing.Spec;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Locks among virtual threads that have one carrier together, in a process of their own. */
class OneCarrierTest {

  @Test
  @Spec("MUTEX-15")
  void whoWaitsLeavesTheOnlyCarrierToTheHolder() throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Djdk.virtualThreadScheduler.parallelism=1",
                "-Djdk.virtualThreadScheduler.maxPoolSize=1",
                "-cp",
                System.getProperty("java.class.path"),
                Program.class.getName())
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    assertThat(output).isEqualTo("20000, (unlocked)(unlocked)\n");
  }

  /** The program of that process. */
  static final class Program {
    private static final Mutex MUTEX = new Mutex().named("");
    private static final RWMutex BOTH = new RWMutex().named("");
    private static int count;

    public static void main(String[] args) throws Exception {
      List<Thread> threads = new ArrayList<>();
      for (int i = 0; i < 10; i++) {
        threads.add(Thread.ofVirtual().start(Program::run));
      }
      for (Thread thread : threads) {
        thread.join();
      }
      System.out.println(count + ", " + MUTEX + BOTH);
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
