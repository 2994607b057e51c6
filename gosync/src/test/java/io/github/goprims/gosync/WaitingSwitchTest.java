package io.github.goprims.gosync;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.goprims.gochan.Channel;
import io.github.goprims.gochan.Go;
import io.github.goprims.gochan.Select;
import io.github.goprims.gochan.Task;
import io.github.goprims.gochan.testing.OwnJvm;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a thread does before it parks is switched off by one property, whatever it waits for. */
class WaitingSwitchTest {

  /** Those that have a partner which may need the processor. */
  private static final String YIELDING =
      "send, receive, buffered send, buffered receive, select, lock, lock with readers, rLock,"
          + " group, signal, first acquire, place, end of tasks, flight";

  @Test
  void withParkNoThreadYields() throws Exception {
    assertThat(yielding("-Dgoprims.waiting=park")).isEmpty();
  }

  @Test
  void withYieldAndByDefaultThoseDoThatHaveAPartner() throws Exception {
    assertThat(yielding("-Dgoprims.waiting=yield")).isEqualTo(YIELDING);
    assertThat(yielding("-Dgoprims.waiting=adaptive")).isEqualTo(YIELDING);
  }

  private static String yielding(String option) throws Exception {
    List<String> output =
        OwnJvm.outputOf(
            Program.class,
            option,
            "-Djdk.virtualThreadScheduler.parallelism=1",
            "-Djdk.virtualThreadScheduler.maxPoolSize=1");
    return String.join(", ", output);
  }

  /** Writes which waits are not parked after one turn of the only carrier. */
  static final class Program {

    public static void main(String[] args) throws InterruptedException {
      Thread.ofVirtual().start(Program::runAll).join();
    }

    private static void runAll() {
      try {
        all();
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }

    private static void all() throws InterruptedException {
      Channel<String> empty = Channel.make(1);
      Channel<String> full = Channel.make(1);
      full.send("");
      Channel<String> unbuffered = Channel.make();
      check("send", () -> Channel.<String>make().send(""));
      check("receive", unbuffered::receive);
      check("buffered send", () -> full.send(""));
      check("buffered receive", empty::receive);
      check(
          "select",
          () -> Select.first(Select.receiveThen(Channel.<String>make(), Program::ignore)));
      Mutex mutex = new Mutex();
      mutex.lock();
      check("lock", mutex::lock);
      RWMutex readLocked = new RWMutex();
      readLocked.rLock();
      check("lock with readers", readLocked::lock);
      RWMutex locked = new RWMutex();
      locked.lock();
      check("rLock", locked::rLock);
      WaitGroup group = new WaitGroup();
      group.add(1);
      check("group", group::await);
      Mutex locker = new Mutex();
      Cond cond = Cond.on(locker);
      check(
          "signal",
          () -> {
            locker.lock();
            cond.await();
          });
      WeightedSemaphore semaphore = WeightedSemaphore.of(0);
      WeightedSemaphore taken = WeightedSemaphore.of(1);
      taken.acquire(1);
      check("first acquire", () -> taken.acquire(1));
      check("acquire behind others", () -> taken.acquire(1));
      check("acquire too much", () -> semaphore.tryAcquire(1, Duration.ofDays(1)));
      ErrGroup tasks = ErrGroup.create().limit(1);
      tasks.go(unbuffered::receive);
      check("place", () -> tasks.go(unbuffered::receive));
      check("end of tasks", tasks::await);
      SingleFlight<String, String> flights = new SingleFlight<>();
      Go.go(() -> flights.run("", () -> String.valueOf(empty.receive())));
      Thread.yield();
      check("flight", () -> flights.run("", String::new));
      check("sleep", () -> Go.sleep(Duration.ofDays(1)));
    }

    @SuppressWarnings("ThreadPriorityCheck") // with one carrier that is one turn for each thread
    private static void check(String name, Task wait) {
      Thread thread = Go.go(wait);
      Thread.yield();
      if (thread.getState() == Thread.State.RUNNABLE) {
        System.out.println(name);
      }
      while (thread.getState() == Thread.State.RUNNABLE) {
        Thread.yield();
      }
    }

    private static void ignore(Object value) {}
  }
}
