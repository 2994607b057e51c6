package io.github.goprims.gosync;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.goprims.gochan.Task;
import io.github.goprims.gochan.testing.OwnJvm;
import io.github.goprims.gochan.testing.Spec;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Waits for which there is no memory, in a process of their own. */
class RWMutexNoMemoryTest {

  @Test
  @Spec("INT-12")
  void withoutMemoryToWaitNothingHappens() throws Exception {
    List<String> output = OwnJvm.outputOf(Program.class, "-Xmx16m", "-XX:+UseSerialGC");
    assertThat(output)
        .containsExactly(
            "without memory: 2 readers, 2 writers",
            "written(locked), read(readers=1)",
            "written(unlocked), read(unlocked)",
            "locked again: true, true",
            "met too often: met(readers=1), on stripes: 0");
  }

  /** The program of that process. */
  static final class Program {
    private static final Duration NANO = Duration.ofNanos(1);
    private static final RWMutex WRITTEN = new RWMutex().named("written");
    private static final RWMutex READ = new RWMutex().named("read");
    private static final RWMutex MET = new RWMutex().named("met");
    private static Object[] ballast;

    public static void main(String[] args) throws Exception {
      WRITTEN.lock();
      READ.rLock();
      Task[] readers = {() -> WRITTEN.rLock(), () -> WRITTEN.tryRLock(NANO)};
      Task[] writers = {() -> READ.lock(), () -> READ.tryLock(NANO)};
      readers[1].run(); // loads what they need
      writers[1].run();
      for (int i = 0; i < RWMutexCount.COLLISIONS_BEFORE_SPREAD; i++) {
        MET.noteCollision(MET.hot.state);
      }
      takeAllMemory();
      int failedReaders = failures(readers);
      int failedWriters = failures(writers);
      MET.rLock(); // there is no memory to spread readers
      long apart = MET.apart();
      ballast = null;
      System.out.println(
          "without memory: %d readers, %d writers".formatted(failedReaders, failedWriters));
      System.out.println(WRITTEN + ", " + READ);
      WRITTEN.unlock();
      READ.rUnlock();
      System.out.println(WRITTEN + ", " + READ);
      System.out.println("locked again: " + WRITTEN.tryLock() + ", " + READ.tryLock());
      System.out.println("met too often: " + MET + ", on stripes: " + apart);
    }

    private static void takeAllMemory() {
      int size = 1 << 20;
      while (size > 0) {
        try {
          Object[] more = new Object[size];
          more[0] = ballast;
          ballast = more;
        } catch (OutOfMemoryError e) {
          size /= 2;
        }
      }
    }

    private static int failures(Task[] waits) throws Exception {
      int failures = 0;
      for (Task wait : waits) {
        try {
          wait.run();
        } catch (OutOfMemoryError e) {
          failures++;
        }
      }
      return failures;
    }
  }
}
