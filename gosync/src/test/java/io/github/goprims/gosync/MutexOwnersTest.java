package io.github.goprims.gosync;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The search for threads that wait for themselves, in a process of its own. */
class MutexOwnersTest {

  @Test
  void whoWouldWaitForItselfIsTold() throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dgoprims.debug=other,owners",
                "-cp",
                System.getProperty("java.class.path"),
                Program.class.getName())
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    assertThat(output.lines())
        .containsExactly(
            "sync: mutex is locked by the thread that waits for it, main: accounts(locked)",
            "sync: mutex is locked by the thread that waits for it, main: accounts(locked)",
            "handed on",
            "sync: mutex is locked by the thread that waits for it, main: accounts(locked)");
  }

  /** The program of that process. */
  static final class Program {
    private static final Mutex MUTEX = new Mutex().named("accounts");

    public static void main(String[] args) throws Exception {
      MUTEX.lock();
      lockAgain();
      MUTEX.unlock();
      MUTEX.tryLock();
      lockAgain();

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
      lockAgain();
    }

    private static void lockAgain() {
      try {
        MUTEX.lock();
        throw new AssertionError("locked twice");
      } catch (IllegalMonitorStateException e) {
        System.out.println(e.getMessage());
      }
    }
  }
}
